#include "tests/core/gateway/api/appandbrowser.h"

#include "core/base/crypto.h"
#include "core/gateway/oidc/provider.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace test {

namespace {

QString parameterOf(const QUrl &address, const QString &name)
{
    return QUrlQuery(address).queryItemValue(name, QUrl::FullyDecoded);
}

} // namespace

QString AppAndBrowser::newVerifier()
{
    return QString::fromStdString(crypto::toBase64Url(crypto::randomBytes(32)));
}

QString AppAndBrowser::challengeOf(const QString &verifier)
{
    return QString::fromStdString(crypto::toBase64Url(crypto::sha256(verifier.toStdString())));
}

Reply AppAndBrowser::begin()
{
    const auto query = gateway::oidc::formOf({{"redirect_uri", redirectUri},
                                              {"code_challenge", challengeOf(verifier)},
                                              {"code_challenge_method", challengeMethod},
                                              {"state", state}});
    const auto reply = m_gateway.get("/api/v1/sign-in/browser?" + query);
    m_authorization = QUrl(QString::fromLatin1(reply.headers.value("location")), QUrl::StrictMode);
    cookie = reply.cookie();
    return reply;
}

QString AppAndBrowser::told(const QString &parameter) const
{
    return parameterOf(m_authorization, parameter);
}

Reply AppAndBrowser::comeBack(const QUrl &address)
{
    return m_gateway.get((address.path() + u'?' + address.query(QUrl::FullyEncoded)).toLatin1(),
                         {{"Cookie", "keysteward_sign_in=" + cookie}});
}

Reply AppAndBrowser::comeBackWith(const QString &code, const QString &sender)
{
    QUrl address(told(u"redirect_uri"_s));
    QList<std::pair<QByteArray, QString>> fields{{"code", code}, {"state", told(u"state"_s)}};
    if (!sender.isEmpty())
        fields.append({"iss", sender});
    address.setQuery(QString::fromLatin1(gateway::oidc::formOf(fields)));
    return comeBack(address);
}

Reply AppAndBrowser::redeem(const QString &code, const QString &proof)
{
    const auto reply = m_gateway.call("POST", "/api/v1/session", {{u"code"_s, code}, {u"code_verifier"_s, proof}});
    if (reply.status == 200)
        m_gateway.session = reply.cookie();
    return reply;
}

QString AppAndBrowser::carried(const Reply &reply, const QString &parameter)
{
    return parameterOf(QUrl(QString::fromLatin1(reply.headers.value("location"))), parameter);
}

bool AppAndBrowser::isSentBackWith(const QString &error, const Reply &reply) const
{
    return reply.status == 302 && reply.headers.value("location").startsWith(redirectUri.toLatin1() + '?') &&
           carried(reply, u"error"_s) == error && carried(reply, u"state"_s) == state &&
           carried(reply, u"code"_s).isEmpty();
}

} // namespace test
