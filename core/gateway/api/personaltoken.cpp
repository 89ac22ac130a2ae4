#include "core/gateway/api/personaltoken.h"

#include "core/base/jsonvalue.h"
#include "core/base/times.h"
#include "core/domain/keytoken.h"
#include "core/gateway/api/authentication.h"
#include "core/gateway/api/endpoints.h"
#include "core/gateway/check/credential.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/tokens.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

std::string contextOf(const store::User &user)
{
    return "personal token of " + user.id.toStdString();
}

std::optional<std::string> unsealed(const Call &call, const store::PersonalToken &token)
{
    const auto bytes = std::span(reinterpret_cast<const std::uint8_t *>(token.sealed.constData()),
                                 static_cast<std::size_t>(token.sealed.size()));
    return crypto::unseal(bytes, call.tools.tokenKey, contextOf(call.user()));
}

Outcome<Answer> answerWithToken(Call &call)
{
    const auto token = store::Tokens(call.database).ofUser(call.user().id);
    auto text = token ? unsealed(call, *token) : std::nullopt;
    if (!text)
        return Problem{Fault::Internal};
    const auto scheme = call.request.secure ? u"https://"_s : u"http://"_s;
    const auto host = call.request.header("host");
    auto answer =
        answerWith({{u"token"_s, QString::fromStdString(*text)},
                    {u"endpoint_url"_s,
                     scheme + QString::fromUtf8(host.data(), static_cast<qsizetype>(host.size())) + u"/api/v1"_s},
                    {u"created_at"_s, core::toRfc3339(token->createdAt)},
                    {u"replaced_because"_s, core::orNull(token->replacedBecause)}});
    crypto::wipe(text->data(), text->size());
    return answer;
}

} // namespace

void replaceToken(Call &call, const QString &because)
{
    auto text = keytoken::generate(check::personalTokenPrefix);
    const auto sealed = crypto::seal(text, call.tools.tokenKey, contextOf(call.user()));
    store::Tokens(call.database)
        .put({call.user().id, tokenHash(call.tools.checker, text),
              QByteArray(reinterpret_cast<const char *>(sealed.data()), static_cast<qsizetype>(sealed.size())),
              call.now, because});
    crypto::wipe(text.data(), text.size());
    if (!because.isEmpty())
        call.tellEverywhere({.kind = store::Event::Kind::TokenReplaced, .detail = because}, call.user().id);
}

void replaceExistingToken(Call &call, const QString &because)
{
    if (store::Tokens(call.database).ofUser(call.user().id))
        replaceToken(call, because);
}

Outcome<Answer> personalToken(Call &call)
{
    if (!store::Tokens(call.database).ofUser(call.user().id)) {
        store::Change change(call.database);
        replaceToken(call, {});
        if (!change.commit())
            return Problem{Fault::Unavailable};
    }
    return answerWithToken(call);
}

//! Without making one, as reading it would.
Outcome<Answer> personalTokenUse(Call &call)
{
    const auto token = store::Tokens(call.database).ofUser(call.user().id);
    return answerWith({{u"created_at"_s, core::orNull(token ? token->createdAt : QDateTime())},
                       {u"last_used_at"_s, core::orNull(token ? token->usedAt : QDateTime())}});
}

Outcome<Answer> endPersonalToken(Call &call)
{
    store::Tokens tokens(call.database);
    if (!tokens.ofUser(call.user().id))
        return nothing();
    store::Change change(call.database);
    tokens.forget(call.user().id);
    call.tellEverywhere({.kind = store::Event::Kind::TokenReplaced, .detail = u"ended"_s}, call.user().id);
    if (!change.commit())
        return Problem{Fault::Unavailable};
    return nothing();
}

Outcome<Answer> rotatePersonalToken(Call &call)
{
    store::Change change(call.database);
    replaceToken(call, u"rotated"_s);
    if (!change.commit())
        return Problem{Fault::Unavailable};
    return answerWithToken(call);
}

} // namespace gateway::api
