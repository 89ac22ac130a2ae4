#include "tests/core/services/desk.h"

#include "core/backend/backends.h"
#include "core/services/watched/watchedbackend.h"
#include "tests/support/check.h"

using namespace Qt::StringLiterals;

namespace test {

namespace {

std::unique_ptr<core::Database> openCache(const QString &folder)
{
    auto opened = core::Database::open(folder + u"/cache.sqlite"_s, u":/storage/migrations"_s);
    if (!opened)
        qFatal("%s", qPrintable(words(opened.error())));
    return *std::move(opened);
}

} // namespace

Desk::Desk(const QString &folder, core::CredentialStore &credentials, const core::HttpDeadlines &deadlines,
           core::WatchedKeys *watched)
    : http(clock, deadlines),
      settings(folder + u"/settings.ini"_s),
      database(openCache(folder)),
      organizations(*database),
      cache(*database),
      intents(*database),
      sessions(watched != nullptr ? core::withWatched(core::networkBackends(http), *watched)
                                  : core::networkBackends(http),
               credentials, settings, organizations),
      directory(sessions, organizations),
      keys(sessions, directory, cache, intents, credentials, clock)
{
}

QString Desk::signIn(const QUrl &gateway, const QString &email, const core::Secret &password)
{
    const auto account = wait(sessions.signIn({gateway}, email, password));
    if (!account) {
        qInfo().noquote() << words(account.error());
        return {};
    }
    const auto refreshed = wait(directory.refresh(*account));
    if (!refreshed)
        qInfo().noquote() << words(refreshed.error());
    return refreshed ? *account : QString();
}

bool Desk::resume()
{
    sessions.resume();
    for (const auto &account : sessions.accounts()) {
        const auto id = account.record.id;
        if (!QTest::qWaitFor([&] { return state(id) == core::Account::State::SignedIn; }, 10000))
            return false;
        if (!wait(directory.refresh(id)))
            return false;
    }
    return true;
}

qint64 Desk::organization(const QString &accountId) const
{
    for (const auto &cached : directory.organizations()) {
        if (cached.accountId == accountId)
            return cached.reference;
    }
    return 0;
}

core::Result<> leaveAccount(const QString &folder, core::CredentialStore &credentials)
{
    core::AccountRecord account;
    account.id = u"account-1"_s;
    account.gateway = QUrl(u"http://127.0.0.1:9"_s); // nobody listens
    core::SettingsStore(folder + u"/settings.ini"_s).setAccounts({account});
    Desk desk(folder, credentials);
    core::Organization organization;
    organization.id = u"org-1"_s;
    organization.name = u"Northwind"_s;
    organization.slug = u"northwind"_s;
    return desk.organizations.replace(account.id, {organization});
}

core::Account::State Desk::state(const QString &accountId) const
{
    const auto account = sessions.account(accountId);
    return account ? account->state : core::Account::State::SignedOut;
}

} // namespace test
