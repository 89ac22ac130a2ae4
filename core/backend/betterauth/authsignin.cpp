#include "core/backend/betterauth/authanswers.h"
#include "core/backend/betterauth/betterauthbackend.h"

#include "core/base/identifiers.h"
#include "core/base/json.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

QString text(const Secret &secret)
{
    return QString::fromUtf8(secret.reveal().data(), static_cast<qsizetype>(secret.size()));
}

//! What get-session says, which is `null` with a status 200 where there is no session.
Result<SignedIn> signedInFrom(const HttpReply &reply)
{
    if (reply.status != 200)
        return authanswers::error(reply);
    if (reply.body.trimmed() == "null")
        return Error{Error::Kind::Unauthorized, u"there is no such session"_s};
    const auto answer = parseObject(reply.body);
    if (!answer)
        return answer.error();
    JsonReader reader(*answer);
    auto user = reader.object("user");
    auto session = reader.object("session");
    const SignedIn signedIn{user.text("id"),          user.text("email"),        user.textOrNull("name"),
                            session.textOrNull("id"), session.time("expiresAt"), {}};
    reader.absorb(user);
    reader.absorb(session);
    if (!reader.failed() && !isPathSafe(signedIn.userId))
        reader.fail("user", "a person with a usable id");
    return reader.failed() ? Result<SignedIn>(reader.error()) : signedIn;
}

Result<BrowserCode> browserCodeFrom(const QJsonObject &answer, const QUrl &server)
{
    JsonReader reader(answer);
    BrowserCode code;
    code.userCode = reader.text("user_code");
    code.deviceCode = Secret::take(reader.text("device_code"));
    const auto page = reader.textOrNull("verification_uri_complete");
    code.page = QUrl(page.isEmpty() ? reader.text("verification_uri") : page);
    code.interval = std::chrono::seconds(std::clamp<qint64>(reader.integerOrNull("interval").value_or(5), 1, 60));
    code.lifetime = std::chrono::seconds(std::clamp<qint64>(reader.integer("expires_in"), 1, 3600));
    // It is opened in the browser: nothing but a page, and over nothing weaker than the server itself.
    const bool isPage =
        code.page.isValid() && (code.page.scheme() == "https"_L1 || code.page.scheme() == server.scheme());
    if (!reader.failed() && !isPage)
        reader.fail("verification_uri", "the address of a page");
    return reader.failed() ? Result<BrowserCode>(reader.error()) : code;
}

} // namespace

Async<ServerFacts> BetterAuthBackend::server()
{
    const auto http = [this](const QString &path) { return m_http.send(get(path)); };
    ServerFacts facts;
    facts.name = u"better-auth"_s;
    facts.kind = BackendKind::BetterAuth;
    facts.secure = address().scheme() == "https"_L1;
    return andThen(http(u"ok"_s), [http, facts](const HttpReply &ok) -> Async<ServerFacts> {
        const auto answer = authanswers::object(ok);
        if (!answer || !answer->value("ok"_L1).toBool())
            return ready<ServerFacts>(Error{Error::Kind::Protocol, u"no better-auth"_s});
        return andThen(http(u"api-key/list"_s), [http, facts](const HttpReply &keys) -> Async<ServerFacts> {
            // Nobody is signed in: refused where there is such a call, otherwise not found.
            if (keys.status != 401)
                return ready<ServerFacts>(Error{Error::Kind::NotSupported, u"better-auth without its API keys"_s});
            return andThen(http(u"device"_s), [facts](const HttpReply &device) -> Result<ServerFacts> {
                auto complete = facts;
                complete.signsInByCode = device.status == 400;
                return complete;
            });
        });
    });
}

Async<SignedIn> BetterAuthBackend::signIn(const QString &email, const Secret &password)
{
    const auto attempt =
        post(u"sign-in/email"_s, {{u"email"_s, email}, {u"password"_s, text(password)}, {u"rememberMe"_s, true}});
    return andThen(m_http.send(attempt), [this](const HttpReply &reply) -> Async<SignedIn> {
        const auto answer = authanswers::object(reply);
        if (!answer)
            return ready<SignedIn>(answer.error());
        if (!answer->value("twoFactorRedirect"_L1).toBool())
            return began(reply, {});
        m_half = {};
        m_half.take(reply);
        return ready<SignedIn>(Error{Error::Kind::SecondFactorRequired, u"the password was right"_s});
    });
}

Async<SignedIn> BetterAuthBackend::proveSecondFactor(const Secret &code, SecondFactor factor)
{
    const auto path =
        factor == SecondFactor::Authenticator ? u"two-factor/verify-totp"_s : u"two-factor/verify-backup-code"_s;
    auto attempt = post(path, {{u"code"_s, text(code)}});
    m_half.addTo(attempt);
    return andThen(m_http.send(attempt), [this](const HttpReply &reply) -> Async<SignedIn> {
        if (reply.status != 200)
            return ready<SignedIn>(authanswers::error(reply));
        return began(reply, m_half);
    });
}

//! A sign-in worked only where the server has the session.
Async<SignedIn> BetterAuthBackend::began(const HttpReply &reply, AuthSession session)
{
    session.take(reply);
    if (session.isEmpty())
        return ready<SignedIn>(Error{Error::Kind::Protocol, u"a sign-in that brought no session"_s});
    m_half = {};
    return establish(session);
}

Async<SignedIn> BetterAuthBackend::establish(const AuthSession &session)
{
    auto question = get(u"get-session"_s);
    session.addTo(question);
    return andThen(m_http.send(question), [session](const HttpReply &reply) -> Result<SignedIn> {
        auto signedIn = signedInFrom(reply);
        if (!signedIn)
            return signedIn;
        auto known = session;
        known.take(reply);
        known.setPersonId(signedIn->userId);
        SignedIn complete = *signedIn;
        complete.session = known.kept();
        return complete;
    });
}

Async<SignedIn> BetterAuthBackend::session()
{
    return andThen(establish(AuthSession::from(currentSession())),
                   [this](const SignedIn &signedIn) -> Result<SignedIn> {
                       if (hasSession())
                           setSession(signedIn.session);
                       return signedIn;
                   });
}

Async<> BetterAuthBackend::signOut()
{
    return andThen(ask(post(u"sign-out"_s, {})), [](const QJsonObject &) { return Result<>(); });
}

Async<BrowserCode> BetterAuthBackend::askForCode()
{
    return andThen(m_http.send(post(u"device/code"_s, {{u"client_id"_s, u"keysteward"_s}})),
                   [server = address()](const HttpReply &reply) -> Result<BrowserCode> {
                       const auto answer = authanswers::object(reply);
                       return answer ? browserCodeFrom(*answer, server) : Result<BrowserCode>(answer.error());
                   });
}

Async<SignedIn> BetterAuthBackend::signInByCode(const BrowserCode &code)
{
    const auto question = post(u"device/token"_s, {{u"grant_type"_s, u"urn:ietf:params:oauth:grant-type:device_code"_s},
                                                   {u"device_code"_s, text(code.deviceCode)},
                                                   {u"client_id"_s, u"keysteward"_s}});
    return andThen(m_http.send(question), [this](const HttpReply &reply) -> Async<SignedIn> {
        const auto answer = authanswers::object(reply);
        if (!answer)
            return ready<SignedIn>(answer.error());
        JsonReader reader(*answer);
        HttpReply handedOut; // the token is a session's
        handedOut.sessionToken = Secret::take(reader.text("access_token"));
        return reader.failed() ? ready<SignedIn>(reader.error()) : began(handedOut, {});
    });
}

} // namespace core
