#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>

namespace core {

class Database;

//! Rolls back unless committed; the commit's answer is checked.
class Transaction {
public:
    explicit Transaction(const Database &database);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    //! An error where the transaction could not even be begun.
    Result<> commit();

private:
    const Database &m_database;
    bool m_open = false;
};

} // namespace core
