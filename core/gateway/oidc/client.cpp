#include "core/gateway/oidc/client.h"

#include "core/gateway/oidc/provider.h"
#include "core/net/headers.h"

#include <QFile>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace gateway::oidc {

namespace {

constexpr qint64 longestSecret = 4096;

core::Error refusal(const QString &words)
{
    return {core::Error::Kind::Validation, words};
}

core::Result<core::Secret> readSecret(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return refusal(u"the client secret in %1 cannot be read: %2"_s.arg(name, file.errorString()));
    auto secret = core::Secret::take(file.read(longestSecret).trimmed());
    if (secret.isEmpty())
        return refusal(u"the client secret in %1 is empty"_s.arg(name));
    return secret;
}

} // namespace

core::Result<Client> makeClient(const QString &issuer, const QString &id, const QString &secretFile,
                                const QString &providerName)
{
    const QUrl address(issuer, QUrl::StrictMode);
    if (!core::headers::isTrustworthy(address) || address.hasQuery() || address.hasFragment())
        return refusal(u"the OpenID issuer must be an https address without query, not “%1”"_s.arg(issuer));
    if (id.isEmpty())
        return refusal(u"the OpenID issuer needs the client id that it gave to this gateway"_s);
    Client client{issuer, id, {}, providerName};
    if (providerName.isEmpty())
        client.providerName = issuer == googleIssuer ? u"Google"_s : address.host();
    if (!secretFile.isEmpty()) {
        const auto secret = readSecret(secretFile);
        if (!secret)
            return secret.error();
        client.secret = *secret;
    }
    return client;
}

} // namespace gateway::oidc
