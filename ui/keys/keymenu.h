#pragma once

#include "ui/keys/keyplaces.h"

#include <QMenu>

namespace ui {

//! What may be done with the selected keys, at the pointer. Deletes itself when closed.
class KeyMenu : public QMenu {
    Q_OBJECT

public:
    using Action = keypermissions::Action;

    KeyMenu(const QList<core::CachedKey> &keys, const KeyPlaces &places, const QDateTime &now, QWidget *parent);

Q_SIGNALS:
    void wanted(ui::keypermissions::Action action);
    void detailsWanted();
    void resetColumnsWanted();

private:
    void addKeyAction(Action action, const QString &text, bool offered);
    void addCopy(const QString &text, const QString &copied);
};

} // namespace ui
