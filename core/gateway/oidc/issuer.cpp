#include "core/gateway/oidc/issuer.h"

#include "core/base/json.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace gateway::oidc {

namespace {

constexpr qint64 largestDocument = 256 * 1024;
constexpr auto providerLives = 1h;
//! A key that the provider takes back is believed no longer than this.
constexpr auto keysLive = 10min;
//! A key that is not known may be a new one; to ask each time would let tokens of others keep us busy.
constexpr auto newKeysAfter = 30s;

core::HttpDeadlines deadlines()
{
    core::HttpDeadlines limits; // a person looks at an empty page meanwhile
    limits.connect = 5s;
    limits.firstByte = 10s;
    limits.whole = 15s;
    return limits;
}

core::Result<QByteArray> bodyOf(const core::HttpReply &reply)
{
    using Kind = core::Error::Kind;
    if (reply.status == 200)
        return reply.body;
    const bool isBusy = reply.status == 429 || reply.status >= 500;
    return core::Error{isBusy ? Kind::Unavailable : Kind::Server, u"the provider answered %1"_s.arg(reply.status)};
}

QString textOf(const core::Secret &secret)
{
    return QString::fromUtf8(secret.reveal().data(), static_cast<qsizetype>(secret.size()));
}

//! The value of an Authorization header.
core::Secret authorization(const QByteArray &scheme, const QByteArray &credential)
{
    QByteArray value = scheme + ' ' + credential;
    return core::Secret::take(std::move(value));
}

//! RFC 6749, 2.3.1.
core::Secret basicProof(const Client &client)
{
    const auto pair = QUrl::toPercentEncoding(client.id) + ':' + QUrl::toPercentEncoding(textOf(client.secret));
    return authorization("Basic", pair.toBase64());
}

} // namespace

Issuer::Issuer(Client client, const core::Clock &clock)
    : m_client(std::move(client)),
      m_clock(clock),
      m_http(m_providersClock, deadlines()),
      m_provider(clock, this,
                 [this] {
                     return core::andThen(fetch(discoveryOf(m_client.issuer)), [this](const QByteArray &document) {
                         return readProvider(document, m_client.issuer);
                     });
                 }),
      m_keys(clock, this, [this] {
          return core::andThen(
              provider(), [this](const Provider &known) { return core::andThen(fetch(known.keySet), KeySet::read); });
      })
{
}

core::Async<QByteArray> Issuer::fetch(const QUrl &address, const core::Secret &accessToken)
{
    core::HttpRequest request{.url = address, .largestBody = largestDocument};
    if (!accessToken.isEmpty())
        request.secretHeaders += {"Authorization", authorization("Bearer", textOf(accessToken).toUtf8())};
    return core::andThen(m_http.send(request), bodyOf);
}

core::Async<Provider> Issuer::provider()
{
    return m_provider.get(providerLives);
}

core::Async<Identity> Issuer::redeem(const Redemption &redemption)
{
    return core::andThen(provider(), [this, redemption](const Provider &known) -> core::Async<Identity> {
        const bool mayBeSilent = !known.namesItself && redemption.sender.isEmpty();
        if (!mayBeSilent && redemption.sender != known.issuer)
            return core::ready<Identity>(core::Error{core::Error::Kind::Protocol, u"an answer of another issuer"_s});
        return core::andThen(exchange(redemption, known), [this, redemption, known](const Tokens &tokens) {
            return judge(tokens, redemption, known);
        });
    });
}

core::Async<Issuer::Tokens> Issuer::exchange(const Redemption &redemption, const Provider &provider)
{
    core::HttpRequest request{.verb = core::HttpRequest::Verb::Post, .url = provider.tokenEndpoint};
    request.contentType = "application/x-www-form-urlencoded";
    request.largestBody = largestDocument;
    QList<std::pair<QByteArray, QString>> fields{{"grant_type", u"authorization_code"_s},
                                                 {"code", redemption.code},
                                                 {"redirect_uri", redemption.callback},
                                                 {"code_verifier", textOf(redemption.verifier)}};
    const bool inHead = !m_client.secret.isEmpty() && provider.clientProofs.contains(u"client_secret_basic"_s);
    if (inHead)
        request.secretHeaders += {"Authorization", basicProof(m_client)};
    else
        fields.append({"client_id", m_client.id});
    if (!inHead && !m_client.secret.isEmpty())
        fields.append({"client_secret", textOf(m_client.secret)});
    request.body = formOf(fields);
    return core::andThen(core::andThen(m_http.send(request), bodyOf),
                         [](const QByteArray &body) -> core::Result<Tokens> {
                             const auto answer = core::parseObject(body);
                             if (!answer)
                                 return answer.error();
                             core::JsonReader reader(*answer, u"tokens."_s);
                             const Tokens tokens{reader.text("id_token").toLatin1(),
                                                 core::Secret::take(reader.textOrNull("access_token"))};
                             return reader.failed() ? core::Result<Tokens>(reader.error()) : tokens;
                         });
}

core::Async<KeySet> Issuer::keysFor(const SignedBy &signature)
{
    return core::andThen(m_keys.get(keysLive), [this, signature](const KeySet &keys) {
        return keys.knows(signature) ? core::ready<KeySet>(keys) : m_keys.get(newKeysAfter);
    });
}

core::Async<Identity> Issuer::judge(const Tokens &tokens, const Redemption &redemption, const Provider &provider)
{
    const auto signature = readHead(tokens.idToken);
    if (!signature)
        return core::ready<Identity>(signature.error());
    const auto judged =
        core::andThen(keysFor(*signature), [this, tokens, redemption](const KeySet &keys) -> core::Result<Identity> {
            const auto content = keys.contentOf(tokens.idToken);
            if (!content)
                return content.error();
            return readIdToken(*content,
                               {m_client.issuer, m_client.id, redemption.nonce, redemption.askedAt, m_clock.now()});
        });
    return core::andThen(
        judged, [this, tokens, provider](const Identity &identity) { return complete(identity, tokens, provider); });
}

core::Async<Identity> Issuer::complete(const Identity &identity, const Tokens &tokens, const Provider &provider)
{
    if (!identity.email.isEmpty() || tokens.accessToken.isEmpty() || provider.userinfoEndpoint.isEmpty())
        return core::ready<Identity>(identity);
    return core::andThen(
        fetch(provider.userinfoEndpoint, tokens.accessToken),
        [subject = identity.subject](const QByteArray &document) { return readUserinfo(document, subject); });
}

} // namespace gateway::oidc
