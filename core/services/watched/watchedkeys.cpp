#include "core/services/watched/watchedkeys.h"

#include "core/base/clock.h"
#include "core/base/crypto.h"
#include "core/base/identifiers.h"
#include "core/base/log.h"
#include "core/credentials/credentialnames.h"
#include "core/credentials/credentialstore.h"
#include "core/credentials/credentialvalue.h"
#include "core/domain/keyrules.h"
#include "core/domain/profile.h"
#include "core/storage/watchedstore.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! A key that is shorter shows nothing of itself.
constexpr std::size_t longEnoughToHint = 24;

QByteArray fingerprint(const Secret &secret)
{
    const auto digest = crypto::sha256(secret.reveal());
    return {reinterpret_cast<const char *>(digest.data()), static_cast<qsizetype>(digest.size())};
}

//! The provider's own beginning of a key, and its last four characters.
QString hintOf(const Secret &secret, const QString &prefix)
{
    const auto text = secret.reveal();
    if (text.size() < longEnoughToHint)
        return u"…"_s;
    const auto known = prefix.toStdString();
    const auto tail = text.substr(text.size() - 4);
    return (text.starts_with(known) ? prefix : QString()) + u'…' +
           QString::fromLatin1(tail.data(), static_cast<qsizetype>(tail.size()));
}

Error invalid(const QString &member)
{
    return {Error::Kind::Validation, u"this cannot be"_s, {{member, u"this cannot be"_s}}};
}

} // namespace

WatchedKeys::WatchedKeys(WatchedStore &store, CredentialStore &credentials, HttpClient &http, const Clock &clock,
                         QObject *parent)
    : QObject(parent), m_store(store), m_credentials(credentials), m_clock(clock), m_probe(http, clock)
{
}

Result<> WatchedKeys::judge(const WatchedOrganization &organization, const NewWatchedKey &described,
                            const Secret &secret) const
{
    const auto profile = shippedProfile(organization.profileId);
    const auto *kind = profile && profile->watching ? profile->watching->kind(described.kindId) : nullptr;
    if (kind == nullptr)
        return invalid(u"provider"_s);
    if (organization.name.trimmed().isEmpty())
        return invalid(u"organization"_s);
    const bool isReachable = watching::addressFrom(organization.address.toString()) &&
                             watching::isTenant(organization.tenant) &&
                             (!kind->needsTenant || !organization.tenant.isEmpty());
    if (!isReachable)
        return invalid(u"address"_s);
    const auto chosen = kindAt(organization, *kind);
    if (!watching::isPath(chosen.probe.path) || !watching::isHeader(chosen.header) ||
        !watching::isHeaderValue(chosen.headerValue))
        return invalid(u"probe"_s);
    if (keyrules::judgeName(described.name) != keyrules::NameFault::None)
        return invalid(u"name"_s);
    return isCredential(secret) ? Result<>() : invalid(u"secret"_s);
}

WatchedKey WatchedKeys::made(const QString &organizationId, const NewWatchedKey &described, const Secret &secret) const
{
    const auto now = m_clock.now();
    const auto organization = m_store.organization(organizationId);
    const auto profile = organization ? shippedProfile(organization->profileId) : std::nullopt;
    WatchedKey key;
    key.id = newId(now);
    key.organizationId = organizationId;
    key.kindId = described.kindId;
    key.name = described.name.trimmed();
    key.note = described.note;
    key.owner = described.owner;
    key.scopes = described.scopes;
    key.createdAt = described.createdAt.isValid() ? described.createdAt : now;
    key.registeredAt = now;
    key.expiresAt = described.expiresAt;
    key.hint = hintOf(secret, profile ? profile->keyPrefix : QString());
    key.sha256 = fingerprint(secret);
    key.secretKept = described.keepSecret;
    key.replaces = described.replaces;
    key.handedOver = described.replaces.isEmpty();
    return key;
}

Async<RegisteredKey> WatchedKeys::add(const WatchedOrganization &organization, const NewWatchedKey &described,
                                      const Secret &secret)
{
    if (const auto judged = judge(organization, described, secret); !judged)
        return ready<RegisteredKey>(judged.error());
    auto place = organization;
    if (place.id.isEmpty()) {
        place.id = newId(m_clock.now());
        if (const auto put = change(place); !put)
            return ready<RegisteredKey>(put.error());
    }
    const auto key = made(place.id, described, secret);
    QList<WatchedKey> keys{key};
    if (!key.replaces.isEmpty()) {
        auto old = m_store.key(key.replaces);
        if (!old)
            return ready<RegisteredKey>(old.error());
        if (!old->replacedBy.isEmpty() || old->endedAt.isValid())
            return ready<RegisteredKey>(Error{Error::Kind::Conflict, u"it was replaced already"_s});
        auto replaced = *old;
        replaced.replacedBy = key.id;
        ++replaced.version;
        keys.prepend(replaced);
    }
    const auto deed = key.replaces.isEmpty() ? WatchedDeed::Kind::Registered : WatchedDeed::Kind::Replaced;
    if (const auto written = write(keys, deed); !written) {
        const auto undone = organization.id.isEmpty() ? m_store.forget(place.id) : Result<>();
        if (!undone)
            qCWarning(logServices) << "An organization without keys stays:" << undone.error().detail;
        return ready<RegisteredKey>(written.error());
    }
    if (organization.id.isEmpty())
        Q_EMIT organizationsChanged();
    return key.secretKept ? keep(key, secret) : ready<RegisteredKey>(RegisteredKey{key});
}

