#include "core/storage/database.h"

#include "core/base/log.h"
#include "core/storage/migrations.h"
#include "core/storage/statement.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <atomic>

using namespace Qt::StringLiterals;

namespace core {

namespace {

// SQLite's result codes that decide what happens next; the upper bytes of an extended code are cut off.
constexpr int corrupt = 11;
constexpr int notADatabase = 26;

constexpr auto onlyOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString freshName()
{
    static std::atomic<int> count = 0;
    return u"keysteward-%1"_s.arg(++count);
}

int codeOf(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xFF;
}

bool isDamage(int code)
{
    return code == corrupt || code == notADatabase;
}

//! Beside the file: a query found damage in it.
QString markOf(const QString &file)
{
    return file + u".damaged"_s;
}

//! Makes folder and file so that nobody else can ever have read them: SQLite itself would use the umask.
Result<> makePrivate(const QString &file)
{
    const QFileInfo info(file);
    if (const auto folder = info.absolutePath(); !QFileInfo::exists(folder)) {
        if (!QDir().mkpath(folder))
            return Error{Error::Kind::Storage, u"cannot make the folder %1"_s.arg(folder)};
        QFile::setPermissions(folder, onlyOwner | QFileDevice::ExeOwner);
    }
    QFile handle(file);
    if (!handle.open(QIODevice::ReadWrite, onlyOwner))
        return Error{Error::Kind::Storage, handle.errorString()};
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    if ((handle.permissions() & others) && !handle.setPermissions(onlyOwner))
        return Error{Error::Kind::Storage, handle.errorString()};
    return {};
}

//! Renames the file and its companions. Of a cache an earlier one that was set aside is dropped: one is enough to look
//! into.
bool setAside(const QString &file, Database::Worth worth)
{
    const QFileInfo info(file);
    QDir folder = info.absoluteDir();
    if (worth == Database::Worth::Cache) {
        const auto earlier = folder.entryList({info.fileName() + u".corrupt-*"_s}, QDir::Files);
        for (const auto &name : earlier)
            folder.remove(name);
    }
    QFile::remove(markOf(file));
    const auto aside = file + u".corrupt-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    QFile::remove(file + u"-shm"_s);
    if (QFileInfo::exists(file + u"-wal"_s))
        QFile::rename(file + u"-wal"_s, aside + u"-wal"_s);
    return QFile::rename(file, aside);
}

Error newerThanProgram()
{
    return {Error::Kind::Storage,
            u"the database was written by a newer version of the program"_s,
            {},
            {{u"code"_s, QString::number(notADatabase)}}};
}

//! Set aside, or tried again? Only damage is; a lock or a full disk passes.
bool isDamage(const Error &error)
{
    return isDamage(error.facts.value(u"code"_s).toInt());
}

} // namespace

Database::Database() : m_name(freshName()) {}

Database::~Database()
{
    connection().close();
    QSqlDatabase::removeDatabase(m_name);
}

QSqlDatabase Database::connection() const
{
    return QSqlDatabase::database(m_name, false);
}

Error Database::errorFrom(const QSqlError &error) const
{
    const int code = codeOf(error);
    if (m_marks && isDamage(code)) {
        QFile mark(markOf(m_file));
        if (!mark.open(QIODevice::WriteOnly))
            qCWarning(logStorage) << "Cannot note that the database is damaged:" << mark.errorString();
    }
    return {Error::Kind::Storage, error.text(), {}, {{u"code"_s, QString::number(code)}}};
}

Result<> Database::connect(const QString &name, const QString &options)
{
    auto connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    connection.setConnectOptions(options);
    connection.setDatabaseName(name);
    if (!connection.open())
        return errorFrom(connection.lastError());
    return {};
}

Result<> Database::prepare(const QString &migrations)
{
    for (const auto &pragma :
         {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = NORMAL"_s, u"PRAGMA foreign_keys = ON"_s,
          u"PRAGMA trusted_schema = OFF"_s, u"PRAGMA cell_size_check = ON"_s}) {
        if (const auto done = Statement::execute(*this, pragma); !done)
            return done;
    }
    Statement version(*this, u"PRAGMA user_version"_s);
    if (const auto read = version.run(); !read)
        return read;
    if (version.next() && version.integer(0) > migrations::newest(migrations))
        return newerThanProgram();
    version.finish();
    // To examine a file whole takes seconds where it holds a million keys, and start-up has milliseconds. A crash does
    // not damage a WAL database; bad disks do, and what they did shows when a query meets it. So that is what leaves a
    // mark.
    if (m_marks && QFileInfo::exists(markOf(m_file))) {
        Statement check(*this, u"PRAGMA quick_check(1)"_s);
        if (const auto ran = check.run(); !ran)
            return ran;
        if (!check.next() || check.text(0) != u"ok")
            return Error{Error::Kind::Storage, u"the file is damaged"_s, {}, {{u"code"_s, QString::number(corrupt)}}};
        QFile::remove(markOf(m_file));
    }
    if (const auto migrated = migrations::apply(*this, migrations); !migrated)
        return migrated;
    Transaction writable(*this); // the file may be one that can only be read
    return writable.commit();
}

Result<std::unique_ptr<Database>> Database::openFile(const QString &file, const QString &migrations, Worth worth)
{
    if (const auto made = makePrivate(file); !made)
        return made.error();
    std::unique_ptr<Database> database(new Database);
    database->m_file = file;
    database->m_marks = true;
    if (const auto connected = database->connect(file, u"QSQLITE_BUSY_TIMEOUT=500"_s); !connected)
        return connected.error();
    if (const auto prepared = database->prepare(migrations); !prepared)
        return prepared.error();
    if (worth == Worth::Own) {
        if (const auto careful = Statement::execute(*database, u"PRAGMA synchronous = FULL"_s); !careful)
            return careful.error();
    }
    return database;
}

Result<std::unique_ptr<Database>> Database::openInMemory(const QString &migrations)
{
    std::unique_ptr<Database> database(new Database);
    database->m_recovery = Recovery::InMemory;
    if (const auto connected = database->connect(u":memory:"_s, {}); !connected)
        return connected.error();
    if (const auto prepared = database->prepare(migrations); !prepared)
        return prepared.error();
    return database;
}

Result<std::unique_ptr<Database>> Database::open(const QString &file, const QString &migrations, Worth worth)
{
    auto opened = openFile(file, migrations, worth);
    if (opened)
        return opened;
    if (isDamage(opened.error())) {
        qCWarning(logStorage) << "A database is set aside and made anew:" << opened.error().detail;
        if (setAside(file, worth)) {
            auto fresh = openFile(file, migrations, worth);
            if (fresh) {
                auto database = *std::move(fresh);
                database->m_recovery = Recovery::SetAside;
                return database;
            }
        }
    }
    qCWarning(logStorage) << "A database lives in memory:" << opened.error().detail;
    return openInMemory(migrations);
}

Result<std::unique_ptr<Database>> Database::openReader(const QString &file)
{
    std::unique_ptr<Database> database(new Database);
    database->m_file = file;
    database->m_marks = true;
    const auto connected = database->connect(file, u"QSQLITE_BUSY_TIMEOUT=500;QSQLITE_OPEN_READONLY"_s);
    if (!connected)
        return connected.error();
    if (const auto guarded = Statement::execute(*database, u"PRAGMA trusted_schema = OFF"_s); !guarded)
        return guarded.error();
    return database;
}

} // namespace core
