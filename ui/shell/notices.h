#pragma once

#include "core/services/sessions.h"
#include "core/storage/database.h"
#include "core/storage/intentstore.h"

#include <QWidget>
#include <functional>

namespace core {
class Clock;
class Directory;
class Keys;
} // namespace core

namespace ui {

class NoticeBar;

//! What has to be said above every page: the connection, the keychain, what was interrupted, the state of the cache.
//! Each has a line of its own; none stands in the way of reading.
class Notices : public QWidget {
    Q_OBJECT

public:
    Notices(const core::Sessions &sessions, const core::Directory &directory, const core::Keys &keys,
            const core::Clock &clock, QWidget *parent = nullptr);

    //! Whose connection and session are spoken of.
    void setAccount(const QString &accountId);
    void setRecovery(core::Database::Recovery recovery);
    void showFailure(const core::Error &error);
    //! What was done, or was not, at a person's wish.
    void say(const QString &sentence);
    //! A key that ends soon, where the desktop has no notifications. \a show: what its button does.
    void showReminder(const QString &sentence, const std::function<void()> &show);

Q_SIGNALS:
    void signInWanted(const QString &accountId);
    void keychainRetryWanted(const QString &accountId);
    void showInterruptedWanted(const core::Intent &intent);
    void revokeInterruptedWanted(const core::Intent &intent);

private:
    NoticeBar *addBar();
    void refreshAccount();
    void refreshInterrupted();
    void tellConnection(const core::Account &account);
    void tellKeychain(const core::Account &account);

    const core::Sessions &m_sessions;
    const core::Directory &m_directory;
    const core::Keys &m_keys;
    const core::Clock &m_clock;
    QString m_accountId;
    NoticeBar *m_connection;
    NoticeBar *m_keychain;
    NoticeBar *m_interrupted;
    NoticeBar *m_storage;
    NoticeBar *m_failure;
    NoticeBar *m_reminder;
};

} // namespace ui
