#include "core/storage/transaction.h"

#include "core/storage/database.h"
#include "core/storage/statement.h"

using namespace Qt::StringLiterals;

namespace core {

// IMMEDIATE: the lock is taken (and waited for) here, so that no write in the middle finds the file locked.
Transaction::Transaction(const Database &database)
    : m_database(database), m_open(bool(Statement::execute(database, u"BEGIN IMMEDIATE"_s)))
{
}

Transaction::~Transaction()
{
    if (m_open && !Statement::execute(m_database, u"ROLLBACK"_s))
        m_open = false; // SQLite has rolled back by itself, as it does when the disk is full
}

Result<> Transaction::commit()
{
    if (!m_open)
        return Error{Error::Kind::Storage, u"the transaction could not be begun"_s};
    const auto committed = Statement::execute(m_database, u"COMMIT"_s);
    if (committed)
        m_open = false;
    return committed;
}

} // namespace core
