#include "core/backend/gateway/gatewaybackend.h"

#include "core/backend/gateway/activitystream.h"
#include "core/backend/gateway/keyanswers.h"
#include "core/backend/urlquery.h"
#include "core/base/identifiers.h"
#include "core/base/json.h"
#include "core/base/times.h"
#include "core/domain/activityjson.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace core {

using Verb = HttpRequest::Verb;

namespace {

QString wordFor(ActivityFilter::Result result)
{
    switch (result) {
    case ActivityFilter::Result::Ok: return u"ok"_s;
    case ActivityFilter::Result::Refused: return u"refused"_s;
    case ActivityFilter::Result::Any: break;
    }
    return {};
}

QString wordFor(const QList<EventKind> &kinds)
{
    QStringList words;
    for (const auto kind : kinds)
        words += core::wordFor(kind);
    return words.join(u',');
}

QString timeWord(const QDateTime &time)
{
    return time.isValid() ? toRfc3339(time) : QString();
}

QUrlQuery queryFor(const ActivityFilter &filter, const QString &cursor, int limit)
{
    QUrlQuery query;
    addEncoded(query, u"key"_s, filter.keyId);
    addEncoded(query, u"kind"_s, wordFor(filter.kinds));
    addEncoded(query, u"class"_s, wordFor(filter.result));
    addEncoded(query, u"scope"_s, filter.scope);
    addEncoded(query, u"address"_s, filter.address);
    addEncoded(query, u"q"_s, filter.text);
    addEncoded(query, u"since"_s, timeWord(filter.since));
    addEncoded(query, u"until"_s, timeWord(filter.until));
    addEncoded(query, u"cursor"_s, cursor);
    addEncoded(query, u"limit"_s, QString::number(limit));
    return query;
}

Result<ActivityPage> pageFrom(const QJsonObject &answer, const QString &cursor)
{
    JsonReader reader(answer, u"activity."_s);
    ActivityPage page;
    for (const auto &entry : reader.array("data")) {
        const auto event = activityEventFromJson(entry.toObject());
        if (!event)
            return event.error();
        page.events += *event;
    }
    page.cursor = reader.textOrNull("next_cursor");
    page.total = reader.integer("total");
    page.totalIsEstimate = reader.booleanOr("total_is_estimate", false);
    page.searchedUntil = reader.timeOrNull("searched_until");
    if (!page.cursor.isEmpty() && page.cursor == cursor)
        reader.fail("next_cursor", "a cursor that gets on");
    if (reader.failed())
        return reader.error();
    return page;
}

Result<QList<UsageCount>> countsFrom(const QJsonObject &answer)
{
    JsonReader reader(answer, u"usage."_s);
    QList<UsageCount> counts;
    for (const auto &entry : reader.array("data")) {
        const auto count = usageCountFromJson(entry.toObject());
        if (!count)
            return count.error();
        counts += *count;
    }
    if (reader.failed())
        return reader.error();
    return counts;
}

} // namespace

Async<ActivityPage> GatewayBackend::activity(const QString &organizationId, const ActivityFilter &filter,
                                             const QString &cursor, int limit)
{
    if (!isPathSafe(organizationId))
        return ready<ActivityPage>(answers::unsafeId());
    auto question = request(Verb::Get, {u"organizations"_s, organizationId, u"activity"_s});
    question.url.setQuery(queryFor(filter, cursor, limit));
    return andThen(ask(question, 200), [cursor](const QJsonObject &answer) { return pageFrom(answer, cursor); });
}

Async<QList<UsageCount>> GatewayBackend::usage(const QString &organizationId, const QString &keyId, UsageBucket bucket,
                                               const QDateTime &since, const QDateTime &until)
{
    if (!isPathSafe(organizationId))
        return ready<QList<UsageCount>>(answers::unsafeId());
    auto question = request(Verb::Get, {u"organizations"_s, organizationId, u"usage"_s});
    QUrlQuery query;
    addEncoded(query, u"key"_s, keyId);
    addEncoded(query, u"bucket"_s, wordFor(bucket));
    addEncoded(query, u"since"_s, timeWord(since));
    addEncoded(query, u"until"_s, timeWord(until));
    question.url.setQuery(query);
    return andThen(ask(question, 200), countsFrom);
}

Async<UsageBreakdown> GatewayBackend::breakdown(const QString &keyId, const QDateTime &since)
{
    if (!isPathSafe(keyId))
        return ready<UsageBreakdown>(answers::unsafeId());
    auto question = request(Verb::Get, {u"keys"_s, keyId, u"usage"_s, u"breakdown"_s});
    QUrlQuery query;
    addEncoded(query, u"since"_s, timeWord(since));
    question.url.setQuery(query);
    return andThen(ask(question, 200), usageBreakdownFromJson);
}

Async<Key> GatewayBackend::lookUp(const QString &organizationId, const QByteArray &sha256)
{
    if (!isPathSafe(organizationId))
        return ready<Key>(answers::unsafeId());
    const QJsonObject body{{u"sha256"_s, QString::fromLatin1(sha256.toHex())}};
    return askForKey(request(Verb::Post, {u"organizations"_s, organizationId, u"keys"_s, u"lookup"_s}, body), {});
}

std::unique_ptr<ActivityStream> GatewayBackend::stream(const QString &organizationId, const QByteArray &lastId)
{
    if (!isPathSafe(organizationId))
        return std::make_unique<ActivityStream>(std::make_unique<HttpStream>(answers::unsafeId()));
    auto question = request(Verb::Get, {u"organizations"_s, organizationId, u"stream"_s});
    if (!lastId.isEmpty())
        question.headers.append({"Last-Event-ID", lastId});
    return std::make_unique<ActivityStream>(m_http.stream(question));
}

} // namespace core
