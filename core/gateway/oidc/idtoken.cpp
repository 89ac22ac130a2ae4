#include "core/gateway/oidc/idtoken.h"

#include "core/base/json.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace gateway::oidc {

namespace {

//! How far the provider's clock and ours may be apart.
constexpr qint64 skew = 60; // seconds

core::Error fault(const QString &words)
{
    return {core::Error::Kind::Protocol, words};
}

//! What stands in \a claim, which is one text or a list of them.
QStringList textsOf(const QJsonValue &claim)
{
    if (claim.isString())
        return {claim.toString()};
    QStringList texts;
    for (const auto &entry : claim.toArray())
        texts += entry.toString();
    return texts;
}

std::optional<core::Error> faultInParties(const QJsonObject &claims, const Expected &expected)
{
    if (claims[u"iss"].toString() != expected.issuer)
        return fault(u"an ID token of another issuer"_s);
    const auto audience = textsOf(claims[u"aud"]);
    if (!audience.contains(expected.clientId))
        return fault(u"an ID token for another audience"_s);
    const bool namesParty = claims.contains(u"azp"_s);
    if ((audience.size() > 1 && !namesParty) || (namesParty && claims[u"azp"].toString() != expected.clientId))
        return fault(u"an ID token that was given to another party"_s);
    return std::nullopt;
}

std::optional<core::Error> faultInTimes(const QJsonObject &claims, const Expected &expected)
{
    const auto seconds = [&](QStringView name) { return claims[name].toDouble(-1); };
    const auto now = static_cast<double>(expected.now.toSecsSinceEpoch());
    const auto askedAt = static_cast<double>(expected.askedAt.toSecsSinceEpoch());
    if (seconds(u"exp") <= now - skew)
        return fault(u"an ID token that has expired"_s);
    if (seconds(u"iat") > now + skew || seconds(u"nbf") > now + skew)
        return fault(u"an ID token of the future"_s);
    if (seconds(u"iat") < askedAt - skew)
        return fault(u"an ID token from before the sign-in"_s);
    return std::nullopt;
}

//! A text "true", as some providers write it, is no proof.
Identity identityIn(const QJsonObject &claims)
{
    return {claims[u"sub"].toString(), claims[u"email"].toString(), claims[u"email_verified"].toBool(false)};
}

} // namespace

core::Result<Identity> readIdToken(const QJsonObject &content, const Expected &expected)
{
    if (const auto wrong = faultInParties(content, expected))
        return *wrong;
    if (const auto wrong = faultInTimes(content, expected))
        return *wrong;
    if (expected.nonce.isEmpty() || content[u"nonce"].toString() != expected.nonce)
        return fault(u"an ID token with the nonce of another sign-in"_s);
    const auto identity = identityIn(content);
    return identity.subject.isEmpty() ? core::Result<Identity>(fault(u"an ID token about nobody"_s)) : identity;
}

core::Result<Identity> readUserinfo(const QByteArray &document, const QString &subject)
{
    const auto claims = core::parseObject(document);
    if (!claims)
        return claims.error();
    const auto identity = identityIn(*claims);
    return identity.subject == subject ? identity : core::Result<Identity>(fault(u"userinfo of another person"_s));
}

} // namespace gateway::oidc
