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
    openPage = [this](const QUrl &address) {
        opened += address;
        return hasBrowser;
    };
    window.resize(1000, 900);
    window.show();
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
    return {desk->keys, desk->clock, clipboard, openPage};
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
