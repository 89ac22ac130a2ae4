#pragma once

#include "core/domain/usage.h"
#include "ui/keys/keychangedialog.h"

#include <QHash>

class QCheckBox;

namespace ui {

class PlainLabel;
class ScopeTable;

//! Proposes to take from a key the scopes that no call of the last weeks needed, and shows how often each was.
class NarrowScopesDialog : public KeyChangeDialog {
    Q_OBJECT

public:
    //! \a used: of the last core::attention::observedDays.
    NarrowScopesDialog(const DialogContext &context, core::Backend &backend, const core::Key &key,
                       const core::UsageBreakdown &used, QWidget *parent);

protected:
    void fill() override;
    void refresh() override;

private:
    QString useOf(const QString &scope) const;
    QStringList kept() const;

    const core::UsageBreakdown m_used;
    ScopeTable *m_table;
    QHash<QString, QCheckBox *> m_boxes;
    PlainLabel *m_missing;
    Button *m_save = nullptr;
};

} // namespace ui
