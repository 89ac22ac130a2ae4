#include "core/backend/gateway/answers.h"
#include "core/backend/gateway/gatewaybackend.h"

#include "core/backend/urlquery.h"
#include "core/base/json.h"
#include "core/net/headers.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace core {

namespace {

QString text(const Secret &secret)
{
    return QString::fromUtf8(secret.reveal().data(), static_cast<qsizetype>(secret.size()));
}

Result<ServerFacts> serverFrom(const QJsonObject &answer, bool secure)
{
    JsonReader reader(answer, u"server."_s);
    ServerFacts facts;
    facts.name = reader.text("name");
    facts.version = reader.text("version");
    facts.signsInByPassword = reader.texts("sign_in").contains(u"password"_s);
    facts.browserProvider = reader.textOrNull("browser_provider");
    facts.secure = secure;
    bool speaksVersion1 = false;
    for (const auto &version : reader.array("api_versions"))
        speaksVersion1 = speaksVersion1 || version == QJsonValue(1);
    if (!reader.failed() && !speaksVersion1)
        reader.fail("api_versions", "version 1 among them");
    return reader.failed() ? Result<ServerFacts>(reader.error()) : facts;
}

Result<SignedIn> signedInFrom(const QJsonObject &answer)
{
    JsonReader reader(answer);
    auto user = reader.object("user");
    auto session = reader.object("session");
    SignedIn signedIn{user.text("id"),    user.text("email"),         user.text("name"),
                      session.text("id"), session.time("expires_at"), {}};
    reader.absorb(user);
    reader.absorb(session);
    return reader.failed() ? Result<SignedIn>(reader.error()) : signedIn;
}

} // namespace

Async<ServerFacts> GatewayBackend::server()
{
    auto question = request(HttpRequest::Verb::Get, {u"server"_s});
    question.secretHeaders.clear();
    return andThen(ask(question, 200), [secure = address().scheme() == "https"_L1](const QJsonObject &answer) {
        return serverFrom(answer, secure);
    });
}

Async<SignedIn> GatewayBackend::signIn(const QString &email, const Secret &password)
{
    return openSession({{u"email"_s, email}, {u"password"_s, text(password)}});
}

Async<SignedIn> GatewayBackend::finishBrowserSignIn(const BrowserAnswer &answer)
{
    return openSession({{u"code"_s, text(answer.code)}, {u"code_verifier"_s, text(answer.verifier)}});
}

Result<QUrl> GatewayBackend::browserAddress(const BrowserRequest &begin) const
{
    auto start = request(HttpRequest::Verb::Get, {u"sign-in"_s, u"browser"_s}).url;
    if (!headers::isTrustworthy(start))
        return Error{Error::Kind::Insecure, u"not https, and not on this computer"_s};
    QUrlQuery query;
    addEncoded(query, u"redirect_uri"_s, begin.redirect.toString(QUrl::FullyEncoded));
    addEncoded(query, u"code_challenge"_s, QString::fromLatin1(begin.challenge));
    addEncoded(query, u"code_challenge_method"_s, u"S256"_s);
    addEncoded(query, u"state"_s, text(begin.state));
    start.setQuery(query);
    return start;
}

Async<SignedIn> GatewayBackend::openSession(const QJsonObject &proof)
{
    auto post = request(HttpRequest::Verb::Post, {u"session"_s}, proof);
    post.secretHeaders.clear();
    return andThen(m_http.send(post), [](const HttpReply &reply) -> Result<SignedIn> {
        const auto answer = answers::object(reply, 200);
        if (!answer)
            return answer.error();
        auto signedIn = signedInFrom(*answer);
        if (!signedIn)
            return signedIn;
        if (reply.sessionCookie.isEmpty())
            return Error{Error::Kind::Protocol, u"a sign-in that brought no session"_s};
        SignedIn complete = *signedIn;
        complete.session = reply.sessionCookie;
        return complete;
    });
}

Async<SignedIn> GatewayBackend::session()
{
    return andThen(ask(request(HttpRequest::Verb::Get, {u"session"_s}), 200),
                   [session = currentSession()](const QJsonObject &answer) -> Result<SignedIn> {
                       auto signedIn = signedInFrom(answer);
                       if (!signedIn)
                           return signedIn;
                       SignedIn complete = *signedIn;
                       complete.session = session;
                       return complete;
                   });
}

Async<> GatewayBackend::confirm(const Secret &password)
{
    return tell(request(HttpRequest::Verb::Post, {u"session"_s, u"confirm"_s}, {{u"password"_s, text(password)}}));
}

Async<> GatewayBackend::signOut()
{
    return tell(request(HttpRequest::Verb::Delete, {u"session"_s}));
}

Async<QDateTime> GatewayBackend::tokenUsedAt()
{
    return andThen(ask(request(HttpRequest::Verb::Get, {u"personal-token"_s, u"use"_s}), 200),
                   [](const QJsonObject &answer) -> Result<QDateTime> {
                       JsonReader reader(answer);
                       const auto usedAt = reader.timeOrNull("last_used_at");
                       return reader.failed() ? Result<QDateTime>(reader.error()) : usedAt;
                   });
}

Async<> GatewayBackend::endToken()
{
    return tell(request(HttpRequest::Verb::Delete, {u"personal-token"_s}));
}

} // namespace core
