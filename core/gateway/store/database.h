#pragma once

#include "core/base/error.h"

#include <QDateTime>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>
#include <initializer_list>
#include <mutex>
#include <optional>

namespace gateway::store {

class Database;

//! The rows of a query, read in order.
class Rows {
public:
    bool next();
    QString text(int column) const;
    qint64 integer(int column) const;
    bool boolean(int column) const { return integer(column) != 0; }
    QByteArray bytes(int column) const;
    //! Invalid where NULL.
    QDateTime time(int column) const;
    bool isNull(int column) const;

private:
    friend class Database;
    explicit Rows(QSqlQuery query) : m_query(std::move(query)) {}

    QSqlQuery m_query;
};

//! One connection, for one thread. The first failure of a call is kept until `clearFault`: statements after it do
//! nothing and a Change does not commit, so that callers need not look after every statement.
class Database {
public:
    using Values = QVariantList;

    //! \a connection: the name of an open QSqlDatabase, which is closed and removed in the end.
    Database(QString connection, std::mutex &writing);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    Rows select(const QString &sql, const Values &values = {});
    //! How many rows were changed.
    qint64 run(const QString &sql, const Values &values = {});
    //! For what is run thousands of times: a statement to bind values to. Not later than the Database.
    QSqlQuery prepared(const QString &sql);
    //! Runs it with values for `:a`, `:b`, … in order. Likewise how many rows were changed.
    qint64 run(QSqlQuery &statement, std::initializer_list<QVariant> values);

    bool failed() const { return m_fault.has_value(); }
    const std::optional<core::Error> &fault() const { return m_fault; }
    void fail(const QString &detail);
    void clearFault() { m_fault.reset(); }

private:
    friend class Change;
    QSqlQuery execute(const QString &sql, const Values &values);

    QString m_name;
    std::mutex &m_writing;
    std::optional<core::Error> m_fault;
};

//! A change of the database, alone: takes the one writer's turn and a transaction, and gives both back in the end. What
//! must be told elsewhere in the same order (Checker::put) is told while the Change still lives.
class Change {
public:
    explicit Change(Database &database);
    //! Rolls back unless committed.
    ~Change();
    Change(const Change &) = delete;
    Change &operator=(const Change &) = delete;

    //! False, and rolled back, where anything of it failed: Database::fault says why.
    bool commit();

private:
    Database &m_database;
    std::unique_lock<std::mutex> m_turn;
    bool m_open = false;
};

//! For a column: NULL where the time is invalid.
QVariant stamp(const QDateTime &time);
//! For a column: NULL where the text is empty.
QVariant orNull(const QString &text);
//! For a column: NULL where the number is 0.
QVariant orNull(qint64 number);

} // namespace gateway::store
