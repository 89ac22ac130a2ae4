#include "core/backend/gateway/gatewaybackend.h"
#include "core/backend/gateway/keyanswers.h"

#include "core/base/identifiers.h"
#include "core/base/json.h"
#include "core/base/times.h"
#include "core/domain/keyjson.h"

using namespace Qt::StringLiterals;

namespace core {

using Verb = HttpRequest::Verb;

Async<Key> GatewayBackend::key(const QString &keyId)
{
    if (!isPathSafe(keyId))
        return ready<Key>(answers::unsafeId());
    return askForKey(request(Verb::Get, {u"keys"_s, keyId}), keyId);
}

Async<KeyWithSecret> GatewayBackend::createKey(const QString &organizationId, const NewKey &key,
                                               const Secret &idempotencyKey)
{
    if (!isPathSafe(organizationId))
        return ready<KeyWithSecret>(answers::unsafeId());
    auto post = request(Verb::Post, {u"organizations"_s, organizationId, u"keys"_s}, toJson(key));
    post.secretHeaders.append({"Idempotency-Key", idempotencyKey});
    return andThen(ask(post, 201), [](const QJsonObject &answer) { return answers::keyWithSecret(answer, {}); });
}

Async<Key> GatewayBackend::updateKey(const QString &keyId, qint64 version, const KeyChanges &changes)
{
    if (!isPathSafe(keyId))
        return ready<Key>(answers::unsafeId());
    auto patch = request(Verb::Patch, {u"keys"_s, keyId}, toJson(changes));
    patch.headers.append({"If-Match", '"' + QByteArray::number(version) + '"'});
    return askForKey(patch, keyId);
}

Async<KeyWithSecret> GatewayBackend::rotateKey(const QString &keyId, const RotationRequest &rotation,
                                               const Secret &idempotencyKey)
{
    if (!isPathSafe(keyId))
        return ready<KeyWithSecret>(answers::unsafeId());
    auto post = request(Verb::Post, {u"keys"_s, keyId, u"rotate"_s}, toJson(rotation));
    post.secretHeaders.append({"Idempotency-Key", idempotencyKey});
    return andThen(ask(post, 201),
                   [keyId](const QJsonObject &answer) { return answers::keyWithSecret(answer, keyId); });
}

Async<> GatewayBackend::acknowledge(const QString &keyId)
{
    if (!isPathSafe(keyId))
        return ready(Result<>(answers::unsafeId()));
    return tell(request(Verb::Post, {u"keys"_s, keyId, u"acknowledge"_s}));
}

Async<> GatewayBackend::checkKey(const QString &keyId, const Secret &secret)
{
    auto question = request(Verb::Get, {u"whoami"_s});
    QByteArray credential("Bearer ");
    credential.append(secret.reveal().data(), static_cast<qsizetype>(secret.size()));
    question.secretHeaders = {{"Authorization", Secret::take(std::move(credential))}};
    return andThen(ask(question, 200), [keyId](const QJsonObject &answer) -> Result<> {
        JsonReader reader(answer, u"whoami."_s);
        auto key = reader.object("key");
        if (key.text("id") != keyId)
            key.fail("id", "the key that was asked with");
        reader.absorb(key);
        return reader.failed() ? Result<>(reader.error()) : Result<>();
    });
}

Async<Key> GatewayBackend::setRetirement(const QString &keyId, const QDateTime &retiresAt)
{
    if (!isPathSafe(keyId))
        return ready<Key>(answers::unsafeId());
    const QJsonObject body{{u"retires_at"_s, toRfc3339(retiresAt)}};
    return askForKey(request(Verb::Post, {u"keys"_s, keyId, u"retirement"_s}, body), keyId);
}

Async<Key> GatewayBackend::revokeKey(const QString &keyId, RevokeReason reason, const QString &note,
                                     const Secret &idempotencyKey)
{
    if (!isPathSafe(keyId))
        return ready<Key>(answers::unsafeId());
    QJsonObject body{{u"reason"_s, wordFor(reason)}};
    if (!note.isEmpty())
        body[u"note"_s] = note;
    auto post = request(Verb::Post, {u"keys"_s, keyId, u"revoke"_s}, body);
    post.secretHeaders.append({"Idempotency-Key", idempotencyKey});
    return andThen(askForKey(post, keyId), [](const Key &revoked) -> Result<Key> {
        // Nobody is told that a key is dead on the word of an answer that does not say so.
        if (revoked.status != KeyStatus::Revoked)
            return Error{Error::Kind::Protocol, u"the key is not revoked"_s};
        return revoked;
    });
}

} // namespace core
