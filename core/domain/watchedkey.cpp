#include "core/domain/watchedkey.h"

#include "core/domain/organization.h"
#include "core/domain/profile.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

EventKind kindOf(WatchedDeed::Kind deed)
{
    switch (deed) {
    case WatchedDeed::Kind::Registered: return EventKind::KeyCreated;
    case WatchedDeed::Kind::Checked: return EventKind::Request;
    case WatchedDeed::Kind::Replaced: return EventKind::KeyRotated;
    case WatchedDeed::Kind::Ended: return EventKind::KeyRevoked;
    case WatchedDeed::Kind::Changed:
    case WatchedDeed::Kind::RevokedThere: break;
    }
    return EventKind::KeyUpdated;
}

KeyStatus statusOf(const WatchedKey &watched)
{
    if (watched.endedAt.isValid())
        return KeyStatus::Revoked;
    return watched.replacedBy.isEmpty() ? KeyStatus::Active : KeyStatus::Retiring;
}

} // namespace

QString wordFor(WatchedDeed::Kind kind)
{
    switch (kind) {
    case WatchedDeed::Kind::Registered: return u"registered"_s;
    case WatchedDeed::Kind::Checked: return u"checked"_s;
    case WatchedDeed::Kind::Changed: break;
    case WatchedDeed::Kind::Replaced: return u"replaced"_s;
    case WatchedDeed::Kind::RevokedThere: return u"revoked_there"_s;
    case WatchedDeed::Kind::Ended: return u"ended"_s;
    }
    return u"changed"_s;
}

WatchedDeed::Kind watchedDeedFrom(QStringView word)
{
    using Kind = WatchedDeed::Kind;
    for (const auto kind : {Kind::Registered, Kind::Checked, Kind::Replaced, Kind::RevokedThere, Kind::Ended}) {
        if (word == wordFor(kind))
            return kind;
    }
    return Kind::Changed;
}

Key keyOf(const WatchedKey &watched)
{
    Key key;
    key.id = watched.id;
    key.organizationId = watched.organizationId;
    key.name = watched.name;
    key.note = watched.note;
    key.hint = watched.hint;
    key.scopes = watched.scopes;
    key.status = statusOf(watched);
    key.createdAt = watched.createdAt;
    key.createdBy.name = watched.owner;
    key.useIsTold = false;
    key.expiresAt = watched.expiresAt;
    key.replaces = watched.replaces;
    key.replacedBy = watched.replacedBy;
    key.revokedAt = watched.endedAt;
    key.revokedReason = watched.endedReason;
    key.version = watched.version;
    key.acknowledged = watched.handedOver;
    return key;
}

ActivityEvent eventOf(const WatchedDeed &deed)
{
    ActivityEvent event;
    event.id = QString::number(deed.number);
    event.at = deed.at;
    event.kind = kindOf(deed.kind);
    event.actor = {EventActor::Kind::User, {}, {}};
    event.key = EventKey{deed.keyId, deed.keyName, deed.hint};
    event.status = deed.status;
    if (deed.kind == WatchedDeed::Kind::Checked) {
        event.method = u"GET"_s;
        event.code = deed.detail;
    } else {
        event.detail = deed.detail;
    }
    return event;
}

Organization organizationOf(const WatchedOrganization &watched, const Profile &profile)
{
    Organization organization;
    organization.id = watched.id;
    organization.name = watched.name;
    organization.slug = profile.id;
    organization.role = Role::Owner;
    organization.profileId = profile.id;
    organization.profileName = profile.name;
    organization.keyPrefix = profile.keyPrefix;
    organization.policy.rotateAfterDays = profile.rotateAfterDays;
    return organization;
}

} // namespace core
