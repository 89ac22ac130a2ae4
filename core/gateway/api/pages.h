#pragma once

#include "core/gateway/api/call.h"

#include <QJsonArray>

//! Lists, page by page.
namespace gateway::api {

//! `limit`, 1 to \a most.
Outcome<int> pageLimit(const http::Request &request, int usual, int most);

//! What a cursor of a list belongs to: \a name, and everything of the query but the page. \a parameters: all that the
//! list knows.
QString listName(const Call &call, const QString &name, const QStringList &parameters);

//! The place that `cursor` names, of so many \a parts; nothing where none was given.
Outcome<std::optional<QJsonArray>> pagePlace(const Call &call, const QString &list, qsizetype parts,
                                             const QString &parameter = QStringLiteral("cursor"));

} // namespace gateway::api
