#include "core/services/tokenuse.h"

#include "core/base/clock.h"
#include "core/domain/organization.h"
#include "core/services/directory.h"
#include "core/services/sessions.h"

#include <QPointer>

using namespace std::chrono_literals;

namespace core {

namespace {

constexpr std::chrono::seconds askEvery = 5min;

} // namespace

TokenUse::TokenUse(Sessions &sessions, const Directory &directory, const Clock &clock, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_clock(clock)
{
}

QStringList TokenUse::accountsOf(qint64 organization) const
{
    QStringList ids;
    if (organization == everyOrganization) {
        for (const auto &account : m_sessions.accounts())
            ids += account.record.id;
    } else if (const auto known = m_directory.organization(organization)) {
        ids += known->accountId;
    }
    return ids;
}

QList<UsedToken> TokenUse::inUse(qint64 organization) const
{
    const auto since = m_clock.now().addDays(-recent.count());
    QList<UsedToken> used;
    const auto ids = accountsOf(organization);
    for (const auto &id : ids) {
        const auto account = m_sessions.account(id);
        const auto usedAt = m_known.value(id).usedAt;
        if (account && usedAt.isValid() && usedAt >= since)
            used += {id, account->record.gateway.host(), usedAt};
    }
    return used;
}

void TokenUse::ask(qint64 organization)
{
    const auto now = m_clock.now();
    const auto ids = accountsOf(organization);
    for (const auto &id : ids) {
        auto *backend = m_sessions.backend(id);
        auto &known = m_known[id];
        const bool isFresh = known.asOf.isValid() && known.asOf.secsTo(now) < askEvery.count();
        if (isFresh || backend == nullptr || !backend->hasSession() || !backend->capabilities().tellsTokenUse)
            continue;
        known.asOf = now;
        whenDone(backend->tokenUsedAt(), this, [this, id](const Result<QDateTime> &usedAt) {
            if (usedAt)
                learn(id, *usedAt);
            else
                m_known[id].asOf = {}; // asked again as soon as somebody wants to know
        });
    }
}

void TokenUse::learn(const QString &accountId, const QDateTime &usedAt)
{
    auto &known = m_known[accountId];
    if (std::exchange(known.usedAt, usedAt) != usedAt)
        Q_EMIT changed();
}

Async<> TokenUse::end(const QString &accountId)
{
    auto *backend = m_sessions.backend(accountId);
    if (backend == nullptr || !backend->hasSession())
        return ready<std::monostate>(Error{Error::Kind::Unauthorized});
    return andThen(backend->endToken(), [self = QPointer(this), accountId](std::monostate) {
        if (self)
            self->learn(accountId, {});
        return Result<>();
    });
}

} // namespace core
