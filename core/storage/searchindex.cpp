#include "core/storage/searchindex.h"

#include "core/storage/database.h"

using namespace Qt::StringLiterals;

namespace core {

// The index holds no text of its own: to take a row out of it, SQLite must be told the words that it was put in with.
SearchIndex::SearchIndex(const Database &database)
    : m_database(database),
      m_known(database, u"SELECT text FROM key_text WHERE id = ?"_s),
      m_put(database, u"INSERT INTO key_text (id, text) VALUES (?, ?)"_s),
      m_index(database, u"INSERT INTO key_search (rowid, text) VALUES (?, ?)"_s),
      m_unindex(
          database,
          u"INSERT INTO key_search (key_search, rowid, text) SELECT 'delete', id, text FROM key_text WHERE id = ?"_s),
      m_remove(database, u"DELETE FROM key_text WHERE id = ?"_s)
{
}

Result<> SearchIndex::describe(qint64 row, const QString &text)
{
    if (const auto read = m_known.bind(row).run(); !read)
        return read;
    const bool known = m_known.next();
    const bool same = known && m_known.text(0) == text;
    m_known.finish();
    if (same)
        return {};
    if (const auto forgotten = known ? forget(row) : Result<>(); !forgotten)
        return forgotten;
    if (const auto done = m_put.bind(row).bind(text).run(); !done)
        return done;
    return m_index.bind(row).bind(text).run();
}

Result<> SearchIndex::forget(qint64 row)
{
    if (const auto done = m_unindex.bind(row).run(); !done)
        return done;
    return m_remove.bind(row).run();
}

Result<> SearchIndex::eraseKeys(qint64 organization)
{
    const auto its = u"id IN (SELECT id FROM key WHERE organization = ?)"_s;
    for (const auto &sql :
         {u"INSERT INTO key_search (key_search, rowid, text) SELECT 'delete', id, text FROM key_text WHERE "_s + its,
          u"DELETE FROM key_text WHERE "_s + its, u"DELETE FROM key WHERE organization = ?"_s}) {
        Statement statement(m_database, sql);
        if (const auto done = statement.bind(organization).run(); !done)
            return done;
    }
    return {};
}

} // namespace core
