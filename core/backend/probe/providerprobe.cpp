#include "core/backend/probe/providerprobe.h"

#include "core/backend/probe/redaction.h"
#include "core/backend/probe/verdict.h"
#include "core/base/clock.h"
#include "core/net/httpclient.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! A list of one record; more is read of no answer.
constexpr qint64 largestBody = 1024 * 1024;
//! What is kept of an answer's header, to be shown.
constexpr qsizetype mostHeaders = 40;
constexpr qsizetype longestHeader = 300;
//! Of a refusal's body, which is searched for its message.
constexpr qsizetype longestRefusal = 16 * 1024;

Secret headerValue(const WatchedKind &kind, const Secret &key)
{
    const auto around = kind.headerValue.toLatin1();
    const auto at = around.indexOf("{key}");
    const auto text = key.reveal();
    QByteArray value = around.first(at);
    value.append(text.data(), static_cast<qsizetype>(text.size()));
    value.append(around.sliced(at + 5));
    return Secret::take(std::move(value));
}

//! Of a reply that may hold anything, what may be judged and shown.
HttpReply cleaned(const HttpReply &reply, const Secret &key)
{
    const Redaction redaction(key);
    HttpReply clean;
    clean.status = reply.status;
    for (const auto &[name, value] : reply.headers.first(std::min(reply.headers.size(), mostHeaders)))
        clean.headers.append(
            {redaction.applied(name.left(longestHeader)), redaction.applied(value).left(longestHeader)});
    // A good answer holds records of customers, of which only the outermost member is looked for.
    clean.body = reply.status < 300 ? reply.body : redaction.applied(reply.body.left(longestRefusal));
    return clean;
}

} // namespace

ProviderProbe::ProviderProbe(HttpClient &http, const Clock &clock) : m_http(http), m_clock(clock) {}

Async<KeyCheck> ProviderProbe::ask(const WatchedOrganization &organization, const Watching &provider,
                                   const WatchedKind &kind, const Secret &key)
{
    const auto chosen = kindAt(organization, kind);
    HttpRequest request;
    request.url = watching::probeUrl(organization, chosen.probe);
    request.secretHeaders.append({chosen.header.toLatin1(), headerValue(chosen, key)});
    request.largestBody = largestBody;
    request.isForeign = true;
    return m_http.send(request).then([this, provider, probe = chosen.probe, key](const Result<HttpReply> &reply) {
        if (!reply && reply.error().kind == Error::Kind::Cancelled)
            return Result<KeyCheck>(reply.error());
        const auto now = m_clock.now();
        return Result<KeyCheck>(reply ? verdicts::from(cleaned(*reply, key), provider, probe, now)
                                      : verdicts::from(reply.error(), now));
    });
}

} // namespace core
