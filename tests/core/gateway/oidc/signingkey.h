#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <memory>

struct _cjose_jwk_int;

namespace test {

//! A key pair of an OpenID provider, made when the test runs.
class SigningKey {
public:
    enum class Type { Rsa, ShortRsa, EllipticCurve };
    explicit SigningKey(QString id, Type type = Type::Rsa);

    //! As it stands in a key set; \a more overrides.
    QJsonObject publicKey(const QJsonObject &more = {}) const;
    //! A JWS in compact form.
    QByteArray sign(const QJsonObject &content, const QString &algorithm = QStringLiteral("RS256")) const;
    //! By a shared key that everybody knows: the public one.
    QByteArray signWithPublicKey(const QJsonObject &content) const;

private:
    QString m_id;
    std::shared_ptr<_cjose_jwk_int> m_key;
};

//! What stands before and behind the first dot.
QByteArray unsignedToken(const QJsonObject &head, const QJsonObject &content);
//! A JWK Set.
QByteArray keySetOf(const QList<QJsonObject> &keys);

} // namespace test
