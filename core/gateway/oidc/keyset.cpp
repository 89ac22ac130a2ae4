#include "core/gateway/oidc/keyset.h"

#include "core/base/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <cjose/cjose.h>
#include <memory>

using namespace Qt::StringLiterals;

namespace gateway::oidc {

namespace {

constexpr qsizetype longestToken = 16 * 1024;
constexpr qsizetype mostKeys = 64;
constexpr qsizetype shortestModulus = 256; // bytes: 2048 bits

struct Algorithm {
    QLatin1StringView name;
    QLatin1StringView type;
    QLatin1StringView curve;
};

// Without "none" and without those of a shared key: whoever knows the public key could sign by them.
constexpr Algorithm algorithms[] = {
    {"RS256"_L1, "RSA"_L1, ""_L1},     {"RS384"_L1, "RSA"_L1, ""_L1},     {"RS512"_L1, "RSA"_L1, ""_L1},
    {"PS256"_L1, "RSA"_L1, ""_L1},     {"PS384"_L1, "RSA"_L1, ""_L1},     {"PS512"_L1, "RSA"_L1, ""_L1},
    {"ES256"_L1, "EC"_L1, "P-256"_L1}, {"ES384"_L1, "EC"_L1, "P-384"_L1}, {"ES512"_L1, "EC"_L1, "P-521"_L1},
};

const Algorithm *algorithmNamed(const QString &name)
{
    const auto found = std::find_if(std::begin(algorithms), std::end(algorithms),
                                    [&](const Algorithm &algorithm) { return algorithm.name == name; });
    return found == std::end(algorithms) ? nullptr : found;
}

core::Error fault(const QString &words)
{
    return {core::Error::Kind::Protocol, words};
}

using Jwk = std::unique_ptr<cjose_jwk_t, decltype([](cjose_jwk_t *key) { cjose_jwk_release(key); })>;
using Jws = std::unique_ptr<cjose_jws_t, decltype([](cjose_jws_t *token) { cjose_jws_release(token); })>;

std::size_t sizeOf(const QByteArray &bytes)
{
    return static_cast<std::size_t>(bytes.size());
}

//! The token's content, where \a key signed it.
std::optional<QByteArray> contentSignedBy(const QByteArray &key, const QByteArray &token)
{
    cjose_err error{};
    const Jwk jwk(cjose_jwk_import(key.constData(), sizeOf(key), &error));
    const Jws jws(cjose_jws_import(token.constData(), sizeOf(token), &error));
    if (!jwk || !jws || !cjose_jws_verify(jws.get(), jwk.get(), &error))
        return std::nullopt;
    std::uint8_t *content = nullptr;
    std::size_t size = 0;
    if (!cjose_jws_get_plaintext(jws.get(), &content, &size, &error))
        return std::nullopt;
    return QByteArray(reinterpret_cast<const char *>(content), static_cast<qsizetype>(size));
}

} // namespace

core::Result<SignedBy> readHead(const QByteArray &token)
{
    if (token.size() > longestToken || token.count('.') != 2)
        return fault(u"an ID token that is none"_s);
    const auto decoded = QByteArray::fromBase64Encoding(
        token.left(token.indexOf('.')), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    const auto head = core::parseObject(decoded ? *decoded : QByteArray());
    if (!head)
        return fault(u"an ID token without a readable head"_s);
    if (head->contains(u"crit"_s))
        return fault(u"an ID token with conditions that are not known"_s);
    const SignedBy signature{(*head)[u"alg"].toString(), (*head)[u"kid"].toString()};
    if (!algorithmNamed(signature.algorithm))
        return fault(u"an ID token signed by “%1”, which proves nothing"_s.arg(signature.algorithm.left(16)));
    return signature;
}

std::optional<KeySet::Key> KeySet::readKey(const QJsonObject &object)
{
    Key key{object[u"kid"].toString(), object[u"alg"].toString(), object[u"kty"].toString(), object[u"crv"].toString(),
            QJsonDocument(object).toJson(QJsonDocument::Compact)};
    const auto use = object[u"use"].toString();
    if ((key.type != u"RSA" && key.type != u"EC") || (!use.isEmpty() && use != u"sig"))
        return std::nullopt;
    const auto modulus = QByteArray::fromBase64(object[u"n"].toString().toLatin1(), QByteArray::Base64UrlEncoding);
    if (key.type == u"RSA" && modulus.size() < shortestModulus)
        return std::nullopt;
    return key;
}

core::Result<KeySet> KeySet::read(const QByteArray &document)
{
    const auto object = core::parseObject(document);
    if (!object || !(*object)[u"keys"].isArray())
        return fault(u"a key set that is none"_s);
    const auto listed = (*object)[u"keys"].toArray();
    if (listed.size() > mostKeys)
        return fault(u"a key set of %1 keys"_s.arg(listed.size()));
    KeySet set;
    for (const auto &entry : listed) {
        if (const auto key = readKey(entry.toObject()))
            set.m_keys += *key;
    }
    return set;
}

bool KeySet::fits(const Key &key, const SignedBy &signature)
{
    const auto *algorithm = algorithmNamed(signature.algorithm);
    return algorithm && key.type == algorithm->type && (key.type != u"EC" || key.curve == algorithm->curve) &&
           (key.algorithm.isEmpty() || key.algorithm == signature.algorithm) &&
           (signature.keyId.isEmpty() || key.id == signature.keyId);
}

bool KeySet::knows(const SignedBy &signature) const
{
    return std::any_of(m_keys.begin(), m_keys.end(), [&](const Key &key) { return fits(key, signature); });
}

core::Result<QJsonObject> KeySet::contentOf(const QByteArray &token) const
{
    const auto signature = readHead(token);
    if (!signature)
        return signature.error();
    if (!knows(*signature))
        return fault(u"an ID token signed by a key that the provider does not list"_s);
    for (const auto &key : m_keys) {
        if (!fits(key, *signature))
            continue;
        if (const auto content = contentSignedBy(key.json, token))
            return core::parseObject(*content);
    }
    return fault(u"an ID token with a wrong signature"_s);
}

} // namespace gateway::oidc
