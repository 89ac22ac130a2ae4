#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>
#include <QString>
#include <functional>

namespace core {

//! One SQLite file and one connection to it, for one thread. WAL, foreign keys, trusted_schema off, private to the user
//! (0600). A file that is not a sound database is set aside as "NAME.corrupt-<time>" and made anew; where the disk cannot
//! be written the database lives in memory. Brings the schema up to date with numbered migrations from resources.
class Database {
public:
    enum class Recovery { None, SetAside, InMemory };

    //! \a migrations: a resource folder of files 0001_name.sql …; a file newer than the program is set aside, too.
    static Result<std::unique_ptr<Database>> open(const QString &file, const QString &migrations);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    QSqlDatabase connection() const;
    Recovery recovery() const { return m_recovery; }
    QString file() const { return m_file; }

private:
    Database() = default;

    QString m_name;
    QString m_file;
    Recovery m_recovery = Recovery::None;
};

//! Rolls back unless committed; the commit's answer is checked.
class Transaction {
public:
    explicit Transaction(const Database &database);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    Result<> commit();

private:
    QSqlDatabase m_connection;
    bool m_open = false;
};

} // namespace core
