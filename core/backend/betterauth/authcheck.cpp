#include "core/backend/betterauth/authanswers.h"
#include "core/backend/betterauth/betterauthbackend.h"

#include "core/base/json.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! Calls that change nothing and cost nothing, with what a key needs for them. Sending cannot be tried harmlessly, and
//! listening would use up a ticket.
const QStringList &harmlessCalls()
{
    static const QStringList calls{u"oauth-apps"_s, u"sessions"_s};
    return calls;
}

bool isAbout(const Key &key, const Secret &secret)
{
    const auto start = key.hint.chopped(key.hint.endsWith(u'…') ? 1 : 0).toLatin1();
    return secret.reveal().starts_with(std::string_view(start.constData(), static_cast<std::size_t>(start.size())));
}

} // namespace

//! The gateway's side cannot say which key it was asked with, so its beginning is compared with the one that is shown.
Async<> BetterAuthBackend::checkKey(const QString &keyId, const Secret &secret)
{
    return andThen(key(keyId), [this, secret](const Key &known) {
        if (!isAbout(known, secret))
            return ready<>(Result<>(Error{Error::Kind::Protocol, u"the secret of another key"_s}));
        return tryCall(harmlessCalls().first(), secret, false);
    });
}

//! A key that may not do a thing is known all the same. A route that is not there says nothing: the next is tried.
Async<> BetterAuthBackend::tryCall(const QString &path, const Secret &secret, bool last)
{
    HttpRequest call;
    call.url = address().adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    call.url.setPath(call.url.path() + u"/api/v1/"_s + path);
    call.url.setQuery(u"limit=1"_s);
    call.secretHeaders.append({"x-api-key", secret});
    return andThen(m_http.send(call), [this, secret, last](const HttpReply &reply) {
        // What answers with a page to everything knows of no key.
        if ((reply.status == 200 || reply.status == 403) && parseObject(reply.body))
            return ready<>(Result<>());
        const bool isMissing = reply.status == 404 || reply.status == 200 || reply.status == 403;
        if (isMissing && !last)
            return tryCall(harmlessCalls().last(), secret, true);
        if (isMissing)
            return ready<>(Result<>(Error{Error::Kind::NotSupported, u"no gateway answers at this address"_s}));
        return ready<>(Result<>(authanswers::error(reply)));
    });
}

} // namespace core
