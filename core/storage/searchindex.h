#pragma once

#include "core/storage/statement.h"

namespace core {

//! Keeps the words of the keys and the trigram index over them in step. For use inside a transaction.
class SearchIndex {
public:
    explicit SearchIndex(const Database &database);

    //! What the key in \a row is found by from now on.
    Result<> describe(qint64 row, const QString &text);
    Result<> forget(qint64 row);
    //! Removes an organization's keys with their words.
    Result<> eraseKeys(qint64 organization);

private:
    const Database &m_database;
    Statement m_known;
    Statement m_put;
    Statement m_index;
    Statement m_unindex;
    Statement m_remove;
};

} // namespace core