//! The record says "kept" before the keychain is asked: a kill in between leaves a record whose secret is missing, and
//! not a secret that nobody would ever remove.
Async<RegisteredKey> WatchedKeys::keep(const WatchedKey &key, const Secret &secret)
{
    const Settle<RegisteredKey> settle;
    whenDone(m_credentials.write(watchedName(key.id), secret), this, [this, key, settle](const Result<> &written) {
        if (written)
            return settle(RegisteredKey{key});
        auto unkept = m_store.key(key.id);
        if (!unkept)
            return settle(unkept.error());
        auto amended = *unkept;
        amended.secretKept = false;
        ++amended.version;
        const auto noted = write({amended}, WatchedDeed::Kind::Changed);
        settle(noted ? Result<RegisteredKey>(RegisteredKey{amended, written.error()}) : noted.error());
    });
    return settle.operation();
}

Result<> WatchedKeys::change(const WatchedOrganization &organization)
{
    const auto isKnown = bool(m_store.organization(organization.id));
    const auto put = m_store.put(organization);
    if (put && isKnown)
        Q_EMIT organizationsChanged();
    return put;
}

Result<> WatchedKeys::write(const QList<WatchedKey> &keys, WatchedDeed::Kind kind, const QString &detail, int status)
{
    WatchedDeed deed;
    deed.kind = kind;
    deed.at = m_clock.now();
    deed.keyId = keys.last().id;
    deed.status = status;
    deed.detail = detail;
    const auto put = m_store.put(keys, deed);
    if (put)
        Q_EMIT changed(keys.last().organizationId);
    return put;
}

Result<WatchedKey> WatchedKeys::update(const QString &keyId, qint64 version, const KeyChanges &changes)
{
    const auto known = m_store.key(keyId);
    if (!known)
        return known;
    if (known->version != version)
        return Error{Error::Kind::ChangedMeanwhile};
    auto key = *known;
    if (changes.name && keyrules::judgeName(*changes.name) != keyrules::NameFault::None)
        return invalid(u"name"_s);
    key.name = changes.name.value_or(key.name).trimmed();
    key.note = changes.note.value_or(key.note);
    key.scopes = changes.scopes.value_or(key.scopes);
    key.expiresAt = changes.expiresAt.value_or(key.expiresAt);
    ++key.version;
    const auto written = write({key}, WatchedDeed::Kind::Changed);
    return written ? Result<WatchedKey>(key) : written.error();
}

Result<WatchedKey> WatchedKeys::noteHandedOver(const QString &keyId)
{
    const auto known = m_store.key(keyId);
    if (!known || known->handedOver)
        return known;
    auto key = *known;
    key.handedOver = true;
    ++key.version;
    const auto written = write({key}, WatchedDeed::Kind::Changed);
    return written ? Result<WatchedKey>(key) : written.error();
}

Result<WatchedKey> WatchedKeys::noteRevokedThere(const QString &keyId)
{
    const auto known = m_store.key(keyId);
    if (!known || known->revokedThereAt.isValid())
        return known;
    auto key = *known;
    key.revokedThereAt = m_clock.now();
    ++key.version;
    const auto written = write({key}, WatchedDeed::Kind::RevokedThere);
    return written ? Result<WatchedKey>(key) : written.error();
}

Result<WatchedKey> WatchedKeys::end(const QString &keyId, const QString &reason, const QString &note)
{
    const auto known = m_store.key(keyId);
    if (!known)
        return known;
    if (known->endedAt.isValid())
        return Error{Error::Kind::Conflict, u"it has ended already"_s, {}, {{u"status"_s, u"revoked"_s}}};
    auto key = *known;
    key.endedAt = m_clock.now();
    key.endedReason = reason;
    key.secretKept = false;
    ++key.version;
    if (const auto written = write({key}, WatchedDeed::Kind::Ended, note); !written)
        return written.error();
    if (known->secretKept)
        forgetSecret(keyId);
    return key;
}

Result<> WatchedKeys::stopWatching(const QString &organizationId)
{
    const auto keys = m_store.keys(organizationId);
    if (!keys)
        return keys.error();
    if (const auto forgotten = m_store.forget(organizationId); !forgotten)
        return forgotten;
    for (const auto &key : *keys) {
        if (key.secretKept)
            forgetSecret(key.id);
    }
    Q_EMIT organizationsChanged();
    return {};
}

void WatchedKeys::forgetSecret(const QString &keyId)
{
    whenDone(m_credentials.remove(watchedName(keyId)), this, [keyId](const Result<> &removed) {
        if (!removed)
            qCWarning(logServices) << "the keychain keeps the secret of a key that is no longer watched:" << keyId;
    });
}

} // namespace core
