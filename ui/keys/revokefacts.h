#pragma once

#include "core/domain/key.h"
#include "ui/kit/panel.h"

class QGridLayout;

namespace ui {

//! What a person should know before a key is ended: last use and from where, scopes, who made it, its id.
class RevokeFacts : public Panel {
    Q_OBJECT

public:
    RevokeFacts(const core::Key &key, const QDateTime &now, QWidget *parent = nullptr);

private:
    void addRow(const QString &label, const QString &value);
    void addScopes(const QStringList &scopes);

    QGridLayout *m_grid;
};

//! Used in the last 7 days: somebody would notice.
bool wasUsedRecently(const core::Key &key, const QDateTime &now);

} // namespace ui
