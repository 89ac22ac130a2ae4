#pragma once

#include "core/credentials/memorystore.h"
#include "tests/core/services/desk.h"
#include "tests/core/services/livegateway.h"
#include "ui/keys/confirmation.h"
#include "ui/keys/dialogcontext.h"
#include "ui/keys/keyactions.h"
#include "ui/kit/secretclipboard.h"

#include <QAbstractButton>
#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

namespace test {

//! A window with the actions that change keys, over the app's real services and a real gateway in this process.
class ActionRig {
public:
    ActionRig();
    ~ActionRig();

    //! Starts the gateway, signs in, shows the window.
    bool start();
    //! Another restart-like sign-in at \a gateway, for a connection that can be meddled with.
    bool startThrough(const QUrl &gateway);
    //! Makes a key by the services, without a dialog, and acknowledges it.
    core::Key makeKey(const QString &name, const QStringList &scopes = {QStringLiteral("contacts:read")});
    //! The key as the gateway has it now.
    core::Key now(const core::Key &key);
    core::Backend &backend();
    ui::DialogContext context();

    core::WatchedKeys *watched = nullptr; //!< set it before `start`
    QTemporaryDir folder;
    core::MemoryStore credentials;
    LiveGateway gateway;
    std::unique_ptr<Desk> desk;
    QWidget window;
    ui::SecretClipboard clipboard;
    std::unique_ptr<ui::KeyActions> actions;
    std::unique_ptr<ui::Confirmation> confirmation;
    QString account;
    qint64 organization = 0;
    QStringList said;
    QList<core::Error> failures;
    QList<core::KeyOfOrganization> revoked;

private:
    bool signIn(const QUrl &gateway);
};

//! The visible dialog of a type over \a window, waited for; null where none comes.
template <typename Shown>
Shown *dialog(QWidget &window)
{
    Shown *found = nullptr;
    const auto look = [&] {
        for (auto *each : window.findChildren<Shown *>()) {
            if (each->isVisible())
                found = each;
        }
        return found != nullptr;
    };
    return QTest::qWaitFor(look, 10000) ? found : nullptr;
}

//! A button, box or choice by the name that assistive technology knows it by.
QAbstractButton *button(QWidget *in, const QString &name);
//! Clicks it where a person could. False where it is not there, not visible or disabled.
bool press(QWidget *in, const QString &name);
//! The same for what is about to appear (QTRY_VERIFY would press twice).
bool pressSoon(QWidget *in, const QString &name);
//! Everything that can be read on \a widget, its dialogs' lines among it.
QString wordsOn(const QWidget *widget);
//! Where \a secret stands in any property or accessible text of any widget; empty where nowhere.
QStringList tracesOf(const core::Secret &secret);

} // namespace test
