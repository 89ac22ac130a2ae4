#include "core/gateway/api/endpoints.h"
#include "core/gateway/api/keyanswers.h"
#include "core/gateway/api/pages.h"
#include "core/gateway/api/rights.h"

#include "core/base/times.h"
#include "core/domain/keyjson.h"
#include "core/domain/keyrules.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/keysearch.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

using Sort = store::KeySearch::Sort;

constexpr int usualPage = 50;
constexpr int longestPage = 200;
constexpr qsizetype longestText = 200;
const QStringList filters = {u"status"_s,     u"scope"_s, u"q"_s,      u"expires_before"_s, u"idle_days"_s,
                             u"created_by"_s, u"sort"_s,  u"cursor"_s, u"limit"_s};

std::optional<Problem> readStatus(const Call &call, store::KeySearch &search)
{
    const auto text = queryValue(call.request, u"status");
    if (text.isNull())
        return std::nullopt;
    search.statuses = text.split(u',');
    for (const auto &status : std::as_const(search.statuses)) {
        if (core::keyStatusFrom(status) == core::KeyStatus::Unknown)
            return invalid(u"status"_s, u"must be active, retiring, expired, revoked or disabled"_s);
    }
    return std::nullopt;
}

std::optional<Problem> readTimes(const Call &call, store::KeySearch &search)
{
    if (const auto text = queryValue(call.request, u"expires_before"); !text.isNull()) {
        search.expiresBefore = core::fromRfc3339(text);
        if (!search.expiresBefore.isValid())
            return invalid(u"expires_before"_s, u"must be a time such as 2026-11-20T10:04:00Z"_s);
    }
    if (const auto text = queryValue(call.request, u"idle_days"); !text.isNull()) {
        bool isNumber = false;
        search.idleDays = text.toInt(&isNumber);
        if (!isNumber || *search.idleDays < 1 || *search.idleDays > 3650)
            return invalid(u"idle_days"_s, u"must be a whole number from 1 to 3650"_s);
    }
    return std::nullopt;
}

std::optional<Problem> readSort(const Call &call, store::KeySearch &search)
{
    static const QHash<QString, Sort> sorts{{u"name"_s, Sort::Name},
                                            {u"created_at"_s, Sort::CreatedAt},
                                            {u"expires_at"_s, Sort::ExpiresAt},
                                            {u"last_used"_s, Sort::LastUsed}};
    auto text = queryValue(call.request, u"sort");
    if (text.isNull())
        return std::nullopt;
    search.descending = text.startsWith(u'-');
    if (search.descending)
        text.remove(0, 1);
    if (!sorts.contains(text))
        return invalid(u"sort"_s, u"must be name, created_at, expires_at or last_used, with “-” for descending"_s);
    search.sort = sorts.value(text);
    return std::nullopt;
}

std::optional<Problem> readPage(const Call &call, const QString &list, store::KeySearch &search)
{
    const auto limit = pageLimit(call.request, usualPage, longestPage);
    if (!limit)
        return limit.problem();
    search.limit = *limit;
    const auto place = pagePlace(call, list, 2);
    if (!place)
        return place.problem();
    if (*place) {
        const auto value = (*place)->at(0);
        search.after = store::KeySearch::Place{
            value.isString() ? QVariant(value.toString()) : QVariant(value.toInteger()), (*place)->at(1).toString()};
    }
    return std::nullopt;
}

} // namespace

Outcome<Answer> keys(Call &call)
{
    if (const auto unknown = unknownParameter(call.request, filters))
        return *unknown;
    const auto organization = ownOrganization(call);
    if (!organization)
        return organization.problem();
    const auto list = listName(call, u"keys of "_s + organization->id, filters);
    store::KeySearch search{.organizationId = organization->id, .now = call.now};
    search.scope = queryValue(call.request, u"scope");
    search.text = queryValue(call.request, u"q");
    search.createdBy = queryValue(call.request, u"created_by");
    if (search.text.size() > longestText)
        return invalid(u"q"_s, u"must have at most %1 characters"_s.arg(longestText));
    for (const auto read : {readStatus, readTimes, readSort}) {
        if (const auto problem = read(call, search))
            return *problem;
    }
    if (const auto problem = readPage(call, list, search))
        return *problem;
    const auto found = store::search(call.database, search);
    QJsonArray data;
    for (const auto &foundKey : found.keys)
        data += shownKey(call, foundKey);
    QJsonValue next(QJsonValue::Null);
    if (found.next)
        next = call.tools.cursors.write({QJsonValue::fromVariant(found.next->value), found.next->id}, list);
    return answerWith({{u"data"_s, data}, {u"next_cursor"_s, next}, {u"total"_s, found.total}});
}

Outcome<Answer> key(Call &call)
{
    const auto held = visibleKey(call);
    if (!held)
        return held.problem();
    return answerWithKey(call, held->key);
}

Outcome<Answer> lookupKey(Call &call)
{
    BodyReader body(call.body);
    const auto hex = body.text(u"sha256"_s);
    const auto bytes = crypto::fromHex(hex.toStdString());
    crypto::Digest digest{};
    if (!bytes || bytes->size() != digest.size())
        body.fail(u"sha256"_s, u"must be 64 letters of hex"_s);
    if (const auto problem = body.problem())
        return *problem;
    const auto organization = ownOrganization(call);
    if (!organization)
        return organization.problem();
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    const auto hash = call.tools.checker.hashOfSha256(digest);
    const auto found = store::Keys(call.database)
                           .byHash(organization->id, QByteArray(reinterpret_cast<const char *>(hash.data()),
                                                                static_cast<qsizetype>(hash.size())));
    if (!found)
        return Problem{Fault::NotFound};
    return answerWithKey(call, *found);
}

} // namespace gateway::api
