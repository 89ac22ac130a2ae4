#include "core/storage/eventcache.h"

#include "core/base/json.h"
#include "core/domain/activityjson.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! A WHERE with its values.
struct Condition {
    QString sql;
    QVariantList values;

    void add(const QString &term, const QVariant &value)
    {
        sql += u" AND "_s + term;
        values += value;
    }
    void addEqual(const QString &column, const QString &value)
    {
        if (!value.isEmpty())
            add(column + u" = ?"_s, value);
    }
    void addAnyOf(const QString &column, const QList<EventKind> &kinds)
    {
        if (kinds.isEmpty())
            return;
        sql += u" AND %1 IN (%2)"_s.arg(column, QStringList(kinds.size(), u"?"_s).join(u','));
        for (const auto kind : kinds)
            values += wordFor(kind);
    }
    Statement &bind(Statement &statement) const
    {
        for (const auto &value : values)
            statement.bind(value);
        return statement;
    }
};

QString like(const QString &text)
{
    auto escaped = text;
    escaped.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return u'%' + escaped + u'%';
}

Condition conditionFor(qint64 organization, const ActivityFilter &filter)
{
    Condition condition{u"organization = ?"_s, {organization}};
    condition.addEqual(u"key_id"_s, filter.keyId);
    condition.addAnyOf(u"kind"_s, filter.kinds);
    switch (filter.result) {
    case ActivityFilter::Result::Any: break;
    case ActivityFilter::Result::Ok: condition.add(u"status < ?"_s, 400); break;
    case ActivityFilter::Result::Refused: condition.add(u"status >= ?"_s, 400); break;
    }
    condition.addEqual(u"scope"_s, filter.scope);
    condition.addEqual(u"address"_s, filter.address);
    if (!filter.text.isEmpty())
        condition.add(u"words LIKE ? ESCAPE '\\'"_s, like(filter.text));
    if (filter.since.isValid())
        condition.add(u"at >= ?"_s, filter.since.toSecsSinceEpoch());
    if (filter.until.isValid())
        condition.add(u"at < ?"_s, filter.until.toSecsSinceEpoch());
    return condition;
}

void addCursor(Condition &condition, const QString &cursor)
{
    if (cursor.isEmpty())
        return;
    condition.add(u"(at, event_id) < (?"_s, cursor.section(u'|', 0, 0).toLongLong());
    condition.sql += u", ?)"_s;
    condition.values += cursor.section(u'|', 1);
}

QString cursorBehind(const ActivityEvent &event)
{
    return QString::number(event.at.toSecsSinceEpoch()) + u'|' + event.id;
}

QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

} // namespace

EventCache::EventCache(Database &database, int most) : m_database(database), m_most(most) {}

Result<ActivityPage> EventCache::page(qint64 organization, const ActivityFilter &filter, const QString &cursor,
                                      int limit) const
{
    auto condition = conditionFor(organization, filter);
    Statement count(m_database, u"SELECT COUNT(*) FROM event WHERE "_s + condition.sql);
    if (const auto ran = condition.bind(count).run(); !ran)
        return ran.error();
    ActivityPage page;
    if (count.next())
        page.total = count.integer(0);
    addCursor(condition, cursor);
    Statement statement(m_database, u"SELECT facts FROM event WHERE "_s + condition.sql +
                                        u" ORDER BY at DESC, event_id DESC LIMIT ?"_s);
    if (const auto ran = condition.bind(statement).bind(limit + 1).run(); !ran)
        return ran.error();
    while (statement.next() && page.events.size() <= limit) {
        const auto facts = parseObject(statement.bytes(0));
        const auto event = facts ? activityEventFromJson(*facts) : Result<ActivityEvent>(facts.error());
        if (!event)
            return event.error();
        page.events += *event;
    }
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    if (page.events.size() > limit) {
        page.events.removeLast();
        page.cursor = cursorBehind(page.events.last());
    }
    return page;
}

Result<> EventCache::put(qint64 organization, const QList<ActivityEvent> &events)
{
    const auto known = m_stocks.constFind(organization);
    const auto counted = known != m_stocks.cend() ? Result<Stock>(*known) : stockOf(organization);
    if (!counted)
        return counted.error();
    auto stock = *counted;
    QList<ActivityEvent> wanted;
    // A kind that this version does not know has no word to be kept by.
    std::copy_if(events.begin(), events.end(), std::back_inserter(wanted), [&stock](const ActivityEvent &event) {
        return event.at.toSecsSinceEpoch() >= stock.floor && event.kind != EventKind::Unknown;
    });
    if (wanted.isEmpty())
        return {};
    Transaction transaction(m_database);
    Statement insert(m_database, u"INSERT OR IGNORE INTO event (organization, at, event_id, kind, status, key_id, "
                                 "scope, address, words, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
    for (const auto &event : wanted) {
        insert.bind(organization).bind(event.at.toSecsSinceEpoch()).bind(event.id).bind(wordFor(event.kind));
        insert.bind(event.status).bind(event.key ? event.key->id : u""_s).bind(notNull(event.scope));
        insert.bind(notNull(event.address)).bind(searchedWords(event).join(u'\n'));
        const auto facts = QJsonDocument(toJson(event)).toJson(QJsonDocument::Compact);
        if (const auto done = insert.bind(QString::fromUtf8(facts)).run(); !done)
            return done;
        stock.count += insert.changed();
    }
    if (stock.count > m_most) {
        if (const auto dropped = dropOldest(organization, stock); !dropped)
            return dropped;
    }
    const auto committed = transaction.commit();
    if (committed)
        m_stocks.insert(organization, stock);
    return committed;
}

Result<EventCache::Stock> EventCache::stockOf(qint64 organization) const
{
    Statement statement(m_database, u"SELECT COUNT(*), MIN(at) FROM event WHERE organization = ?"_s);
    if (const auto ran = statement.bind(organization).run(); !ran)
        return ran.error();
    if (!statement.next())
        return Stock{};
    const auto count = statement.integer(0);
    return Stock{count, count >= m_most ? statement.integer(1) : 0};
}

//! As many as came too many: a little work each time, from the end where they are.
Result<> EventCache::dropOldest(qint64 organization, Stock &stock) const
{
    Statement first(m_database, u"SELECT at, event_id FROM event WHERE organization = ? ORDER BY at, event_id "
                                "LIMIT 1 OFFSET ?"_s);
    if (const auto ran = first.bind(organization).bind(stock.count - m_most).run(); !ran)
        return ran.error();
    if (!first.next())
        return first.ended();
    Statement drop(m_database, u"DELETE FROM event WHERE organization = ? AND (at, event_id) < (?, ?)"_s);
    stock = {m_most, first.integer(0)};
    return drop.bind(organization).bind(stock.floor).bind(first.text(1)).run();
}

} // namespace core
