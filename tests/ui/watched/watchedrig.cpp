#include "tests/ui/watched/watchedrig.h"

#include "tests/support/check.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace test {

WatchedRig::WatchedRig() : clipboard(*QGuiApplication::clipboard())
{
    restart();
    window.resize(1000, 900);
    window.show();
}

core::WatchedKey WatchedRig::watch(const core::NewWatchedKey &described, const core::Secret &secret,
                                   const core::WatchedOrganization &place)
{
    const auto made = wait(desk->keys.add(place, described, secret));
    if (!made)
        qFatal("%s", qPrintable(words(made.error())));
    return made->key;
}

core::WatchedKey WatchedRig::watch(const QString &name, const core::Secret &secret)
{
    return watch(newKey(name), secret, watsiAt(provider.address()));
}

core::WatchedKey WatchedRig::now(const core::WatchedKey &key) const
{
    const auto known = desk->store.key(key.id);
    return known ? *known : core::WatchedKey();
}

ui::WatchedPlace WatchedRig::placeOf(const core::WatchedKey &key) const
{
    const auto place = ui::watchedPlace(desk->keys, key.id);
    if (!place)
        qFatal("%s", qPrintable(words(place.error())));
    return *place;
}

ui::WatchContext WatchedRig::context()
{
    return {desk->keys, desk->clock, clipboard};
}

void WatchedRig::restart()
{
    desk.reset();
    desk = std::make_unique<WatchedDesk>(folder.path(), credentials);
}

QAbstractButton *button(const QWidget &in, const QString &name)
{
    for (auto *each : in.findChildren<QAbstractButton *>()) {
        if ((each->text() == name || each->objectName() == name) && each->isVisible() && each->isEnabled())
            return each;
    }
    return nullptr;
}

void paste(const QWidget &in, const core::Secret &secret)
{
    for (auto *each : in.findChildren<QLineEdit *>(u"secret"_s)) {
        if (!each->isVisible())
            continue;
        QGuiApplication::clipboard()->setText(QString::fromLatin1(bytesOf(secret)) + u'\n');
        each->paste();
        return;
    }
}

bool says(const QWidget &in, const QString &words)
{
    for (const auto *each : in.findChildren<QLabel *>()) {
        if (each->isVisible() && each->text().contains(words))
            return true;
    }
    return false;
}

} // namespace test
