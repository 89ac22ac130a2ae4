#include "core/gateway/store/keys.h"

#include "core/domain/keyrules.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keyrow.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

//! How often a key in use counts as changed for `changes`: else a busy key would be news in every second.
constexpr qint64 useNewsEvery = 60 * 1000;

//! When a living key ends by itself; NULL: never, or it lives no more.
QVariant endOf(const core::Key &key)
{
    if (!core::keyrules::isLive(key.status))
        return stamp({});
    if (key.status != core::KeyStatus::Retiring)
        return stamp(key.expiresAt);
    return stamp(key.expiresAt.isValid() ? std::min(key.expiresAt, key.retiresAt) : key.retiresAt);
}

const QString factsSelection =
    u"SELECT k.id, k.organization_id, o.name, k.name, k.hint, o.profile_id, k.scopes, k.secret_hash, k.state, "
    "k.expires_at, k.retires_at, k.rate_limit_per_minute, k.number, o.number FROM keys k JOIN organizations o ON o.id = k.organization_id "_s;

check::KeyFacts factsFrom(const Rows &rows)
{
    using State = check::KeyFacts::State;
    check::KeyFacts facts;
    facts.id = rows.text(0).toStdString();
    facts.organizationId = rows.text(1).toStdString();
    facts.organizationName = rows.text(2).toStdString();
    facts.name = rows.text(3).toStdString();
    facts.hint = rows.text(4).toStdString();
    facts.profileId = rows.text(5).toStdString();
    for (const auto &scope : keyrow::scopesFrom(rows.text(6)))
        facts.scopes.push_back(scope.toStdString());
    const auto hash = rows.bytes(7);
    std::copy_n(hash.begin(), std::min<std::size_t>(facts.hash.size(), static_cast<std::size_t>(hash.size())),
                facts.hash.begin());
    facts.expiresAt = rows.integer(9);
    facts.retiresAt = rows.integer(10);
    facts.perMinute = static_cast<std::uint32_t>(rows.integer(11));
    facts.number = rows.integer(12);
    facts.organizationNumber = rows.integer(13);
    switch (core::keyStatusFrom(rows.text(8))) {
    case core::KeyStatus::Active: facts.state = State::Active; break;
    case core::KeyStatus::Retiring: facts.state = State::Retiring; break;
    case core::KeyStatus::Disabled: facts.state = State::Disabled; break;
    case core::KeyStatus::Expired: facts.expiresAt = 1; break; // stays so, whatever the clock does
    case core::KeyStatus::Revoked:
    case core::KeyStatus::Unknown: facts.state = State::Revoked; break;
    }
    return facts;
}

} // namespace

std::optional<core::Key> Keys::one(const QString &id, const QString &userId) const
{
    auto rows = m_database.select(keyrow::selection() +
                                      u"JOIN memberships m ON m.organization_id = k.organization_id AND m.user_id = ? "
                                      "WHERE k.id = ?"_s,
                                  {userId, id});
    return rows.next() ? std::optional(keyrow::read(rows)) : std::nullopt;
}

std::optional<core::Key> Keys::byHash(const QString &organizationId, const QByteArray &hash) const
{
    auto rows = m_database.select(keyrow::selection() + u"WHERE k.secret_hash = ? AND k.organization_id = ?"_s,
                                  {hash, organizationId});
    return rows.next() ? std::optional(keyrow::read(rows)) : std::nullopt;
}

ChangedKeys Keys::changedSince(const QString &organizationId, qint64 number, int most) const
{
    ChangedKeys changed{{}, number, false};
    auto rows = m_database.select(
        keyrow::selection() + u"WHERE k.organization_id = ? AND k.change_number > ? ORDER BY k.change_number LIMIT ?"_s,
        {organizationId, number, most + 1});
    while (rows.next()) {
        if (changed.keys.size() == most) {
            changed.more = true;
            break;
        }
        changed.last = keyrow::changeNumber(rows);
        changed.keys.append({keyrow::read(rows), changed.last});
    }
    return changed;
}

bool Keys::nameTaken(const QString &organizationId, const QString &foldedName, const QString &exceptId) const
{
    return m_database
        .select(u"SELECT 1 FROM keys WHERE organization_id = ? AND folded_name = ? AND id <> ? AND "
                "state IN ('active', 'retiring', 'disabled')"_s,
                {organizationId, foldedName, exceptId})
        .next();
}

int Keys::counted(const QString &organizationId) const
{
    auto rows = m_database.select(
        u"SELECT COUNT(*) FROM keys WHERE organization_id = ? AND state IN ('active', 'disabled')"_s, {organizationId});
    return rows.next() ? static_cast<int>(rows.integer(0)) : 0;
}

