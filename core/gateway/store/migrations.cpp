#include "core/gateway/store/migrations.h"

#include <QDir>
#include <QFile>
#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace gateway::store::migrations {

namespace {

QStringList files()
{
    return QDir(u":/gateway/migrations"_s).entryList(QDir::Files, QDir::Name);
}

int numberOf(const QString &file)
{
    return QStringView(file).left(4).toInt();
}

core::Error failure(const QSqlQuery &query)
{
    return {core::Error::Kind::Storage, query.lastError().text()};
}

core::Result<> runOne(const QSqlDatabase &connection, const QString &file)
{
    QFile resource(u":/gateway/migrations/"_s + file);
    if (!resource.open(QIODevice::ReadOnly))
        return core::Error{core::Error::Kind::Storage, file + u": "_s + resource.errorString()};
    QSqlQuery query(connection);
    auto statements = statementsOf(QString::fromUtf8(resource.readAll()));
    statements.prepend(u"BEGIN IMMEDIATE"_s);
    statements += u"PRAGMA user_version = "_s + QString::number(numberOf(file));
    statements += u"COMMIT"_s;
    for (const auto &statement : std::as_const(statements)) {
        if (!query.exec(statement)) {
            const auto error = failure(query);
            query.exec(u"ROLLBACK"_s);
            return error;
        }
    }
    return {};
}

} // namespace

int newest()
{
    const auto all = files();
    return all.isEmpty() ? 0 : numberOf(all.last());
}

core::Result<int> version(const QSqlDatabase &connection)
{
    QSqlQuery query(connection);
    if (!query.exec(u"PRAGMA user_version"_s) || !query.next())
        return failure(query);
    return query.value(0).toInt();
}

core::Result<> run(const QSqlDatabase &connection, int from)
{
    for (const auto &file : files()) {
        if (numberOf(file) <= from)
            continue;
        if (const auto done = runOne(connection, file); !done)
            return done;
    }
    return {};
}

QStringList statementsOf(const QString &sql)
{
    QStringList statements;
    QString statement;
    for (const auto &line : sql.split(u'\n')) {
        if (line.startsWith(u"--") || line.trimmed().isEmpty())
            continue;
        statement += line + u'\n';
        if (line.endsWith(u';')) {
            statement.chop(2);
            statements += statement;
            statement.clear();
        }
    }
    return statements;
}

} // namespace gateway::store::migrations
