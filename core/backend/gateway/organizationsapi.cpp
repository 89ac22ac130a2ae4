#include "core/backend/gateway/answers.h"
#include "core/backend/gateway/gatewaybackend.h"
#include "core/backend/gateway/keyanswers.h"
#include "core/backend/urlquery.h"

#include "core/base/identifiers.h"
#include "core/base/json.h"
#include "core/domain/organizationjson.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr int mostPages = 200;

//! Reads a list page by page until the server says that it ends.
template <typename T>
Async<QList<T>> readList(HttpClient &http, const HttpRequest &page, Result<T> (*entryFrom)(const QJsonObject &),
                         QList<T> sofar = {}, int pages = 0)
{
    return andThen(http.send(page), [&http, page, entryFrom, sofar, pages](const HttpReply &reply) -> Async<QList<T>> {
        const auto answer = answers::object(reply, 200);
        if (!answer)
            return ready<QList<T>>(answer.error());
        JsonReader reader(*answer);
        QList<T> list = sofar;
        for (const auto &object : reader.array("data")) {
            const auto entry = entryFrom(object.toObject());
            if (!entry)
                return ready<QList<T>>(entry.error());
            list += *entry;
        }
        const auto cursor = reader.textOrNull("next_cursor");
        if (reader.failed())
            return ready<QList<T>>(reader.error());
        if (cursor.isEmpty())
            return ready<QList<T>>(list);
        HttpRequest next = page;
        QUrlQuery query;
        addEncoded(query, u"cursor"_s, cursor);
        next.url.setQuery(query);
        if (pages + 1 >= mostPages || next.url == page.url)
            return ready<QList<T>>(Error{Error::Kind::Protocol, u"a list that does not end"_s});
        return readList(http, next, entryFrom, list, pages + 1);
    });
}

Result<Organization> judgedOrganization(const QJsonObject &object)
{
    auto organization = organizationFromJson(object);
    if (organization && !isPathSafe(organization->id))
        return Error{Error::Kind::Protocol, u"an organization with an unusable id"_s};
    return organization;
}

} // namespace

Async<QList<Organization>> GatewayBackend::organizations()
{
    return readList<Organization>(m_http, request(HttpRequest::Verb::Get, {u"organizations"_s}), judgedOrganization);
}

Async<QList<Scope>> GatewayBackend::scopes(const QString &organizationId)
{
    if (!isPathSafe(organizationId))
        return ready<QList<Scope>>(answers::unsafeId());
    const auto list = request(HttpRequest::Verb::Get, {u"organizations"_s, organizationId, u"scopes"_s});
    return readList<Scope>(m_http, list, scopeFromJson);
}

Async<Changes> GatewayBackend::changes(const QString &organizationId, const QString &since)
{
    if (!isPathSafe(organizationId))
        return ready<Changes>(answers::unsafeId());
    auto question = request(HttpRequest::Verb::Get, {u"organizations"_s, organizationId, u"changes"_s});
    QUrlQuery query;
    addEncoded(query, u"since"_s, since);
    addEncoded(query, u"limit"_s, u"1000"_s);
    question.url.setQuery(query);
    return andThen(ask(question, 200), [organizationId, since](const QJsonObject &answer) {
        return answers::changes(answer, organizationId, since);
    });
}

} // namespace core
