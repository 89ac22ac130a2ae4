#include "core/gateway/api/endpoints.h"

#include "core/base/log.h"
#include "core/base/text.h"
#include "core/gateway/api/authentication.h"
#include "core/gateway/api/browserpage.h"
#include "core/gateway/oidc/relyingparty.h"
#include "core/gateway/store/database.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

constexpr std::string_view browserCookie = "keysteward_sign_in";
constexpr std::string_view callbackPath = "/api/v1/sign-in/browser/callback";
constexpr qsizetype longestRedirect = 512;
constexpr qsizetype longestState = 512;
constexpr qsizetype longestEmail = 254;

//! A port of the person's own computer, by an address that no name server can turn elsewhere (RFC 8252, 7.3).
bool isLoopbackPort(const QString &address)
{
    if (address.size() > longestRedirect ||
        !(address.startsWith(u"http://127.0.0.1:"_s) || address.startsWith(u"http://[::1]:"_s)))
        return false;
    const QUrl url(address, QUrl::StrictMode);
    const bool isThere = url.host() == u"127.0.0.1" || url.host() == u"::1";
    return url.isValid() && isThere && url.port() > 0 && url.userInfo().isEmpty() && !url.hasQuery() &&
           !url.hasFragment();
}

bool isState(const QString &state)
{
    const auto fits = [](QChar letter) { return letter > u' ' && letter < u'\x7f'; };
    return !state.isEmpty() && state.size() <= longestState && std::all_of(state.begin(), state.end(), fits);
}

//! SHA-256 in base64url.
bool isChallenge(const QString &challenge)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9_-]{43}\\z"_s);
    return form.match(challenge).hasMatch();
}

QByteArray backTo(const AppRequest &app, const QByteArray &name, const QString &value)
{
    return QUrl(app.redirectUri, QUrl::StrictMode).toEncoded() + '?' +
           oidc::formOf({{name, value}, {"state", app.state}});
}

Answer backWithError(const AppRequest &app, const QString &error)
{
    return browserRedirect(backTo(app, "error", error));
}

//! RFC 6749, 4.1.2.1.
QString errorFor(core::Error::Kind kind)
{
    using Kind = core::Error::Kind;
    const bool passes = kind == Kind::Offline || kind == Kind::TimedOut || kind == Kind::OutcomeUnknown ||
                        kind == Kind::Unavailable || kind == Kind::Cancelled;
    return passes ? u"temporarily_unavailable"_s : u"server_error"_s;
}

//! What the provider says is passed on where it is one of the words that an app can know.
QString knownError(const QString &error)
{
    static const QStringList known{u"access_denied"_s, u"login_required"_s, u"consent_required"_s,
                                   u"interaction_required"_s, u"temporarily_unavailable"_s};
    return known.contains(error) ? error : u"server_error"_s;
}

QString callbackOf(const http::Request &request)
{
    // The server has made sure that Host is a name that is served here.
    const auto base = std::string(request.secure ? "https://" : "http://") + std::string(request.header("host"));
    return QString::fromStdString(base + std::string(callbackPath));
}

http::Header browserCookieHeader(const Call &call, std::string_view value, std::chrono::seconds life)
{
    // Lax: the provider is another site, and the way back from it must bring the cookie.
    return cookieHeader(call.request, {browserCookie, value, callbackPath, "Lax", life});
}

Answer toProvider(Call &call, const AppRequest &app, const core::Result<oidc::Provider> &provider)
{
    if (!provider) {
        qCWarning(logGateway).noquote() << "the OpenID provider cannot be asked:" << provider.error().detail;
        return backWithError(app, errorFor(provider.error().kind));
    }
    const auto verifier = crypto::toBase64Url(crypto::randomBytes(32));
    const BrowserSignIn signIn{app,
                               callbackOf(call.request),
                               QString::fromStdString(crypto::toBase64Url(crypto::randomBytes(32))),
                               core::Secret::copy(verifier),
                               call.request.address,
                               call.now};
    const auto marks = call.tools.browserSignIns.begin(signIn);
    if (!marks)
        return backWithError(app, u"temporarily_unavailable"_s);
    const oidc::Question question{signIn.callback, QString::fromStdString(marks->state), signIn.nonce,
                                  QString::fromStdString(crypto::toBase64Url(crypto::sha256(verifier)))};
    const auto address = oidc::addressFor(question, *provider, call.tools.relyingParty->client().id);
    auto answer = browserRedirect(address.toEncoded());
    answer.headers.push_back(browserCookieHeader(call, marks->browser, BrowserSignIns::patience));
    return answer;
}

void tellRefused(Call &call, const QString &userId, const QString &detail)
{
    store::Change change(call.database);
    call.tellEverywhere({.kind = store::Event::Kind::SessionFailed,
                         .status = 403,
                         .code = u"SIGN_IN_FAILED"_s,
                         .detail = detail.left(longestEmail)},
                        userId);
    change.commit();
}

