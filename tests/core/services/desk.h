#pragma once

#include "core/base/clock.h"
#include "core/net/httpclient.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/sessions.h"
#include "core/storage/database.h"
#include "core/storage/intentstore.h"
#include "core/storage/keycache.h"
#include "core/storage/organizationcache.h"
#include "core/storage/settingsstore.h"

namespace core {
class CredentialStore;
class WatchedKeys;
} // namespace core

namespace test {

//! What the app puts together around its services, over the files in a folder: making another one over the same folder
//! and credentials is a restart of the app.
struct Desk {
    //! Without patience, so that a test need not have it.
    static constexpr core::HttpDeadlines soon{.connect = std::chrono::milliseconds(2000),
                                              .firstByte = std::chrono::milliseconds(4000),
                                              .whole = std::chrono::milliseconds(8000),
                                              .silence = std::chrono::milliseconds(1500)};

    //! \a watched: keys of providers beside those of servers, if there are any.
    Desk(const QString &folder, core::CredentialStore &credentials, const core::HttpDeadlines &deadlines = soon,
         core::WatchedKeys *watched = nullptr);

    //! Signs in and reads the organizations; the account's id, or empty with a word in the test's output.
    QString signIn(const QUrl &gateway, const QString &email, const core::Secret &password);
    //! Resumes, and waits until every account is signed in and its organizations are read.
    bool resume();
    qint64 organization(const QString &accountId) const;
    core::Account::State state(const QString &accountId) const;

    core::SystemClock clock;
    core::HttpClient http;
    core::SettingsStore settings;
    std::unique_ptr<core::Database> database;
    core::OrganizationCache organizations;
    core::KeyCache cache;
    core::IntentStore intents;
    core::Sessions sessions;
    core::Directory directory;
    core::Keys keys;
};

//! Leaves in \a folder what the app leaves of an account whose gateway does not answer: "account-1" in the settings,
//! and in the cache its one organization, "Northwind" ("org-1"), without keys.
core::Result<> leaveAccount(const QString &folder, core::CredentialStore &credentials);

} // namespace test
