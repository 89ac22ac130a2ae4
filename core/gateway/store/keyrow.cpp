#include "core/gateway/store/keyrow.h"

#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store::keyrow {

namespace {

enum Column {
    Id,
    Organization,
    Name,
    Note,
    Hint,
    Scopes,
    State,
    CreatedAt,
    CreatedBy,
    CreatedByName,
    ExpiresAt,
    LastUsedAt,
    LastUsedAddress,
    LastUsedAgent,
    Replaces,
    ReplacedBy,
    RetiresAt,
    RevokedAt,
    RevokedBy,
    RevokedByName,
    RevokedReason,
    RateLimit,
    Version,
    Acknowledged,
    ChangeNumber
};

} // namespace

QString selection()
{
    return u"SELECT k.id, k.organization_id, k.name, k.note, k.hint, k.scopes, k.state, k.created_at, k.created_by, "
           u"c.name, "
           "k.expires_at, k.last_used_at, k.last_used_address, k.last_used_agent, k.replaces, k.replaced_by, "
           "k.retires_at, k.revoked_at, k.revoked_by, r.name, k.revoked_reason, k.rate_limit_per_minute, k.version, "
           "k.acknowledged, k.change_number FROM keys k JOIN users c ON c.id = k.created_by "
           "LEFT JOIN users r ON r.id = k.revoked_by "_s;
}

core::Key read(const Rows &rows)
{
    core::Key key;
    key.id = rows.text(Id);
    key.organizationId = rows.text(Organization);
    key.name = rows.text(Name);
    key.note = rows.text(Note);
    key.hint = rows.text(Hint);
    key.scopes = scopesFrom(rows.text(Scopes));
    key.status = core::keyStatusFrom(rows.text(State));
    key.createdAt = rows.time(CreatedAt);
    key.createdBy = {rows.text(CreatedBy), rows.text(CreatedByName)};
    key.expiresAt = rows.time(ExpiresAt);
    if (!rows.isNull(LastUsedAt))
        key.lastUsed = core::LastUse{rows.time(LastUsedAt), rows.text(LastUsedAddress), rows.text(LastUsedAgent)};
    key.replaces = rows.text(Replaces);
    key.replacedBy = rows.text(ReplacedBy);
    key.retiresAt = rows.time(RetiresAt);
    key.revokedAt = rows.time(RevokedAt);
    if (!rows.isNull(RevokedBy))
        key.revokedBy = core::Person{rows.text(RevokedBy), rows.text(RevokedByName)};
    key.revokedReason = rows.text(RevokedReason);
    key.rateLimitPerMinute = static_cast<int>(rows.integer(RateLimit));
    key.version = rows.integer(Version);
    key.acknowledged = rows.boolean(Acknowledged);
    return key;
}

qint64 changeNumber(const Rows &rows)
{
    return rows.integer(ChangeNumber);
}

QString toColumn(const QStringList &scopes)
{
    return u' ' + scopes.join(u' ') + u' ';
}

QStringList scopesFrom(const QString &column)
{
    return column.split(u' ', Qt::SkipEmptyParts);
}

} // namespace gateway::store::keyrow
