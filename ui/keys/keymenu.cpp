#include "ui/keys/keymenu.h"

#include <QClipboard>
#include <QGuiApplication>

namespace ui {

KeyMenu::KeyMenu(const QList<core::CachedKey> &keys, const KeyPlaces &places, const QDateTime &now, QWidget *parent)
    : QMenu(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    const bool one = keys.size() == 1;
    const auto some = [&](Action action) { return !places.among(keys, action, now).isEmpty(); };
    if (!keys.isEmpty())
        connect(addAction(tr("Details")), &QAction::triggered, this, &KeyMenu::detailsWanted);
    addSeparator();
    addKeyAction(Action::RetireNow, tr("Retire now"), one && some(Action::RetireNow));
    addKeyAction(Action::Rotate, tr("Rotate…"), one && some(Action::Rotate));
    addKeyAction(Action::Edit, tr("Edit…"), one && some(Action::Edit));
    addKeyAction(Action::Enable, tr("Enable"), some(Action::Enable));
    addKeyAction(Action::Disable, tr("Disable"), some(Action::Disable));
    addKeyAction(Action::Clone, tr("Clone…"), one && some(Action::Clone));
    addKeyAction(Action::Revoke, tr("Revoke…"), some(Action::Revoke));
    addSeparator();
    if (one) {
        addCopy(tr("Copy name"), keys.first().key.name);
        addCopy(tr("Copy key id"), keys.first().key.id);
    }
    addSeparator();
    connect(addAction(tr("Reset columns")), &QAction::triggered, this, &KeyMenu::resetColumnsWanted);
}

void KeyMenu::addKeyAction(Action action, const QString &text, bool offered)
{
    if (offered)
        connect(addAction(text), &QAction::triggered, this, [this, action] { Q_EMIT wanted(action); });
}

void KeyMenu::addCopy(const QString &text, const QString &copied)
{
    connect(addAction(text), &QAction::triggered, this, [copied] { QGuiApplication::clipboard()->setText(copied); });
}

} // namespace ui
