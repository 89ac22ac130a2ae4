#pragma once

#include "core/base/result.h"

#include <QSqlQuery>
#include <QVariant>

namespace core {

class Database;

//! A prepared statement whose faults are Errors. Values are only ever bound, never written into the text.
class Statement {
public:
    Statement(const Database &database, const QString &sql);

    //! Binds the next placeholder, from left to right.
    Statement &bind(const QVariant &value);
    //! Runs it; may be bound and run again.
    Result<> run();
    bool next() { return m_query.next(); }
    //! After the last row: whether reading ended by an error (a damaged page) and not by the end.
    Result<> ended() const;

    qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    QString text(int column) const { return m_query.value(column).toString(); }
    QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    bool isNull(int column) const { return m_query.isNull(column); }
    qint64 changed() const { return m_query.numRowsAffected(); }
    void finish() { m_query.finish(); }

    //! A single statement without values.
    static Result<> execute(const Database &database, const QString &sql);

private:
    const Database &m_database;
    QSqlQuery m_query;
    bool m_prepared = false;
    int m_bound = 0;
};

} // namespace core
