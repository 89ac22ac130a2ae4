#include "core/gateway/api/endpoints.h"
#include "core/gateway/api/pages.h"
#include "core/gateway/api/rights.h"

#include "core/base/jsonvalue.h"
#include "core/base/times.h"
#include "core/domain/activityjson.h"
#include "core/gateway/store/activitysearch.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/usage.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

constexpr int usualPage = 50;
constexpr int longestPage = 1000;
constexpr qsizetype longestText = 200;
constexpr qint64 mostBuckets = 10000;
constexpr int usualDays = 30;
constexpr int mostShares = 20;
const QStringList filters = {u"key"_s,     u"kind"_s, u"class"_s, u"result"_s, u"code"_s,   u"scope"_s,
                             u"address"_s, u"q"_s,    u"since"_s, u"until"_s,  u"cursor"_s, u"limit"_s};

std::optional<Problem> readTime(const Call &call, const QString &name, QDateTime &time)
{
    const auto text = queryValue(call.request, name);
    if (text.isNull())
        return std::nullopt;
    time = core::fromRfc3339(text);
    if (!time.isValid())
        return invalid(name, u"must be a time such as 2026-11-20T10:04:00Z"_s);
    return std::nullopt;
}

std::optional<Problem> readKinds(const Call &call, store::ActivitySearch &search)
{
    const auto text = queryValue(call.request, u"kind");
    if (text.isNull())
        return std::nullopt;
    for (const auto &word : text.split(u',')) {
        const auto kind = core::eventKindFrom(word);
        if (kind == core::EventKind::Unknown)
            return invalid(u"kind"_s, u"must be kinds of events, separated by commas"_s);
        search.filter.kinds += kind;
    }
    return std::nullopt;
}

std::optional<Problem> readResult(const Call &call, store::ActivitySearch &search)
{
    using Result = core::ActivityFilter::Result;
    if (const auto text = queryValue(call.request, u"class"); !text.isNull()) {
        search.filter.result = text == u"ok" ? Result::Ok : Result::Refused;
        if (text != u"ok" && text != u"refused")
            return invalid(u"class"_s, u"must be ok or refused"_s);
    }
    if (const auto text = queryValue(call.request, u"result"); !text.isNull()) {
        static const QHash<QString, core::CallOutcome> outcomes{{u"ok"_s, core::CallOutcome::Ok},
                                                                {u"unauthorized"_s, core::CallOutcome::Unauthorized},
                                                                {u"forbidden"_s, core::CallOutcome::Forbidden},
                                                                {u"limited"_s, core::CallOutcome::Limited},
                                                                {u"other"_s, core::CallOutcome::Other}};
        if (!outcomes.contains(text))
            return invalid(u"result"_s, u"must be ok, unauthorized, forbidden, limited or other"_s);
        search.outcome = outcomes.value(text);
    }
    return std::nullopt;
}

std::optional<Problem> readTexts(const Call &call, store::ActivitySearch &search)
{
    auto &filter = search.filter;
    for (const auto &[name, text] : {std::pair(u"key"_s, &filter.keyId), std::pair(u"scope"_s, &filter.scope),
                                     std::pair(u"address"_s, &filter.address), std::pair(u"q"_s, &filter.text),
                                     std::pair(u"code"_s, &search.code)}) {
        *text = queryValue(call.request, name);
        if (text->size() > longestText)
            return invalid(name, u"must have at most %1 characters"_s.arg(longestText));
    }
    return std::nullopt;
}

std::optional<Problem> readPeriod(const Call &call, store::ActivitySearch &search)
{
    if (const auto problem = readTime(call, u"since"_s, search.filter.since))
        return problem;
    return readTime(call, u"until"_s, search.filter.until);
}

std::optional<Problem> readPage(const Call &call, const QString &list, store::ActivitySearch &search)
{
    const auto limit = pageLimit(call.request, usualPage, longestPage);
    if (!limit)
        return limit.problem();
    search.limit = *limit;
    const auto place = pagePlace(call, list, 2);
    if (!place)
        return place.problem();
    if (*place) {
        search.before = (*place)->at(0).toInteger();
        search.seen = (*place)->at(1).toInteger();
    }
    return std::nullopt;
}

std::optional<Problem> readUsagePeriod(const Call &call, store::UsagePeriod &period)
{
    const auto bucket = queryValue(call.request, u"bucket");
    if (!bucket.isNull() && bucket != u"hour" && bucket != u"day")
        return invalid(u"bucket"_s, u"must be hour or day"_s);
    period.bucket = bucket == u"hour" ? core::UsageBucket::Hour : core::UsageBucket::Day;
    period.until = call.now;
    if (const auto problem = readTime(call, u"until"_s, period.until))
        return problem;
    period.since = period.until.addDays(-usualDays);
    if (const auto problem = readTime(call, u"since"_s, period.since))
        return problem;
    if (period.since > period.until)
        return invalid(u"since"_s, u"must not be after “until”"_s);
    if (period.end() - period.first() > mostBuckets)
        return invalid(u"since"_s, u"must leave at most %1 buckets"_s.arg(mostBuckets));
    return std::nullopt;
}

} // namespace

Outcome<Answer> activity(Call &call)
{
    if (const auto unknown = unknownParameter(call.request, filters))
        return *unknown;
    const auto organization = ownOrganization(call);
    if (!organization)
        return organization.problem();
    store::ActivitySearch search{.organizationId = organization->id};
    for (const auto read : {readKinds, readResult, readTexts, readPeriod}) {
        if (const auto problem = read(call, search))
            return *problem;
    }
    const auto list = listName(call, u"activity of "_s + organization->id, filters);
    if (const auto problem = readPage(call, list, search))
        return *problem;
    const auto found = store::search(call.database, search);
    QJsonArray data;
    for (const auto &each : found.events)
        data += core::toJson(each.event);
    QJsonValue next(QJsonValue::Null);
    if (found.next != 0)
        next = call.tools.cursors.write({found.next, search.seen + found.events.size()}, list);
    return answerWith({{u"data"_s, data},
                       {u"next_cursor"_s, next},
                       {u"total"_s, found.total},
                       {u"total_is_estimate"_s, found.totalIsEstimate},
                       {u"searched_until"_s, core::orNull(found.searchedUntil)}});
}

Outcome<Answer> usage(Call &call)
{
    if (const auto unknown = unknownParameter(call.request, {u"key"_s, u"bucket"_s, u"since"_s, u"until"_s}))
        return *unknown;
    const auto organization = ownOrganization(call);
    if (!organization)
        return organization.problem();
    store::UsagePeriod period;
    if (const auto problem = readUsagePeriod(call, period))
        return *problem;
    QJsonArray data;
    for (const auto &count : store::usage(call.database, organization->id, queryValue(call.request, u"key"), period)) {
        data += QJsonObject{{u"start"_s, core::toRfc3339(count.start)},
                            {u"ok"_s, count.ok},
                            {u"unauthorized"_s, count.unauthorized},
                            {u"forbidden"_s, count.forbidden},
                            {u"limited"_s, count.limited},
                            {u"other"_s, count.other}};
    }
    return answerWith({{u"data"_s, data}});
}

Outcome<Answer> usageBreakdown(Call &call)
{
    if (const auto unknown = unknownParameter(call.request, {u"since"_s}))
        return *unknown;
    const auto held = visibleKey(call);
    if (!held)
        return held.problem();
    auto since = call.now.addDays(-usualDays);
    if (const auto problem = readTime(call, u"since"_s, since))
        return *problem;
    return answerWith(core::toJson(store::breakdown(call.database, held->key.id, since, mostShares)));
}

} // namespace gateway::api
