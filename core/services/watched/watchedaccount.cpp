#include "core/services/watched/watchedaccount.h"

#include "core/base/log.h"
#include "core/services/directory.h"
#include "core/services/keysync.h"
#include "core/services/sessions.h"
#include "core/services/watched/watchedkeys.h"
#include "core/storage/watchedstore.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace core {

WatchedAccount::WatchedAccount(Sessions &sessions, Directory &directory, KeySync &sync, WatchedKeys &keys,
                               QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_sync(sync), m_keys(keys)
{
    connect(&m_keys, &WatchedKeys::changed, this, &WatchedAccount::readAgain);
    connect(&m_keys, &WatchedKeys::organizationsChanged, this, &WatchedAccount::follow);
    connect(&m_keys, &WatchedKeys::accepted, this, [this](const QString &organizationId, const QString &keyId) {
        if (const auto organization = reference(organizationId); organization != 0)
            Q_EMIT accepted(organization, keyId);
    });
    // The settings may be lost, and the keys are not.
    QTimer::singleShot(0, this, &WatchedAccount::follow);
}

QString WatchedAccount::accountId() const
{
    for (const auto &account : m_sessions.accounts()) {
        if (account.record.kind == BackendKind::Watched)
            return account.record.id;
    }
    return {};
}

qint64 WatchedAccount::reference(const QString &organizationId) const
{
    const auto account = accountId();
    for (const auto &each : m_directory.organizations()) {
        if (each.accountId == account && each.organization.id == organizationId)
            return each.reference;
    }
    return 0;
}

Async<> WatchedAccount::follow()
{
    const auto organizations = m_keys.store().organizations();
    if (!organizations)
        return ready(Result<>(organizations.error()));
    const auto account = accountId();
    if (!organizations->isEmpty())
        return m_directory.refresh(m_sessions.watch());
    return account.isEmpty() ? ready(Result<>()) : m_sessions.signOut(account);
}

void WatchedAccount::readAgain(const QString &organizationId)
{
    const auto organization = reference(organizationId);
    if (organization == 0)
        return;
    if (m_reading.contains(organization)) {
        m_stale.insert(organization);
        return;
    }
    m_reading.insert(organization);
    whenDone(m_sync.synchronize(organization), this, [this, organization, organizationId](const Result<> &read) {
        m_reading.remove(organization);
        if (!read)
            qCWarning(logServices) << "Watched keys could not be read:" << read.error().detail;
        if (m_stale.remove(organization))
            readAgain(organizationId);
    });
}

Async<qint64> WatchedAccount::show(const QString &organizationId)
{
    const Settle<qint64> settle;
    whenDone(follow(), this, [this, organizationId, settle](const Result<> &followed) {
        const auto organization = reference(organizationId);
        if (!followed || organization == 0)
            return settle(followed ? Error{Error::Kind::NotFound, u"it is not watched here"_s} : followed.error());
        whenDone(m_sync.synchronize(organization), this, [organization, settle](const Result<> &read) {
            settle(read ? Result<qint64>(organization) : read.error());
        });
    });
    return settle.operation();
}

} // namespace core
