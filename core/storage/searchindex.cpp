#include "core/storage/searchindex.h"

#include "core/storage/database.h"
#include "core/storage/statement.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

const auto among = u"id IN (SELECT value FROM json_each(?))"_s;
// The index holds no text of its own: to take a row out of it, SQLite must be told the words that it was put in with.
const auto unindex =
    u"INSERT INTO key_search (key_search, rowid, text) SELECT 'delete', id, text FROM key_text WHERE "_s;

QString listOf(const QList<qint64> &rows)
{
    QStringList numbers;
    numbers.reserve(rows.size());
    for (const auto row : rows)
        numbers += QString::number(row);
    return u'[' + numbers.join(u',') + u']';
}

} // namespace

SearchIndex::SearchIndex(const Database &database) : m_database(database) {}

Result<QHash<qint64, QString>> SearchIndex::known(const QList<qint64> &rows) const
{
    Statement statement(m_database, u"SELECT id, text FROM key_text WHERE "_s + among);
    if (const auto ran = statement.bind(listOf(rows)).run(); !ran)
        return ran.error();
    QHash<qint64, QString> texts;
    while (statement.next())
        texts.insert(statement.integer(0), statement.text(1));
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return texts;
}

Result<> SearchIndex::describe(const QHash<qint64, QString> &texts)
{
    const auto before = known(texts.keys());
    if (!before)
        return before.error();
    QList<qint64> changed;
    QList<qint64> outdated;
    for (auto text = texts.begin(); text != texts.end(); ++text) {
        const auto old = before->constFind(text.key());
        if (old != before->cend() && *old == *text)
            continue;
        changed.append(text.key());
        if (old != before->cend())
            outdated.append(text.key());
    }
    if (const auto done = forget(outdated); !done)
        return done;
    Statement put(m_database, u"INSERT INTO key_text (id, text) VALUES (?, ?)"_s);
    for (const auto row : std::as_const(changed)) {
        if (const auto done = put.bind(row).bind(texts.value(row)).run(); !done)
            return done;
    }
    Statement index(m_database, u"INSERT INTO key_search (rowid, text) SELECT id, text FROM key_text WHERE "_s + among);
    return changed.isEmpty() ? Result<>() : index.bind(listOf(changed)).run();
}

Result<> SearchIndex::forget(const QList<qint64> &rows)
{
    if (rows.isEmpty())
        return {};
    const auto list = listOf(rows);
    for (const auto &sql : {unindex + among, u"DELETE FROM key_text WHERE "_s + among}) {
        Statement statement(m_database, sql);
        if (const auto done = statement.bind(list).run(); !done)
            return done;
    }
    return {};
}

Result<> SearchIndex::eraseKeys(qint64 organization)
{
    const auto its = u"id IN (SELECT id FROM key WHERE organization = ?)"_s;
    for (const auto &sql :
         {unindex + its, u"DELETE FROM key_text WHERE "_s + its, u"DELETE FROM key WHERE organization = ?"_s,
          u"DELETE FROM key_ends WHERE organization = ?"_s, u"DELETE FROM key_sights WHERE organization = ?"_s}) {
        Statement statement(m_database, sql);
        if (const auto done = statement.bind(organization).run(); !done)
            return done;
    }
    return {};
}

} // namespace core
