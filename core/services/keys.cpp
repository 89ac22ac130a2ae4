#include "core/services/keys.h"

#include "core/base/clock.h"
#include "core/services/issuing.h"
#include "core/services/keycalls.h"

using namespace Qt::StringLiterals;

namespace core {

class Keys::Private {
public:
    Private(Sessions &sessions, Directory &directory, KeyCache &cache, IntentStore &intents,
            CredentialStore &credentials, Clock &now)
        : calls(sessions, directory, cache, now), issuing(sessions, calls, intents, credentials, now), clock(now)
    {
    }

    Async<Key> change(qint64 organization, const std::function<Async<Key>(Backend &)> &call)
    {
        const auto place = calls.place(organization);
        return place ? calls.change(*place, call) : ready<Key>(Error{Error::Kind::NotFound, u"no such organization"_s});
    }

    KeyCalls calls;
    Issuing issuing;
    Clock &clock;
};

Keys::Keys(Sessions &sessions, Directory &directory, KeyCache &cache, IntentStore &intents,
           CredentialStore &credentials, Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(sessions, directory, cache, intents, credentials, clock))
{
    connect(&d->calls, &KeyCalls::keysChanged, this, &Keys::keysChanged);
    connect(&d->issuing, &Issuing::interruptedChanged, this, &Keys::interruptedChanged);
}

Keys::~Keys() = default;

Async<Revealed> Keys::create(qint64 organization, const NewKey &key)
{
    return d->issuing.create(organization, key);
}

Async<Revealed> Keys::rotate(qint64 organization, const Key &key, const RotationRequest &rotation)
{
    return d->issuing.rotate(organization, key, rotation);
}

Async<> Keys::acknowledge(const QString &intentId)
{
    return d->issuing.acknowledge(intentId);
}

Async<Key> Keys::update(qint64 organization, const Key &key, const KeyChanges &changes)
{
    return d->change(organization, [id = key.id, version = key.version, changes](Backend &backend) {
        return backend.updateKey(id, version, changes);
    });
}

Async<Key> Keys::setEnabled(qint64 organization, const Key &key, bool enabled)
{
    KeyChanges changes;
    changes.enabled = enabled;
    return update(organization, key, changes);
}

Async<Key> Keys::revoke(qint64 organization, const Key &key, RevokeReason reason, const QString &note)
{
    const auto place = d->calls.place(organization);
    if (!place)
        return ready<Key>(Error{Error::Kind::NotFound, u"no such organization"_s});
    const Settle<Key> settle;
    whenDone(d->calls.revoke(*place, key.id, reason, note), this, [this, settle](const Result<Key> &revoked) {
        if (revoked)
            d->issuing.keyRevoked(revoked->id);
        settle(revoked);
    });
    return settle.operation();
}

Async<Key> Keys::setRetirement(qint64 organization, const Key &key, const QDateTime &retiresAt)
{
    return d->change(organization,
                     [id = key.id, retiresAt](Backend &backend) { return backend.setRetirement(id, retiresAt); });
}

Async<Key> Keys::retireNow(qint64 organization, const Key &key)
{
    const auto place = d->calls.place(organization);
    if (place && d->calls.capabilities(place->accountId).rotation == Capabilities::Rotation::Emulated)
        return revoke(organization, key, RevokeReason::Replaced, {});
    return setRetirement(organization, key, d->clock.now());
}

Async<> Keys::check(qint64 organization, const QString &keyId, const Secret &secret)
{
    const auto place = d->calls.place(organization);
    if (!place)
        return ready<>(Result<>(Error{Error::Kind::NotFound, u"no such organization"_s}));
    const Settle<> settle;
    whenDone(d->calls.check(*place, keyId, secret), this, [this, organization, keyId, settle](const Result<> &result) {
        if (result)
            Q_EMIT checked(organization, keyId);
        settle(result);
    });
    return settle.operation();
}

Async<Key> Keys::lookUp(qint64 organization, const QByteArray &sha256)
{
    const auto place = d->calls.place(organization);
    if (!place)
        return ready<Key>(Error{Error::Kind::NotFound, u"no such organization"_s});
    return d->calls.change(
        *place, [id = place->organizationId, sha256](Backend &backend) { return backend.lookUp(id, sha256); });
}

QList<Intent> Keys::interrupted() const
{
    return d->issuing.interrupted();
}

Async<Revealed> Keys::showInterrupted(const QString &intentId)
{
    return d->issuing.showInterrupted(intentId);
}

Async<> Keys::revokeInterrupted(const QString &intentId)
{
    return d->issuing.revokeInterrupted(intentId);
}

} // namespace core
