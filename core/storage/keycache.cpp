#include "core/storage/keycache.h"

#include "core/storage/database.h"
#include "core/storage/keyrecord.h"
#include "core/storage/keyselection.h"
#include "core/storage/keytally.h"
#include "core/storage/searchindex.h"
#include "core/storage/statement.h"

#include <QHash>
#include <QThreadPool>
#include <atomic>

using namespace Qt::StringLiterals;

namespace core {

//! A thread that reads whole results beside the GUI. Each read opens its own connection, which takes well under a
//! millisecond, so nothing lingers between two.
class KeyCache::Reader {
public:
    explicit Reader(const Database &database) : m_file(database.file()) { m_thread.setMaxThreadCount(1); }

    Async<QList<qint64>> rows(const KeyQuery &query)
    {
        const Settle<QList<qint64>> settle;
        const auto operation = settle.operation();
        const auto turn = ++m_newest;
        m_thread.start([this, query, turn, settle] {
            const auto stale = [this, turn] { return turn != m_newest; };
            if (stale())
                return; // the last copy of `settle` goes: Cancelled
            const auto database = Database::openReader(m_file);
            settle(database ? KeySelection(**database, query, stale).all(1'000'000'000)
                            : Result<QList<qint64>>(database.error()));
        });
        return operation;
    }

    void drop() { ++m_newest; }

private:
    const QString m_file;
    std::atomic<int> m_newest = 0;
    QThreadPool m_thread; // last: its end waits for the work that uses the others
};

KeyCache::KeyCache(Database &database) : m_database(database), m_reader(std::make_unique<Reader>(database)) {}

KeyCache::~KeyCache()
{
    m_reader->drop();
}

Result<QList<qint64>> KeyCache::rows(const KeyQuery &query, qsizetype most) const
{
    return KeySelection(m_database, query).all(most);
}

Result<FirstRows> KeyCache::firstRows(const KeyQuery &query, qsizetype most) const
{
    const KeySelection selection(m_database, query);
    auto first = selection.first(most);
    if (!first || first->complete || selection.hasText())
        return first;
    const auto counted = counts(query.organization, query.now);
    if (!counted)
        return counted.error();
    auto head = *std::move(first);
    head.total = countOf(*counted, query.show);
    return head;
}

Async<QList<qint64>> KeyCache::allRows(const KeyQuery &query) const
{
    // What lives in memory has one connection, and this is its thread.
    return m_database.inMemory() ? ready(rows(query)) : m_reader->rows(query);
}

void KeyCache::dropAllRows() const
{
    m_reader->drop();
}

Result<QList<CachedKey>> KeyCache::cachedKeys(const QList<qint64> &rows) const
{
    QStringList ids;
    for (const auto row : rows)
        ids += QString::number(row);
    const auto list = u'[' + ids.join(u',') + u']';
    Statement statement(m_database,
                        u"SELECT id, organization, (SELECT name FROM organization WHERE reference = organization), %1 "
                        "FROM key WHERE id IN (SELECT value FROM json_each(?))"_s.arg(keyrecord::columns()));
    if (const auto ran = statement.bind(list).run(); !ran)
        return ran.error();
    QHash<qint64, CachedKey> found;
    while (statement.next())
        found.insert(statement.integer(0), {statement.integer(1), statement.text(2), keyrecord::read(statement, 3)});
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    QList<CachedKey> keys;
    keys.reserve(rows.size());
    for (const auto row : rows) {
        if (const auto at = found.constFind(row); at != found.cend())
            keys.append(*at);
    }
    return keys;
}

Result<QList<Key>> KeyCache::keys(const QList<qint64> &rows) const
{
    const auto cached = cachedKeys(rows);
    if (!cached)
        return cached.error();
    QList<Key> keys;
    keys.reserve(cached->size());
    for (const auto &each : *cached)
        keys.append(each.key);
    return keys;
}

Result<Key> KeyCache::key(qint64 organization, const QString &keyId) const
{
    Statement statement(m_database,
                        u"SELECT %1 FROM key WHERE key_id = ? AND organization = ?"_s.arg(keyrecord::columns()));
    if (const auto ran = statement.bind(keyId).bind(organization).run(); !ran)
        return ran.error();
    if (!statement.next())
        return Error{Error::Kind::NotFound};
    return keyrecord::read(statement, 0);
}

qint64 KeyCache::rowOf(qint64 organization, const QString &keyId) const
{
    Statement statement(m_database, u"SELECT id FROM key WHERE key_id = ? AND organization = ?"_s);
    return statement.bind(keyId).bind(organization).run() && statement.next() ? statement.integer(0) : 0;
}

Result<ShownCounts> KeyCache::counts(qint64 organization, const QDateTime &now) const
{
    return KeyTally(m_database, organization, now).counts();
}

Result<> KeyCache::write(qint64 organization, const QList<Key> &keys)
{
    Statement put(m_database, keyrecord::upsert());
    QHash<qint64, QString> texts;
    for (const auto &key : keys) {
        keyrecord::bind(put, organization, key);
        if (const auto done = put.run(); !done)
            return done;
        if (!put.next())
            return Error{Error::Kind::Storage, u"a key was not written"_s};
        texts.insert(put.integer(0), keyrecord::searchText(key));
        put.finish();
    }
    return SearchIndex(m_database).describe(texts);
}

Result<> KeyCache::erase(qint64 organization, const QStringList &keyIds)
{
    Statement remove(m_database, u"DELETE FROM key WHERE key_id = ? AND organization = ? RETURNING id"_s);
    QList<qint64> rows;
    for (const auto &id : keyIds) {
        if (const auto done = remove.bind(id).bind(organization).run(); !done)
            return done;
        if (remove.next())
            rows.append(remove.integer(0));
        remove.finish();
    }
    return SearchIndex(m_database).forget(rows);
}

Result<> KeyCache::put(qint64 organization, const QList<Key> &keys)
{
    Transaction transaction(m_database);
    if (const auto written = write(organization, keys); !written)
        return written;
    return transaction.commit();
}

Result<> KeyCache::remove(qint64 organization, const QStringList &keyIds)
{
    Transaction transaction(m_database);
    if (const auto erased = erase(organization, keyIds); !erased)
        return erased;
    return transaction.commit();
}

Result<> KeyCache::clear(qint64 organization)
{
    Transaction transaction(m_database);
    if (const auto done = SearchIndex(m_database).eraseKeys(organization); !done)
        return done;
    Statement cursor(m_database, u"UPDATE organization SET cursor = '', synced_at = NULL WHERE reference = ?"_s);
    if (const auto done = cursor.bind(organization).run(); !done)
        return done;
    return transaction.commit();
}

Result<> KeyCache::apply(qint64 organization, const QList<Key> &keys, const QStringList &removed, const QString &cursor,
                         const QDateTime &at)
{
    Transaction transaction(m_database);
    if (const auto erased = erase(organization, removed); !erased)
        return erased;
    if (const auto written = write(organization, keys); !written)
        return written;
    if (const auto moved = setCursor(organization, cursor, at); !moved)
        return moved;
    return transaction.commit();
}

Result<QString> KeyCache::cursor(qint64 organization) const
{
    Statement statement(m_database, u"SELECT cursor FROM organization WHERE reference = ?"_s);
    if (const auto ran = statement.bind(organization).run(); !ran)
        return ran.error();
    if (!statement.next())
        return Error{Error::Kind::NotFound};
    return statement.text(0);
}

Result<QDateTime> KeyCache::syncedAt(qint64 organization) const
{
    Statement statement(m_database, u"SELECT synced_at FROM organization WHERE reference = ?"_s);
    if (const auto ran = statement.bind(organization).run(); !ran)
        return ran.error();
    if (!statement.next())
        return Error{Error::Kind::NotFound};
    return statement.isNull(0) ? QDateTime() : QDateTime::fromSecsSinceEpoch(statement.integer(0), Qt::UTC);
}

Result<> KeyCache::setCursor(qint64 organization, const QString &cursor, const QDateTime &at)
{
    Statement statement(m_database, u"UPDATE organization SET cursor = ?, synced_at = ? WHERE reference = ?"_s);
    statement.bind(cursor.isNull() ? u""_s : cursor).bind(at.toSecsSinceEpoch()).bind(organization);
    if (const auto done = statement.run(); !done)
        return done;
    if (statement.changed() == 0)
        return Error{Error::Kind::NotFound}; // forgotten meanwhile
    return {};
}

} // namespace core
