#include "core/gateway/store/organizations.h"

#include "core/domain/keyrules.h"
#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

const QString columns = u"SELECT o.id, o.name, o.slug, m.role, o.profile_id, o.plan_name, o.max_keys, "
                        "o.max_lifetime_days, o.rotate_after_days, o.require_expiry "
                        "FROM organizations o JOIN memberships m ON m.organization_id = o.id "_s;

std::optional<int> numberOrNothing(const Rows &rows, int column)
{
    return rows.isNull(column) ? std::nullopt : std::optional(static_cast<int>(rows.integer(column)));
}

core::Organization read(const Rows &rows)
{
    core::Organization organization;
    organization.id = rows.text(0);
    organization.name = rows.text(1);
    organization.slug = rows.text(2);
    organization.role = core::roleFrom(rows.text(3));
    organization.profileId = rows.text(4);
    organization.planName = rows.text(5);
    organization.maxKeys = numberOrNothing(rows, 6);
    organization.policy = {numberOrNothing(rows, 7), static_cast<int>(rows.integer(8)), rows.boolean(9)};
    return organization;
}

} // namespace

QList<core::Organization> Organizations::ofUser(const QString &userId, const QDateTime &now) const
{
    QList<core::Organization> organizations;
    auto rows = m_database.select(columns + u"WHERE m.user_id = ? ORDER BY o.name, o.id"_s, {userId});
    while (rows.next()) {
        auto organization = read(rows);
        organization.counts = counts(organization.id, now);
        organizations += organization;
    }
    return organizations;
}

std::optional<core::Organization> Organizations::one(const QString &id, const QString &userId) const
{
    auto rows = m_database.select(columns + u"WHERE o.id = ? AND m.user_id = ?"_s, {id, userId});
    return rows.next() ? std::optional(read(rows)) : std::nullopt;
}

core::KeyCounts Organizations::counts(const QString &id, const QDateTime &now) const
{
    // What is due has been marked by the sweep at most a second ago, so the stored state is counted.
    const auto soon = stamp(now.addDays(core::keyrules::soonDays));
    const auto idle = stamp(now.addDays(-core::keyrules::idleDays));
    auto rows = m_database.select(
        u"SELECT SUM(state = 'active'), SUM(state = 'active' AND expires_at <= ?), SUM(state = 'retiring'), "
        "SUM(state = 'active' AND COALESCE(last_used_at, created_at) < ?), SUM(state = 'expired'), "
        "SUM(state = 'revoked'), SUM(state = 'disabled') FROM keys WHERE organization_id = ?"_s,
        {soon, idle, id});
    if (!rows.next())
        return {};
    const auto count = [&rows](int column) { return static_cast<int>(rows.integer(column)); };
    return {count(0), count(1), count(2), count(3), count(4), count(5), count(6)};
}

QStringList Organizations::idsOfUser(const QString &userId) const
{
    QStringList ids;
    auto rows = m_database.select(
        u"SELECT organization_id FROM memberships WHERE user_id = ? ORDER BY organization_id"_s, {userId});
    while (rows.next())
        ids += rows.text(0);
    return ids;
}

QList<Member> Organizations::members(const QString &id) const
{
    QList<Member> members;
    auto rows =
        m_database.select(u"SELECT u.id, u.email, u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id "
                          "WHERE m.organization_id = ? ORDER BY u.name, u.id"_s,
                          {id});
    while (rows.next())
        members += {rows.text(0), rows.text(1), rows.text(2), core::roleFrom(rows.text(3))};
    return members;
}

void Organizations::add(const core::Organization &o, const QDateTime &now)
{
    const auto number = [](const std::optional<int> &value) {
        return value ? QVariant(*value) : QVariant(QMetaType::fromType<int>());
    };
    m_database.run(u"INSERT INTO organizations (id, name, slug, profile_id, plan_name, max_keys, max_lifetime_days, "
                   "rotate_after_days, require_expiry, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                   {o.id, o.name, o.slug, o.profileId, o.planName, number(o.maxKeys), number(o.policy.maxLifetimeDays),
                    o.policy.rotateAfterDays, o.policy.requireExpiry ? 1 : 0, stamp(now)});
}

void Organizations::putMember(const QString &id, const QString &userId, core::Role role, const QDateTime &now)
{
    m_database.run(u"INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (?, ?, ?, ?) "
                   "ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role"_s,
                   {id, userId, core::wordFor(role), stamp(now)});
}

bool Organizations::slugExists(const QString &slug) const
{
    return m_database.select(u"SELECT 1 FROM organizations WHERE slug = ?"_s, {slug}).next();
}

bool Organizations::exists(const QString &id) const
{
    return m_database.select(u"SELECT 1 FROM organizations WHERE id = ?"_s, {id}).next();
}

qint64 Organizations::changeNumber(const QString &id) const
{
    auto rows = m_database.select(u"SELECT change_number FROM organizations WHERE id = ?"_s, {id});
    return rows.next() ? rows.integer(0) : 0;
}

} // namespace gateway::store
