#include "core/gateway/api/call.h"

#include "core/gateway/store/organizations.h"

#include <QJsonDocument>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

constexpr int longestAgent = 256;

QUrlQuery queryOf(const http::Request &request)
{
    // "+" stands for a blank, as forms and most clients write it.
    return QUrlQuery(QString::fromStdString(request.query).replace(u'+', u"%20"_s));
}

} // namespace

Answer answerWith(const QJsonObject &body, int status)
{
    return {status, QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString()};
}

Answer nothing()
{
    return {204, {}, {}, {}};
}

Answer wholeList(const QJsonArray &data)
{
    return answerWith({{u"data"_s, data}, {u"next_cursor"_s, QJsonValue::Null}, {u"total"_s, data.size()}});
}

QString Call::userAgent() const
{
    const auto agent = request.header("user-agent");
    return QString::fromUtf8(agent.data(), static_cast<qsizetype>(agent.size())).left(longestAgent);
}

void Call::tell(store::Event event)
{
    if (caller)
        event.actor = {store::Actor::Kind::User, user().id, user().name};
    event.method = QString::fromStdString(request.method);
    event.path = QString::fromStdString(request.path);
    event.address = address();
    event.userAgent = userAgent();
    store::Activity(database).write(event, now);
}

void Call::tellEverywhere(store::Event event, const QString &userId)
{
    const auto organizations = store::Organizations(database).idsOfUser(userId);
    for (const auto &id : organizations) {
        event.organizationId = id;
        tell(event);
    }
    if (organizations.isEmpty())
        tell(event);
}

QString queryValue(const http::Request &request, QStringView name)
{
    const auto query = queryOf(request);
    return query.hasQueryItem(name.toString()) ? query.queryItemValue(name.toString(), QUrl::FullyDecoded) : QString();
}

std::optional<Problem> unknownParameter(const http::Request &request, const QStringList &known)
{
    for (const auto &[name, value] : queryOf(request).queryItems(QUrl::FullyDecoded)) {
        if (!known.contains(name))
            return invalid(name, u"is not known"_s);
    }
    return std::nullopt;
}

} // namespace gateway::api
