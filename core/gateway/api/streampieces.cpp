#include "core/gateway/api/streampieces.h"

#include "core/domain/activityjson.h"
#include "core/gateway/api/keyanswers.h"
#include "core/gateway/store/activitysearch.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/eventtail.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/organizations.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

//! Far less than what may wait for a client, so that a piece more never cuts one that reads.
constexpr std::size_t enough = 64 * 1024;
constexpr int mostRows = 200;
//! Whoever comes back from further behind is better off reading the lists anew.
constexpr qint64 mostBehind = 1000 * 1000;
constexpr StreamPlace nowhere{-1, -1};

QString listOf(const QString &organizationId)
{
    return u"stream of "_s + organizationId;
}

std::string compact(const QJsonObject &data)
{
    return QJsonDocument(data).toJson(QJsonDocument::Compact).toStdString();
}

std::string idField(const Cursors &cursors, const QString &organizationId, const StreamPlace &place)
{
    return "id: " + cursors.write({place.event, place.change}, listOf(organizationId)).toStdString() + '\n';
}

} // namespace

StreamPlace StreamPieces::newest(const QString &organizationId) const
{
    return {store::newestEvent(m_database), store::Organizations(m_database).changeNumber(organizationId)};
}

StreamPlace StreamPieces::after(const QString &organizationId, const QString &id) const
{
    const auto told = m_cursors.read(id, listOf(organizationId));
    if (!told || told->size() != 2 || told->at(0).toInteger() < store::forgottenEvent(m_database))
        return nowhere;
    return {told->at(0).toInteger(), told->at(1).toInteger()};
}

//! Also where it is ahead of what there is: the database is from a backup.
bool StreamPieces::isLost(const StreamPlace &place, const StreamPlace &newest) const
{
    return place.event < 0 || place.event < newest.event - mostBehind || place.event > newest.event ||
           place.change < 0 || place.change > newest.change;
}

StreamPiece StreamPieces::next(const QString &organizationId, const StreamPlace &from, const QDateTime &now) const
{
    std::string out;
    StreamPiece piece{{}, from};
    const auto last = newest(organizationId);
    if (!m_database.failed() && isLost(from, last)) {
        piece.end = last;
        append(out, organizationId, last, "reset", {});
    }
    if (piece.end.change < last.change)
        appendChanges(organizationId, now, out, piece);
    if (piece.end.event < last.event && !piece.more)
        appendEvents(organizationId, last.event, out, piece);
    if (m_database.failed())
        return {std::make_shared<const std::string>(), from};
    piece.bytes = std::make_shared<const std::string>(std::move(out));
    return piece;
}

void StreamPieces::appendChanges(const QString &organizationId, const QDateTime &now, std::string &out,
                                 StreamPiece &piece) const
{
    const auto changed = store::Keys(m_database).changedSince(organizationId, piece.end.change, mostRows);
    for (const auto &[key, number] : changed.keys) {
        piece.end.change = number;
        append(out, organizationId, piece.end, "key.changed", shownKey(key, now));
        piece.more = out.size() > enough;
        if (piece.more)
            return;
    }
    piece.end.change = changed.last;
    piece.more = changed.more;
}

void StreamPieces::appendEvents(const QString &organizationId, qint64 newest, std::string &out,
                                StreamPiece &piece) const
{
    const auto events = store::eventsAfter(m_database, organizationId, piece.end.event, mostRows);
    for (const auto &[number, event] : events) {
        piece.end.event = number;
        append(out, organizationId, piece.end, "activity", core::toJson(event));
        piece.more = out.size() > enough;
        if (piece.more)
            return;
    }
    piece.more = events.size() == mostRows;
    // What other organizations did meanwhile need not be looked through again.
    if (!piece.more)
        piece.end.event = std::max(piece.end.event, newest);
}

void StreamPieces::append(std::string &out, const QString &organizationId, const StreamPlace &place,
                          std::string_view event, const QJsonObject &data) const
{
    out.append(idField(m_cursors, organizationId, place)).append("event: ").append(event);
    out.append("\ndata: ").append(compact(data)).append("\n\n");
}

std::string placeLine(const Cursors &cursors, const QString &organizationId, const StreamPlace &place)
{
    return idField(cursors, organizationId, place) + '\n';
}

std::string sessionEnded(std::string_view code)
{
    return "event: session.ended\ndata: " +
           compact({{u"code"_s, QString::fromLatin1(code.data(), static_cast<qsizetype>(code.size()))}}) + "\n\n";
}

} // namespace gateway::api
