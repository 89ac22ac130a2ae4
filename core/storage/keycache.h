#pragma once

#include "core/base/result.h"
#include "core/domain/key.h"

#include <QList>
#include <QString>

namespace core {

class Database;

//! Which keys, in which order. `organization` is the cache's own reference (see OrganizationCache).
struct KeyQuery {
    enum class Show { All, Active, ExpiresSoon, Retiring, Idle, Expired, Revoked, Disabled };
    enum class Sort { Name, Status, Hint, Scopes, LastUsed, Expires, Created };

    qint64 organization = 0;
    Show show = Show::All;
    QString text{}; //!< any part of name, hint, note, scope or creator; case-insensitive
    Sort sort = Sort::Name;
    Qt::SortOrder order = Qt::AscendingOrder;
    QDateTime now{}; //!< what "soon" and "idle" are judged by

    bool operator==(const KeyQuery &) const = default;
};

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
};

//! The keys of every organization as last seen, in SQLite: never a secret. Reads are made for a table of any size: row ids
//! in order once, then rows by id. Used from the GUI thread; a bulk write runs in steps that the caller spaces out.
class KeyCache {
public:
    explicit KeyCache(Database &database);

    //! Row ids that match, in order, at most \a most; for a search of 3 letters and more through FTS5 trigrams.
    Result<QList<qint64>> rows(const KeyQuery &query, qsizetype most = 1'000'000'000) const;
    Result<QList<Key>> keys(const QList<qint64> &rows) const;
    Result<Key> key(const QString &keyId) const;
    Result<ShownCounts> counts(qint64 organization, const QDateTime &now) const;

    //! Inserts or replaces, in one transaction.
    Result<> put(qint64 organization, const QList<Key> &keys);
    Result<> remove(qint64 organization, const QStringList &keyIds);
    //! The `changes` cursor up to which the cache is complete; empty: nothing was synchronized yet.
    Result<QString> cursor(qint64 organization) const;
    //! When the cursor was last moved.
    Result<QDateTime> syncedAt(qint64 organization) const;
    Result<> setCursor(qint64 organization, const QString &cursor, const QDateTime &at);

private:
    Database &m_database;
};

} // namespace core
