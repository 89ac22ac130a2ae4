#include "core/gateway/store/database.h"

#include "core/base/log.h"

#include <QSqlError>

using namespace Qt::StringLiterals;

namespace gateway::store {

bool Rows::next()
{
    return m_query.isActive() && m_query.next();
}

QString Rows::text(int column) const
{
    return m_query.value(column).toString();
}

qint64 Rows::integer(int column) const
{
    return m_query.value(column).toLongLong();
}

QByteArray Rows::bytes(int column) const
{
    return m_query.value(column).toByteArray();
}

QDateTime Rows::time(int column) const
{
    return isNull(column) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(integer(column), Qt::UTC);
}

bool Rows::isNull(int column) const
{
    return m_query.isNull(column);
}

//! SQL's NULL is only what says so (`stamp`, `orNull`): Qt's drivers would take every null QString for it, too.
static QVariant bindable(const QVariant &value)
{
    const bool isNullText = !value.isNull() && value.typeId() == QMetaType::QString && value.toString().isNull();
    return isNullText ? QVariant(u""_s) : value;
}

Database::Database(QString connection, std::mutex &writing) : m_name(std::move(connection)), m_writing(writing) {}

Database::~Database()
{
    QSqlDatabase::database(m_name, false).close();
    QSqlDatabase::removeDatabase(m_name);
}

QSqlQuery Database::execute(const QString &sql, const Values &values)
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    if (failed())
        return query;
    query.setForwardOnly(true);
    bool done = query.prepare(sql);
    if (done) {
        for (const auto &value : values)
            query.addBindValue(bindable(value));
        done = query.exec();
    }
    if (!done)
        fail(query.lastError().text());
    return query;
}

Rows Database::select(const QString &sql, const Values &values)
{
    return Rows(execute(sql, values));
}

qint64 Database::run(const QString &sql, const Values &values)
{
    const auto query = execute(sql, values);
    return query.isActive() ? query.numRowsAffected() : 0;
}

QSqlQuery Database::prepared(const QString &sql)
{
    QSqlQuery statement(QSqlDatabase::database(m_name, false));
    statement.setForwardOnly(true);
    if (!failed() && !statement.prepare(sql))
        fail(statement.lastError().text());
    return statement;
}

qint64 Database::run(QSqlQuery &statement, std::initializer_list<QVariant> values)
{
    // By name: for each value that is bound by position Qt writes that number as text.
    static const QString names[]{u":a"_s, u":b"_s, u":c"_s, u":d"_s, u":e"_s,
                                 u":f"_s, u":g"_s, u":h"_s, u":i"_s, u":j"_s};
    if (failed())
        return 0;
    const auto *name = std::begin(names);
    for (const auto &value : values)
        statement.bindValue(*name++, value);
    if (statement.exec())
        return statement.numRowsAffected();
    fail(statement.lastError().text());
    return 0;
}

void Database::fail(const QString &detail)
{
    if (m_fault)
        return;
    qCWarning(logGateway).noquote() << "database:" << detail;
    m_fault = core::Error{core::Error::Kind::Storage, detail};
}

Change::Change(Database &database) : m_database(database), m_turn(database.m_writing)
{
    m_database.run(u"BEGIN IMMEDIATE"_s);
    m_open = !m_database.failed();
}

Change::~Change()
{
    if (!m_open)
        return;
    QSqlQuery query(QSqlDatabase::database(m_database.m_name, false));
    if (!query.exec(u"ROLLBACK"_s))
        m_database.fail(query.lastError().text());
}

bool Change::commit()
{
    if (!m_open)
        return false;
    m_database.run(u"COMMIT"_s);
    m_open = m_database.failed();
    return !m_open;
}

QVariant stamp(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>());
}

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

QVariant orNull(qint64 number)
{
    return number == 0 ? QVariant(QMetaType::fromType<qint64>()) : QVariant(number);
}

} // namespace gateway::store
