#pragma once

#include "core/base/result.h"

#include <QHash>
#include <QList>
#include <QString>

namespace core {

class Database;

//! Keeps the words of the keys and the trigram index over them in step. For use inside a transaction, for many rows at
//! once and after everything else that the transaction writes: SQLite flushes the index to the file before each
//! statement that may have to be undone.
class SearchIndex {
public:
    explicit SearchIndex(const Database &database);

    //! What the keys, by row, are found by from now on.
    Result<> describe(const QHash<qint64, QString> &texts);
    Result<> forget(const QList<qint64> &rows);
    //! Removes an organization's keys with their words.
    Result<> eraseKeys(qint64 organization);

private:
    Result<QHash<qint64, QString>> known(const QList<qint64> &rows) const;

    const Database &m_database;
};

} // namespace core
