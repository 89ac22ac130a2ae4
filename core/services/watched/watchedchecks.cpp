// The part of WatchedKeys that asks providers.
#include "core/base/clock.h"
#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/credentials/credentialnames.h"
#include "core/credentials/credentialstore.h"
#include "core/domain/profile.h"
#include "core/services/watched/watchedkeys.h"
#include "core/storage/watchedstore.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

bool isSecretOf(const WatchedKey &key, const Secret &secret)
{
    const auto digest = crypto::sha256(secret.reveal());
    return key.sha256 ==
           QByteArrayView(reinterpret_cast<const char *>(digest.data()), static_cast<qsizetype>(digest.size()));
}

} // namespace

Result<> WatchedKeys::mayCheck(const WatchedKey &key) const
{
    if (m_checking.contains(key.id))
        return Error{Error::Kind::InProgress, u"it is being checked"_s};
    const auto now = m_clock.now();
    if (!key.lastCheck || !key.lastCheck->retryAt.isValid() || key.lastCheck->retryAt <= now)
        return {};
    Error error{Error::Kind::RateLimited, u"the provider asked to wait"_s};
    error.retryAfter = std::chrono::seconds(now.secsTo(key.lastCheck->retryAt));
    return error;
}

Async<Secret> WatchedKeys::secretOf(const QString &keyId)
{
    const auto key = m_store.key(keyId);
    if (!key)
        return ready<Secret>(key.error());
    if (!key->secretKept)
        return ready<Secret>(Error{Error::Kind::NotFound, u"only the fingerprint is kept"_s});
    return andThen(m_credentials.read(watchedName(keyId)), [key = *key](const Secret &secret) {
        // Any program of the same person may have written into the keychain.
        return isSecretOf(key, secret) ? Result<Secret>(secret)
                                       : Result<Secret>(Error{Error::Kind::Protocol, u"another secret"_s});
    });
}

Async<KeyCheck> WatchedKeys::check(const QString &keyId)
{
    const auto key = m_store.key(keyId);
    if (!key)
        return ready<KeyCheck>(key.error());
    if (const auto may = mayCheck(*key); !may)
        return ready<KeyCheck>(may.error());
    m_checking.insert(keyId);
    const Settle<KeyCheck> settle;
    whenDone(secretOf(keyId), this, [this, key = *key, settle](const Result<Secret> &secret) {
        if (!secret) {
            m_checking.remove(key.id);
            return settle(secret.error());
        }
        whenDone(ask(key, *secret), this, [settle](const Result<KeyCheck> &check) { settle(check); });
    });
    return settle.operation();
}

Async<KeyCheck> WatchedKeys::check(const QString &keyId, const Secret &secret)
{
    const auto key = m_store.key(keyId);
    if (!key)
        return ready<KeyCheck>(key.error());
    if (!isSecretOf(*key, secret))
        return ready<KeyCheck>(Error{Error::Kind::Protocol, u"the secret of another key"_s});
    if (const auto may = mayCheck(*key); !may)
        return ready<KeyCheck>(may.error());
    return ask(*key, secret);
}

Async<KeyCheck> WatchedKeys::ask(const WatchedKey &key, const Secret &secret)
{
    const auto organization = m_store.organization(key.organizationId);
    const auto profile = organization ? shippedProfile(organization->profileId) : std::nullopt;
    const auto *kind = profile && profile->watching ? profile->watching->kind(key.kindId) : nullptr;
    if (kind == nullptr) {
        m_checking.remove(key.id);
        return ready<KeyCheck>(Error{Error::Kind::NotSupported, u"a provider that this version does not know"_s});
    }
    m_checking.insert(key.id);
    const Settle<KeyCheck> settle;
    whenDone(m_probe.ask(*organization, *profile->watching, *kind, secret), this,
             [this, id = key.id, settle](const Result<KeyCheck> &check) {
                 m_checking.remove(id);
                 if (check)
                     note(id, *check);
                 settle(check);
             });
    return settle.operation();
}

//! Writes down what was said, and ends a key that was revoked at its provider, now that this is proven.
void WatchedKeys::note(const QString &keyId, const KeyCheck &check)
{
    const auto known = m_store.key(keyId);
    if (!known)
        return; // it is no longer watched
    auto key = *known;
    key.lastCheck = check;
    ++key.version;
    const auto noted = write({key}, WatchedDeed::Kind::Checked, wordFor(check.outcome), check.status);
    if (!noted)
        qCWarning(logServices) << "What a check said could not be written:" << noted.error().detail;
    if (check.outcome == CheckOutcome::Valid || check.outcome == CheckOutcome::NotPermitted)
        Q_EMIT accepted(key.organizationId, keyId);
    if (check.outcome != CheckOutcome::Invalid || !key.revokedThereAt.isValid() || key.endedAt.isValid())
        return;
    const auto reason = key.replacedBy.isEmpty() ? RevokeReason::Other : RevokeReason::Replaced;
    if (const auto ended = end(keyId, wordFor(reason)); !ended)
        qCWarning(logServices) << "The end of a key could not be written:" << ended.error().detail;
}

} // namespace core
