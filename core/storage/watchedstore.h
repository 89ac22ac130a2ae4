#pragma once

#include "core/base/result.h"
#include "core/domain/watchedkey.h"

#include <QList>
#include <optional>

namespace core {

class Database;

//! The keys that are watched, in a database of their own: what a person wrote down here is nowhere else.
class WatchedStore {
public:
    //! The resource folder of its schema, for Database::open.
    static QString migrations();

    explicit WatchedStore(Database &database);

    //! By name.
    Result<QList<WatchedOrganization>> organizations() const;
    //! NotFound where there is none, here and below.
    Result<WatchedOrganization> organization(const QString &id) const;
    //! Adds it, or writes it anew.
    Result<> put(const WatchedOrganization &organization);
    //! With its keys and its history.
    Result<> forget(const QString &organizationId);

    Result<WatchedKey> key(const QString &id) const;
    Result<WatchedKey> find(const QString &organizationId, const QByteArray &sha256) const;
    Result<QList<WatchedKey>> keys(const QString &organizationId) const;
    //! Writes the keys and what was done (to the last of them) as one; their versions grow. Conflict where the secret
    //! of one is registered already.
    Result<> put(const QList<WatchedKey> &keys, const WatchedDeed &deed);

    //! What changed after the change of that number, in order; at most \a most.
    struct ChangedKey {
        qint64 change = 0;
        WatchedKey key;
    };
    Result<QList<ChangedKey>> changedSince(const QString &organizationId, qint64 change, int most) const;
    //! The number of the latest change of any key.
    Result<qint64> latestChange() const;

    //! Newest first, those before the deed of that number (0: the newest).
    Result<QList<WatchedDeed>> history(const QString &organizationId, qint64 before, int most) const;

private:
    Result<> write(const WatchedKey &key, qint64 change);
    Result<> write(const WatchedDeed &deed, const QString &organizationId);

    Database &m_database;
};

} // namespace core
