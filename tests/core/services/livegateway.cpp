#include "tests/core/services/livegateway.h"

#include "core/base/identifiers.h"
#include "core/domain/callers.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/people.h"
#include "core/gateway/store/store.h"
#include "tests/support/check.h"

using namespace Qt::StringLiterals;

namespace test {

namespace {

template <typename T>
bool succeeded(const core::Result<T> &result)
{
    if (!result)
        qInfo().noquote() << words(result.error());
    return bool(result);
}

} // namespace

LiveGateway::LiveGateway(const QString &organization)
    : m_organization(organization), m_password(core::newIdempotencyKey())
{
}

bool LiveGateway::fill()
{
    const auto store = gateway::store::Store::open(databaseFile(), gateway::store::Store::Purpose::Tend);
    if (!succeeded(store))
        return false;
    auto database = (*store)->connect();
    if (!database)
        return succeeded(core::Result<>(database.error()));
    const auto now = m_clock.now();
    if (!succeeded(gateway::store::addUser(**database, email(), u"Amara Okafor"_s, m_password, now)))
        return false;
    const auto organization = gateway::store::addOrganization(**database, {m_organization, email(), u"generic"_s}, now);
    if (succeeded(organization))
        m_organizationId = *organization;
    return bool(organization);
}

bool LiveGateway::addPerson(const QString &other, const core::Secret &password, std::optional<core::Role> role)
{
    const auto store = gateway::store::Store::open(databaseFile(), gateway::store::Store::Purpose::Tend);
    auto database =
        store ? (*store)->connect() : core::Result<std::unique_ptr<gateway::store::Database>>(store.error());
    if (!database)
        return succeeded(core::Result<>(database.error()));
    if (!succeeded(gateway::store::addUser(**database, other, u"Ben Otieno"_s, password, m_clock.now())))
        return false;
    return !role || succeeded(gateway::store::putMember(**database, m_organizationId, other, *role, m_clock.now()));
}

QMap<QDateTime, qint64> LiveGateway::requestsByHalfHour(const QString &keyId) const
{
    constexpr qint64 length = std::chrono::milliseconds(core::callers::halfHour).count();
    QMap<QDateTime, qint64> requests;
    const auto store = gateway::store::Store::open(databaseFile(), gateway::store::Store::Purpose::Tend);
    const auto database =
        store ? (*store)->connect() : core::Result<std::unique_ptr<gateway::store::Database>>(store.error());
    if (!succeeded(database))
        return requests;
    auto rows = (*database)->select(u"SELECT e.at / ?, COUNT(*) FROM events e JOIN keys k ON k.number = e.key "
                                    "WHERE k.id = ? AND e.actor_kind IS NULL GROUP BY 1"_s,
                                    {length, keyId});
    while (rows.next())
        requests.insert(QDateTime::fromMSecsSinceEpoch(rows.integer(0) * length, Qt::UTC), rows.integer(1));
    return requests;
}

void LiveGateway::awaitHalfHour()
{
    constexpr auto length = core::callers::halfHour;
    m_clock.advance(length - std::chrono::seconds(m_clock.now().toSecsSinceEpoch() % length.count()));
}

bool LiveGateway::start()
{
    if (m_organizationId.isEmpty() && !fill())
        return false;
    gateway::Options options;
    options.databaseFile = databaseFile();
    options.port = static_cast<quint16>(m_address.port(0));
    options.openId = m_openId;
    options.clock = &m_clock;
    m_gateway = std::make_unique<gateway::Gateway>(options);
    if (!succeeded(m_gateway->start()))
        return false;
    m_address = m_gateway->address();
    return true;
}

void LiveGateway::stop()
{
    m_gateway.reset();
}

} // namespace test
