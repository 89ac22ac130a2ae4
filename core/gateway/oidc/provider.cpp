#include "core/gateway/oidc/provider.h"

#include "core/base/json.h"
#include "core/net/headers.h"

using namespace Qt::StringLiterals;

namespace gateway::oidc {

namespace {

QUrl addressIn(core::JsonReader &reader, const char *member, const QString &text)
{
    const QUrl address(text, QUrl::StrictMode);
    if (!core::headers::isTrustworthy(address) || address.hasFragment())
        reader.fail(member, "an https address");
    return address;
}

//! So that a page which sends a browser here gets nothing that its person did not see.
QString promptOf(const Provider &provider)
{
    const auto selecting = u"select_account"_s;
    if (provider.prompts.contains(selecting) || (provider.prompts.isEmpty() && provider.issuer == googleIssuer))
        return selecting;
    return provider.prompts.contains(u"login"_s) ? u"login"_s : QString();
}

} // namespace

QUrl discoveryOf(const QString &issuer)
{
    const auto base = issuer.endsWith(u'/') ? issuer.chopped(1) : issuer;
    return QUrl(base + u"/.well-known/openid-configuration"_s, QUrl::StrictMode);
}

core::Result<Provider> readProvider(const QByteArray &document, const QString &issuer)
{
    const auto object = core::parseObject(document);
    if (!object)
        return object.error();
    core::JsonReader reader(*object, u"discovery."_s);
    Provider provider;
    provider.issuer = reader.text("issuer");
    provider.authorizationEndpoint = addressIn(reader, "authorization_endpoint", reader.text("authorization_endpoint"));
    provider.tokenEndpoint = addressIn(reader, "token_endpoint", reader.text("token_endpoint"));
    provider.keySet = addressIn(reader, "jwks_uri", reader.text("jwks_uri"));
    if (const auto userinfo = reader.textOrNull("userinfo_endpoint"); !userinfo.isEmpty())
        provider.userinfoEndpoint = addressIn(reader, "userinfo_endpoint", userinfo);
    const auto textsOr = [&](const char *member, const QStringList &fallback) {
        return object->contains(QLatin1StringView(member)) ? reader.texts(member) : fallback;
    };
    provider.clientProofs = textsOr("token_endpoint_auth_methods_supported", {u"client_secret_basic"_s});
    provider.prompts = textsOr("prompt_values_supported", {});
    provider.namesItself = reader.booleanOr("authorization_response_iss_parameter_supported", false);
    if (!reader.failed() && provider.issuer != issuer)
        reader.fail("issuer", "the configured one");
    return reader.failed() ? core::Result<Provider>(reader.error()) : provider;
}

QByteArray formOf(const QList<std::pair<QByteArray, QString>> &fields)
{
    QByteArray form;
    for (const auto &[name, value] : fields)
        form += (form.isEmpty() ? "" : "&") + name + '=' + QUrl::toPercentEncoding(value);
    return form;
}

QUrl addressFor(const Question &question, const Provider &provider, const QString &clientId)
{
    QList<std::pair<QByteArray, QString>> fields{{"client_id", clientId},
                                                 {"response_type", u"code"_s},
                                                 {"scope", u"openid email"_s},
                                                 {"redirect_uri", question.callback},
                                                 {"state", question.state},
                                                 {"nonce", question.nonce},
                                                 {"code_challenge", question.challenge},
                                                 {"code_challenge_method", u"S256"_s}};
    if (const auto prompt = promptOf(provider); !prompt.isEmpty())
        fields.append({"prompt", prompt});
    auto address = provider.authorizationEndpoint;
    const auto before = address.query(QUrl::FullyEncoded);
    address.setQuery((before.isEmpty() ? QString() : before + u'&') + QString::fromLatin1(formOf(fields)));
    return address;
}

} // namespace gateway::oidc
