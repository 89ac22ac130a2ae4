#pragma once

#include "core/services/sessions.h"
#include "core/storage/database.h"
#include "core/storage/intentstore.h"
#include "ui/shell/accountnotices.h"

#include <QHash>
#include <QStringList>
#include <QWidget>
#include <functional>

namespace core {
class Clock;
class Directory;
class KeyCache;
class Keys;
} // namespace core

class QVBoxLayout;

namespace ui {

class NoticeBar;

//! What has to be said above every page: the connection, the keychain, what was interrupted, the state of the cache.
//! Each has a line of its own; none stands in the way of reading.
class Notices : public QWidget {
    Q_OBJECT

public:
    Notices(const core::Sessions &sessions, const core::Directory &directory, const core::Keys &keys,
            const core::KeyCache &cache, const core::Clock &clock, QWidget *parent = nullptr);

    //! Whose connections and sessions are spoken of: those that the rows on screen belong to.
    void setAccounts(const QStringList &accountIds);
    void setRecovery(core::Database::Recovery recovery);
    //! Of the file with the keys that are watched.
    void setWatchedRecovery(core::Database::Recovery recovery);
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
    void refreshAccounts();
    AccountNotices::Part partOf(const QString &accountId) const;
    void refreshInterrupted();

    const core::Sessions &m_sessions;
    const core::Directory &m_directory;
    const core::Keys &m_keys;
    const core::KeyCache &m_cache;
    const core::Clock &m_clock;
    QStringList m_accountIds;
    QVBoxLayout *m_accountColumn;
    QHash<QString, AccountNotices *> m_accounts;
    NoticeBar *m_interrupted;
    NoticeBar *m_storage;
    NoticeBar *m_watched;
    NoticeBar *m_failure;
    NoticeBar *m_reminder;
};

} // namespace ui
