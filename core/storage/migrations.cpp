#include "core/storage/migrations.h"

#include "core/storage/database.h"

#include <QDir>
#include <QFile>
#include <QSqlQuery>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core::migrations {

namespace {

//! Where a quoted text, a name in quotes or a comment that begins at \a from ends; \a from itself where none begins.
qsizetype pastOpaque(QStringView script, qsizetype from)
{
    const auto rest = script.mid(from);
    const auto past = [&](QStringView end) {
        const auto at = script.indexOf(end, from + (end.size() == 1 ? 1 : 2));
        return at < 0 ? script.size() : at + end.size();
    };
    if (rest.startsWith(u"--"))
        return past(u"\n");
    if (rest.startsWith(u"/*"))
        return past(u"*/");
    for (const QStringView quote : {QStringView(u"'"), QStringView(u"\""), QStringView(u"`")}) {
        if (rest.startsWith(quote))
            return past(quote); // a doubled quote ends one text and begins the next: the same to us
    }
    return from;
}

bool isComment(QStringView text)
{
    return text.startsWith(u"--") || text.startsWith(u"/*");
}

//! Cuts a script at the semicolons that end a statement.
class Splitter {
public:
    explicit Splitter(QStringView script) : m_script(script) {}

    QStringList run()
    {
        for (qsizetype at = 0; at < m_script.size();) {
            const auto past = pastOpaque(m_script, at);
            if (past > at) {
                if (!isComment(m_script.mid(at)))
                    m_statement += m_script.mid(at, past - at);
                else
                    m_statement += u' ';
                at = past;
            } else if (m_script[at].isLetter() || m_script[at] == u'_') {
                at = takeWord(at);
            } else {
                takeSign(m_script[at++]);
            }
        }
        finish();
        return m_statements;
    }

private:
    qsizetype takeWord(qsizetype at)
    {
        auto end = at;
        while (end < m_script.size() && (m_script[end].isLetterOrNumber() || m_script[end] == u'_'))
            ++end;
        const auto word = m_script.mid(at, end - at);
        const auto is = [&](QStringView other) { return word.compare(other, Qt::CaseInsensitive) == 0; };
        if (is(u"trigger") && m_statement.trimmed().startsWith(u"create"_s, Qt::CaseInsensitive))
            m_inTrigger = true;
        else if (m_inTrigger && (is(u"begin") || is(u"case")))
            ++m_depth;
        else if (m_depth > 0 && is(u"end"))
            --m_depth;
        m_statement += word;
        return end;
    }

    void takeSign(QChar sign)
    {
        if (sign == u';' && m_depth == 0)
            finish();
        else
            m_statement += sign;
    }

    void finish()
    {
        if (const auto statement = m_statement.trimmed(); !statement.isEmpty())
            m_statements += statement;
        m_statement.clear();
        m_inTrigger = false;
        m_depth = 0;
    }

    QStringView m_script;
    QStringList m_statements;
    QString m_statement;
    bool m_inTrigger = false;
    int m_depth = 0;
};

int numberOf(const QString &fileName)
{
    return fileName.section(u'_', 0, 0).toInt();
}

Result<> applyFile(const QSqlDatabase &connection, const QString &path, int number, const ErrorFrom &errorFrom)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{Error::Kind::Storage, file.errorString()};
    auto script = statements(QString::fromUtf8(file.readAll()));
    script.prepend(u"BEGIN IMMEDIATE"_s);
    script += u"PRAGMA user_version = %1"_s.arg(number);
    script += u"COMMIT"_s;
    QSqlQuery query(connection);
    for (const auto &statement : std::as_const(script)) {
        if (query.exec(statement))
            continue;
        auto error = errorFrom(query.lastError());
        error.detail = u"%1: %2"_s.arg(path, error.detail);
        query.exec(u"ROLLBACK"_s); // refused where none is open, or where SQLite has rolled back by itself
        return error;
    }
    return {};
}

} // namespace

QStringList statements(const QString &script)
{
    return Splitter(script).run();
}

int newest(const QString &folder)
{
    const auto files = QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    return files.isEmpty() ? 0 : numberOf(files.last());
}

Result<int> version(const QSqlDatabase &connection, const ErrorFrom &errorFrom)
{
    QSqlQuery query(connection);
    if (!query.exec(u"PRAGMA user_version"_s) || !query.next())
        return errorFrom(query.lastError());
    return query.value(0).toInt();
}

Result<> apply(const QSqlDatabase &connection, const QString &folder, const ErrorFrom &errorFrom)
{
    const auto seen = version(connection, errorFrom);
    if (!seen)
        return seen.error();
    const auto files = QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const auto &name : files) {
        const int number = numberOf(name);
        if (number <= *seen)
            continue;
        if (const auto applied = applyFile(connection, folder + u'/' + name, number, errorFrom); !applied)
            return applied;
    }
    return {};
}

Result<> apply(const Database &database, const QString &folder)
{
    return apply(database.connection(), folder,
                 [&database](const QSqlError &error) { return database.errorFrom(error); });
}

} // namespace core::migrations
