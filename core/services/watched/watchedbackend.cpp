#include "core/services/watched/watchedbackend.h"

#include "core/domain/profile.h"
#include "core/services/watched/watchedkeys.h"
#include "core/storage/watchedstore.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr int pageSize = 500;
constexpr int everything = -1;

Async<Key> answer(const Result<WatchedKey> &watched)
{
    return ready<Key>(watched ? Result<Key>(keyOf(*watched)) : watched.error());
}

//! What a check means for somebody who only asks whether the key works.
Result<> verdictOf(const KeyCheck &check)
{
    switch (check.outcome) {
    case CheckOutcome::Valid:
    case CheckOutcome::NotPermitted: return {};
    case CheckOutcome::Invalid: return Error{Error::Kind::Unauthorized, check.message};
    case CheckOutcome::Limited: {
        Error error{Error::Kind::RateLimited, check.message};
        error.retryAfter = std::chrono::seconds(std::max<qint64>(check.at.secsTo(check.retryAt), 0));
        return error;
    }
    case CheckOutcome::CannotTell: break;
    }
    return Error{check.doubt == Doubt::Insecure ? Error::Kind::Insecure : Error::Kind::Unavailable, check.message};
}

} // namespace

WatchedBackend::WatchedBackend(const QUrl &address, WatchedKeys &keys) : Backend(address), m_keys(keys) {}

Capabilities WatchedBackend::capabilities() const
{
    Capabilities can;
    can.creation = Capabilities::Creation::Registered;
    can.scopes = Capabilities::Scopes::Labels;
    can.expiry = Capabilities::Expiry::Local;
    can.rotation = Capabilities::Rotation::Manual;
    can.disables = false;
    can.endsElsewhere = true;
    can.tellsLastUse = false;
    can.countsCalls = false;
    can.streams = false;
    can.confirms = false;
    can.tellsTokenUse = false;
    return can;
}

Async<ServerFacts> WatchedBackend::server()
{
    ServerFacts facts;
    facts.kind = BackendKind::Watched;
    facts.signsInByPassword = false;
    facts.secure = true;
    return ready<ServerFacts>(facts);
}

Async<SignedIn> WatchedBackend::session()
{
    return ready<SignedIn>(SignedIn{});
}

Async<> WatchedBackend::signOut()
{
    return ready<>(Result<>());
}

Async<QList<Organization>> WatchedBackend::organizations()
{
    const auto watched = m_keys.store().organizations();
    if (!watched)
        return ready<QList<Organization>>(watched.error());
    QList<Organization> organizations;
    for (const auto &each : *watched) {
        // A file that a newer version wrote may name a provider that this one does not know.
        auto profile = shippedProfile(each.profileId).value_or(Profile{});
        profile.id = each.profileId;
        organizations += organizationOf(each, profile);
    }
    return ready<QList<Organization>>(organizations);
}

Async<QList<Scope>> WatchedBackend::scopes(const QString &organizationId)
{
    const auto organization = m_keys.store().organization(organizationId);
    if (!organization)
        return ready<QList<Scope>>(organization.error());
    return ready<QList<Scope>>(shippedProfile(organization->profileId).value_or(Profile{}).scopes);
}

Async<Changes> WatchedBackend::changes(const QString &organizationId, const QString &since)
{
    const auto latest = m_keys.store().latestChange();
    if (!latest)
        return ready<Changes>(latest.error());
    const auto from = since.toLongLong();
    // The cache has seen more than there is: the file was set aside and made anew.
    if (from > *latest)
        return ready<Changes>(Error{Error::Kind::Validation, u"a change that never was"_s});
    if (const auto organization = m_keys.store().organization(organizationId); !organization)
        return ready<Changes>(organization.error());
    const auto changed = m_keys.store().changedSince(organizationId, from, pageSize);
    if (!changed)
        return ready<Changes>(changed.error());
    Changes page;
    for (const auto &each : *changed)
        page.keys += keyOf(each.key);
    page.more = changed->size() == pageSize;
    page.cursor = QString::number(changed->isEmpty() ? from : changed->last().change);
    return ready<Changes>(page);
}

Async<Key> WatchedBackend::key(const QString &keyId)
{
    return answer(m_keys.store().key(keyId));
}

Async<Key> WatchedBackend::updateKey(const QString &keyId, qint64 version, const KeyChanges &changes)
{
    if (changes.enabled)
        return ready<Key>(Error{Error::Kind::NotSupported});
    return answer(m_keys.update(keyId, version, changes));
}

Async<> WatchedBackend::acknowledge(const QString &keyId)
{
    const auto noted = m_keys.noteHandedOver(keyId);
    return ready<>(noted ? Result<>() : noted.error());
}

Async<Key> WatchedBackend::revokeKey(const QString &keyId, RevokeReason reason, const QString &note, const Secret &)
{
    return answer(m_keys.end(keyId, wordFor(reason), note));
}

Async<> WatchedBackend::checkKey(const QString &keyId, const Secret &secret)
{
    return andThen(m_keys.check(keyId, secret), verdictOf);
}

Async<Key> WatchedBackend::lookUp(const QString &organizationId, const QByteArray &sha256)
{
    return answer(m_keys.store().find(organizationId, sha256));
}

Async<ActivityPage> WatchedBackend::activity(const QString &organizationId, const ActivityFilter &filter,
                                             const QString &cursor, int limit)
{
    // A person's own deeds are few: all of them are read to count those that the filter lets through.
    const auto history = m_keys.store().history(organizationId, 0, everything);
    if (!history)
        return ready<ActivityPage>(history.error());
    ActivityPage page;
    const auto before = cursor.toLongLong();
    for (const auto &deed : *history) {
        const auto event = eventOf(deed);
        if (!matches(event, filter))
            continue;
        ++page.total;
        if ((before == 0 || deed.number < before) && page.events.size() <= limit)
            page.events += event;
    }
    if (page.events.size() > limit) {
        page.events.removeLast();
        page.cursor = page.events.last().id;
    }
    return ready<ActivityPage>(page);
}

BackendMaker withWatched(BackendMaker others, WatchedKeys &keys)
{
    return [others = std::move(others), &keys](BackendKind kind, const QUrl &address) -> std::unique_ptr<Backend> {
        if (kind == BackendKind::Watched)
            return std::make_unique<WatchedBackend>(address, keys);
        return others(kind, address);
    };
}

} // namespace core