//! Only letters of ASCII are the same in capitals: other alphabets have letters that merely fold to them.
bool isSameAddress(const QString &a, const QString &b)
{
    const auto isAscii = [](const QString &text) {
        return std::all_of(text.begin(), text.end(), [](QChar letter) { return letter < u'\x80'; });
    };
    return a == b || (isAscii(a) && isAscii(b) && a.compare(b, Qt::CaseInsensitive) == 0);
}

Answer refusePerson(Call &call, const BrowserSignIn &signIn, const QString &userId, const QString &email,
                    const QString &words)
{
    tellRefused(call, userId, email);
    return browserPage(403, u"You are not signed in"_s, words, backTo(signIn.app, "error", u"access_denied"_s));
}

Answer toApp(Call &call, const BrowserSignIn &signIn, const core::Result<oidc::Identity> &identity)
{
    if (!identity) {
        qCWarning(logGateway).noquote() << "a sign-in by browser is refused:" << identity.error().detail;
        tellRefused(call, {}, u"browser"_s);
        return backWithError(signIn.app, errorFor(identity.error().kind));
    }
    const auto &email = identity->email;
    const auto provider = call.tools.relyingParty->client().providerName;
    const auto user = email.isEmpty() ? std::nullopt : store::Users(call.database).byEmail(email);
    const bool isKnown = user && isSameAddress(user->email, email);
    if (!identity->isEmailVerified || email.isEmpty())
        return refusePerson(
            call, signIn, isKnown ? user->id : QString(), email,
            u"%1 has not verified your email address. Verify it there, or sign in with your password."_s.arg(provider));
    if (!isKnown)
        return refusePerson(call, signIn, {}, email,
                            u"Nobody here has the email address %1. Ask the administrator of this gateway to add you, "
                            "or sign in to %2 with another account."_s.arg(core::shown(email, longestEmail), provider));
    const auto code = call.tools.signInCodes.issue(user->id, signIn.app.challenge, call.now);
    return browserRedirect(backTo(signIn.app, "code", QString::fromStdString(code)));
}

//! The sign-in is over, and what ties it to the browser goes.
Answer ended(const Call &call, Answer answer)
{
    answer.headers.push_back(browserCookieHeader(call, {}, std::chrono::seconds(0)));
    return answer;
}

//! What the provider answered, once the browser is known to be the one that asked.
Answer judgeReturn(Call &call, const BrowserSignIn &signIn)
{
    const auto code = queryValue(call.request, u"code");
    if (code.isEmpty())
        return ended(call, backWithError(signIn.app, knownError(queryValue(call.request, u"error"))));
    const auto admittedAt = call.now.toMSecsSinceEpoch();
    const auto attempt = signIn.nonce.toStdString();
    if (!call.tools.guard.admit(attempt, signIn.address, admittedAt).admitted)
        return ended(call, backWithError(signIn.app, u"temporarily_unavailable"_s));
    const oidc::Redemption redemption{
        code, queryValue(call.request, u"iss"), signIn.callback, signIn.verifier, signIn.nonce, signIn.begunAt};
    Answer answer;
    answer.later = [party = call.tools.relyingParty, redemption, signIn, attempt, admittedAt](const Resume &resume) {
        party->redeem(redemption, [=](const core::Result<oidc::Identity> &identity) {
            resume([=](Call &resumed) -> Outcome<Answer> {
                const auto judged = toApp(resumed, signIn, identity);
                if (identity && judged.status == 302)
                    resumed.tools.guard.succeeded(attempt, signIn.address, admittedAt);
                return ended(resumed, judged);
            });
        });
    };
    return answer;
}

} // namespace

Outcome<Answer> beginBrowserSignIn(Call &call)
{
    if (!call.tools.relyingParty)
        return Problem{Fault::NotFound};
    const auto value = [&](QStringView name) { return queryValue(call.request, name); };
    const AppRequest app{value(u"redirect_uri"), value(u"state"), value(u"code_challenge")};
    if (!isLoopbackPort(app.redirectUri) || !isState(app.state))
        return browserPage(400, u"This sign-in cannot begin"_s,
                           u"The program that opened this page did not say properly where on this computer it waits. "
                           "Update it, or sign in with your password."_s);
    if (!isChallenge(app.challenge) || value(u"code_challenge_method") != u"S256")
        return backWithError(app, u"invalid_request"_s);
    Answer answer;
    answer.later = [party = call.tools.relyingParty, app](const Resume &resume) {
        party->provider([=](const core::Result<oidc::Provider> &provider) {
            resume([=](Call &resumed) -> Outcome<Answer> { return toProvider(resumed, app, provider); });
        });
    };
    return answer;
}

Outcome<Answer> finishBrowserSignIn(Call &call)
{
    if (!call.tools.relyingParty)
        return Problem{Fault::NotFound};
    const auto signIn = call.tools.browserSignIns.take(
        {queryValue(call.request, u"state").toStdString(), std::string(cookieOf(call.request, browserCookie))},
        call.now);
    if (!signIn)
        return browserPage(400, u"This sign-in is over"_s,
                           u"It took too long, was finished already, or was begun in another browser. Go back to "
                           "Keysteward and begin again."_s);
    return judgeReturn(call, *signIn);
}

} // namespace gateway::api
