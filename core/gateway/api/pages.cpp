#include "core/gateway/api/pages.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

Outcome<int> pageLimit(const http::Request &request, int usual, int most)
{
    const auto text = queryValue(request, u"limit");
    if (text.isNull())
        return usual;
    bool isNumber = false;
    const int limit = text.toInt(&isNumber);
    if (!isNumber || limit < 1 || limit > most)
        return invalid(u"limit"_s, u"must be a whole number from 1 to %1"_s.arg(most));
    return limit;
}

QString listName(const Call &call, const QString &name, const QStringList &parameters)
{
    QStringList parts{name};
    for (const auto &parameter : parameters) {
        if (parameter != u"cursor" && parameter != u"limit")
            parts += parameter + u'=' + queryValue(call.request, parameter);
    }
    return parts.join(u'\n');
}

Outcome<std::optional<QJsonArray>> pagePlace(const Call &call, const QString &list, qsizetype parts,
                                             const QString &parameter)
{
    const auto cursor = queryValue(call.request, parameter);
    if (cursor.isEmpty())
        return std::optional<QJsonArray>();
    const auto place = call.tools.cursors.read(cursor, list);
    if (!place || place->size() != parts)
        return invalid(parameter, u"is not a cursor of this list"_s);
    return place;
}

} // namespace gateway::api