bool Keys::any() const
{
    return m_database.select(u"SELECT 1 FROM keys LIMIT 1"_s).next();
}

bool Keys::anyDue(const QDateTime &now) const
{
    return m_database.select(u"SELECT 1 FROM keys WHERE ends_at <= ? LIMIT 1"_s, {stamp(now)}).next();
}

std::optional<check::KeyFacts> Keys::facts(const QString &id) const
{
    auto rows = m_database.select(factsSelection + u"WHERE k.id = ?"_s, {id});
    return rows.next() ? std::optional(factsFrom(rows)) : std::nullopt;
}

std::vector<check::KeyFacts> Keys::allFacts() const
{
    std::vector<check::KeyFacts> all;
    auto rows = m_database.select(factsSelection);
    while (rows.next())
        all.push_back(factsFrom(rows));
    return all;
}

qint64 Keys::nextChange(const QString &organizationId)
{
    m_database.run(u"UPDATE organizations SET change_number = change_number + 1 WHERE id = ?"_s, {organizationId});
    auto rows = m_database.select(u"SELECT change_number FROM organizations WHERE id = ?"_s, {organizationId});
    return rows.next() ? rows.integer(0) : 0;
}

void Keys::add(const core::Key &k, const QByteArray &hash)
{
    m_database.run(
        u"INSERT INTO keys (id, organization_id, name, folded_name, note, hint, secret_hash, scopes, state, "
        "created_at, created_by, expires_at, ends_at, replaces, rate_limit_per_minute, version, acknowledged, "
        "change_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {k.id, k.organizationId, k.name, core::keyrules::foldedName(k.name), k.note, k.hint, hash,
         keyrow::toColumn(k.scopes), core::wordFor(k.status), stamp(k.createdAt), k.createdBy.id, stamp(k.expiresAt),
         endOf(k), orNull(k.replaces), k.rateLimitPerMinute, k.version, k.acknowledged ? 1 : 0,
         nextChange(k.organizationId)});
}

void Keys::save(const core::Key &k, const QString &revokedNote)
{
    m_database.run(u"UPDATE keys SET name = ?, folded_name = ?, note = ?, scopes = ?, state = ?, expires_at = ?, "
                   "retires_at = ?, ends_at = ?, replaced_by = ?, revoked_at = ?, revoked_by = ?, revoked_reason = ?, "
                   "revoked_note = COALESCE(?, revoked_note), version = ?, acknowledged = ?, change_number = ? "
                   "WHERE id = ? AND organization_id = ?"_s,
                   {k.name, core::keyrules::foldedName(k.name), k.note, keyrow::toColumn(k.scopes),
                    core::wordFor(k.status), stamp(k.expiresAt), stamp(k.retiresAt), endOf(k), orNull(k.replacedBy),
                    stamp(k.revokedAt), orNull(k.revokedBy ? k.revokedBy->id : QString()), orNull(k.revokedReason),
                    orNull(revokedNote), k.version, k.acknowledged ? 1 : 0, nextChange(k.organizationId), k.id,
                    k.organizationId});
}

QList<core::Key> Keys::markDue(const QDateTime &now, int most)
{
    QList<core::Key> due;
    {
        auto rows = m_database.select(keyrow::selection() + u"WHERE k.ends_at <= ? ORDER BY k.ends_at LIMIT ?"_s,
                                      {stamp(now), most});
        while (rows.next())
            due += keyrow::read(rows);
    }
    for (auto key : std::as_const(due)) {
        key.status = core::KeyStatus::Expired;
        ++key.version;
        save(key);
    }
    return due;
}

void Keys::setLastUse(const QString &organizationId, const QString &id, const core::LastUse &use)
{
    const Database::Values of{id, organizationId};
    qint64 before = 0;
    {
        auto rows = m_database.select(u"SELECT last_used_at FROM keys WHERE id = ? AND organization_id = ?"_s, of);
        if (!rows.next())
            return;
        before = rows.integer(0);
    }
    const auto at = use.at.toMSecsSinceEpoch();
    if (before > at)
        return;
    m_database.run(u"UPDATE keys SET last_used_at = ?, last_used_address = ?, last_used_agent = ? WHERE id = ? AND "
                   "organization_id = ?"_s,
                   Database::Values{at, use.address, use.userAgent} + of);
    if (before / useNewsEvery != at / useNewsEvery) {
        m_database.run(u"UPDATE keys SET change_number = ? WHERE id = ? AND organization_id = ?"_s,
                       Database::Values{nextChange(organizationId)} + of);
    }
}

} // namespace gateway::store
