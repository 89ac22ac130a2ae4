#pragma once

#include "core/base/async.h"
#include "core/domain/key.h"

#include <QList>
#include <QString>
#include <algorithm>
#include <optional>
#include <utility>

namespace core {

class Database;

//! Which keys, in which order. `organization` is the cache's own reference (see OrganizationCache), or
//! `everyOrganization`.
struct KeyQuery {
    //! Active includes what expires soon and what is idle. A key whose end has passed is expired, whatever it was.
    enum class Show { All, Active, ExpiresSoon, Retiring, Idle, Expired, Revoked, Disabled };
    //! Ties are broken by the row id. Never used sorts as the longest ago, never expiring as the latest. Status sorts
    //! as active, retiring, disabled, expired, revoked, each by when it ends. Organization is by its name, within it by
    //! the key's.
    enum class Sort { Name, Status, Hint, Scopes, LastUsed, Expires, Created, Organization };

    qint64 organization = 0;
    Show show = Show::All;
    QString text{}; //!< any part of name, hint, note, scope or creator; case-insensitive
    Sort sort = Sort::Name;
    Qt::SortOrder order = Qt::AscendingOrder;
    QDateTime now{}; //!< what "soon", "idle" and "expired since" are judged by

    bool operator==(const KeyQuery &) const = default;
};

//! A key of the cache with the organization that it belongs to there: the same key may be known by two accounts.
struct CachedKey {
    qint64 organization = 0; //!< CachedOrganization::reference
    QString organizationName{};
    Key key{};

    bool operator==(const CachedKey &) const = default;
};

//! Names a key: its organization's reference, and its id there. Two organizations may have keys of one id.
using KeyOfOrganization = std::pair<qint64, QString>;

//! Counts for the filter buttons.
struct ShownCounts {
    qint64 all = 0;
    qint64 active = 0;
    qint64 expiresSoon = 0;
    qint64 retiring = 0;
    qint64 idle = 0;
    qint64 expired = 0;
    qint64 revoked = 0;
    qint64 disabled = 0;

    bool operator==(const ShownCounts &) const = default;
};

//! The head of a result, at once: a true beginning of the whole one.
struct FirstRows {
    QList<qint64> rows;
    bool complete = false; //!< whether that was all
    //! How many rows the whole result has; of a search that is not complete nobody knows.
    std::optional<qint64> total{};

    //! How many are known to follow.
    qint64 following() const { return std::max(total.value_or(0) - rows.size(), qint64(0)); }
};

//! The keys of every organization as last seen, in SQLite: never a secret. Reads are made for a table of any size: row
//! ids in order once, then rows by id. Used from the GUI thread; a bulk write runs in steps that the caller spaces out.
class KeyCache {
public:
    explicit KeyCache(Database &database);
    ~KeyCache();

    //! Row ids that match, in order, at most \a most; for a search of 3 letters and more through FTS5 trigrams.
    Result<QList<qint64>> rows(const KeyQuery &query, qsizetype most = 1'000'000'000) const;
    //! At most \a most rows within some milliseconds whatever the size of the table: a search for something rare may
    //! have found only a few of them, or none, by then.
    Result<FirstRows> firstRows(const KeyQuery &query, qsizetype most) const;
    //! All of them, read on a thread of its own. A newer call ends an older one soon, as Cancelled.
    Async<QList<qint64>> allRows(const KeyQuery &query) const;
    //! Nobody waits for `allRows` any more: a scan under way leaves the processor to others.
    void dropAllRows() const;

    //! In the order of \a rows, without those that are gone meanwhile.
    Result<QList<CachedKey>> cachedKeys(const QList<qint64> &rows) const;
    Result<QList<Key>> keys(const QList<qint64> &rows) const;
    Result<Key> key(qint64 organization, const QString &keyId) const;
    //! The row id of a key, or 0.
    qint64 rowOf(qint64 organization, const QString &keyId) const;
    Result<ShownCounts> counts(qint64 organization, const QDateTime &now) const;

    //! Inserts or replaces, in one transaction. A key that was known keeps its row id.
    Result<> put(qint64 organization, const QList<Key> &keys);
    Result<> remove(qint64 organization, const QStringList &keyIds);
    //! Removes the organization's keys and its cursor: everything is to be read again.
    Result<> clear(qint64 organization);
    //! A page of `changes`: keys, removals and the cursor behind them, in one transaction.
    Result<> apply(qint64 organization, const QList<Key> &keys, const QStringList &removed, const QString &cursor,
                   const QDateTime &at);
    //! The `changes` cursor up to which the cache is complete; empty: nothing was synchronized yet.
    Result<QString> cursor(qint64 organization) const;
    //! When the cursor was last moved.
    Result<QDateTime> syncedAt(qint64 organization) const;
    Result<> setCursor(qint64 organization, const QString &cursor, const QDateTime &at);

private:
    class Reader;

    Result<> write(qint64 organization, const QList<Key> &keys);
    Result<> erase(qint64 organization, const QStringList &keyIds);

    Database &m_database;
    std::unique_ptr<Reader> m_reader;
};

} // namespace core
