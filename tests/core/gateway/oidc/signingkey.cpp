#include "tests/core/gateway/oidc/signingkey.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cjose/cjose.h>

using namespace Qt::StringLiterals;

namespace test {

namespace {

using Jwk = std::shared_ptr<_cjose_jwk_int>;

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray encoded(const QJsonObject &object)
{
    return json(object).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Jwk make(SigningKey::Type type)
{
    cjose_err error{};
    auto *key = type == SigningKey::Type::EllipticCurve
                    ? cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error)
                    : cjose_jwk_create_RSA_random(type == SigningKey::Type::Rsa ? 2048 : 1024, nullptr, 0, &error);
    if (!key)
        qFatal("no key could be made: %s", error.message);
    return {key, cjose_jwk_release};
}

QByteArray signBy(const Jwk &key, const QByteArray &content, const QString &algorithm, const QString &id)
{
    cjose_err error{};
    auto *header = cjose_header_new(&error);
    cjose_header_set(header, CJOSE_HDR_ALG, algorithm.toLatin1().constData(), &error);
    if (!id.isEmpty())
        cjose_header_set(header, CJOSE_HDR_KID, id.toLatin1().constData(), &error);
    auto *token = cjose_jws_sign(key.get(), header, reinterpret_cast<const std::uint8_t *>(content.constData()),
                                 static_cast<std::size_t>(content.size()), &error);
    const char *text = nullptr;
    if (!token || !cjose_jws_export(token, &text, &error))
        qFatal("no token could be signed: %s", error.message);
    const QByteArray copy(text);
    cjose_jws_release(token);
    cjose_header_release(header);
    return copy;
}

} // namespace

SigningKey::SigningKey(QString id, Type type) : m_id(std::move(id)), m_key(make(type)) {}

QJsonObject SigningKey::publicKey(const QJsonObject &more) const
{
    cjose_err error{};
    char *text = cjose_jwk_to_json(m_key.get(), false, &error);
    auto key = QJsonDocument::fromJson(QByteArray(text)).object();
    cjose_get_dealloc()(text);
    key[u"kid"_s] = m_id;
    key[u"use"_s] = u"sig"_s;
    for (auto member = more.begin(); member != more.end(); ++member)
        key[member.key()] = member.value();
    return key;
}

QByteArray SigningKey::sign(const QJsonObject &content, const QString &algorithm) const
{
    return signBy(m_key, json(content), algorithm, m_id);
}

QByteArray SigningKey::signWithPublicKey(const QJsonObject &content) const
{
    cjose_err error{};
    const auto known = json(publicKey());
    const Jwk shared(cjose_jwk_create_oct_spec(reinterpret_cast<const std::uint8_t *>(known.constData()),
                                               static_cast<std::size_t>(known.size()), &error),
                     cjose_jwk_release);
    return signBy(shared, json(content), u"HS256"_s, m_id);
}

QByteArray unsignedToken(const QJsonObject &head, const QJsonObject &content)
{
    return encoded(head) + '.' + encoded(content);
}

QByteArray keySetOf(const QList<QJsonObject> &keys)
{
    QJsonArray listed;
    for (const auto &key : keys)
        listed += key;
    return json({{u"keys"_s, listed}});
}

} // namespace test
