#include "core/gateway/store/store.h"

#include "core/gateway/store/database.h"
#include "core/storage/migrations.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

const auto migrations = u":/gateway/migrations"_s;

core::Error refusal(Store::Fault fault, const QString &words)
{
    core::Error error{core::Error::Kind::Storage, words};
    error.facts[u"database"_s] = Store::wordFor(fault);
    return error;
}

//! From SQLite's own result code, which Qt gives as text; its low byte is the primary code.
core::Error refusal(const QString &file, const QSqlError &error)
{
    switch (error.nativeErrorCode().toInt() & 0xFF) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
        return refusal(Store::Fault::Locked, u"%1 is locked by another program"_s.arg(file));
    case 8: // SQLITE_READONLY
        return refusal(Store::Fault::ReadOnly, u"%1 cannot be written"_s.arg(file));
    case 11: // SQLITE_CORRUPT
        return refusal(Store::Fault::Corrupt, u"%1 is damaged: %2"_s.arg(file, error.databaseText()));
    case 26: // SQLITE_NOTADB
        return refusal(Store::Fault::NotADatabase, u"%1 is not a database"_s.arg(file));
    case 14: // SQLITE_CANTOPEN
        return refusal(Store::Fault::NoFolder, u"%1 cannot be opened or made"_s.arg(file));
    default: return refusal(Store::Fault::Other, u"%1: %2"_s.arg(file, error.text()));
    }
}

//! An open connection by name, closed and removed in the end unless it was handed on.
struct Connecting {
    explicit Connecting(const QString &file) : name(QUuid::createUuid().toString(QUuid::WithoutBraces))
    {
        auto connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        connection.setDatabaseName(file);
        connection.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    }
    ~Connecting()
    {
        if (!name.isEmpty())
            QSqlDatabase::removeDatabase(name);
    }
    Connecting(const Connecting &) = delete;
    Connecting &operator=(const Connecting &) = delete;
    QSqlDatabase connection() const { return QSqlDatabase::database(name, false); }
    QString handOn() { return std::exchange(name, QString()); }

    QString name;
};

core::Result<> prepare(const QSqlDatabase &connection, const QString &file)
{
    QSqlQuery query(connection);
    // The first statement reads the file: what is wrong with it comes out here and not at open().
    for (const auto &statement :
         {u"PRAGMA schema_version"_s, u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s,
          u"PRAGMA foreign_keys = ON"_s, u"PRAGMA trusted_schema = OFF"_s, u"PRAGMA secure_delete = ON"_s}) {
        if (!query.exec(statement))
            return refusal(file, query.lastError());
    }
    return {};
}

core::Result<> quickCheck(const QSqlDatabase &connection, const QString &file)
{
    QStringList tables = connection.tables();
    for (const auto &activity : {u"events"_s, u"texts"_s, u"shapes"_s, u"hourly_counts"_s, u"daily_uses"_s})
        tables.removeAll(activity);
    QSqlQuery query(connection);
    for (const auto &table : std::as_const(tables)) {
        if (!query.exec(u"PRAGMA quick_check(%1)"_s.arg(table)) || !query.next())
            return refusal(file, query.lastError());
        if (query.value(0).toString() != u"ok")
            return refusal(Store::Fault::Corrupt, u"%1 is damaged: %2"_s.arg(file, query.value(0).toString()));
    }
    return {};
}

} // namespace

QString Store::wordFor(Fault fault)
{
    switch (fault) {
    case Fault::Locked: return u"locked"_s;
    case Fault::ReadOnly: return u"read-only"_s;
    case Fault::Newer: return u"newer"_s;
    case Fault::Corrupt: return u"corrupt"_s;
    case Fault::NotADatabase: return u"not-a-database"_s;
    case Fault::NoFolder: return u"no-folder"_s;
    case Fault::Other: break;
    }
    return u"other"_s;
}

Store::Store(QString file) : m_file(std::move(file)), m_lock(m_file + u".lock"_s)
{
    m_lock.setStaleLockTime(0);
}

int Store::programVersion()
{
    return core::migrations::newest(migrations);
}

core::Result<std::shared_ptr<Store>> Store::open(const QString &file, Purpose purpose)
{
    const QFileInfo facts(file);
    if (!facts.absoluteDir().exists())
        return refusal(Fault::NoFolder, u"there is no folder %1"_s.arg(facts.absolutePath()));
    std::shared_ptr<Store> store(new Store(facts.absoluteFilePath()));
    store->m_isNew = !facts.exists() || facts.size() == 0;
    // access() tells root that everything can be written; so the file's own permissions count, too.
    if (!store->m_isNew && (!facts.isWritable() || !facts.permission(QFile::WriteOwner)))
        return refusal(Fault::ReadOnly, u"%1 cannot be written"_s.arg(file));
    if (purpose == Purpose::Serve) {
        if (const auto locked = store->lockForServing(); !locked)
            return locked.error();
    }
    if (const auto judged = store->judge(); !judged)
        return judged.error();
    return store;
}

core::Result<> Store::lockForServing()
{
    if (m_lock.tryLock(0))
        return {};
    if (m_lock.error() == QLockFile::LockFailedError)
        return refusal(Fault::Locked, u"another gateway is running with %1"_s.arg(m_file));
    return refusal(Fault::ReadOnly, u"the folder of %1 cannot be written"_s.arg(m_file));
}

core::Result<> Store::judge()
{
    if (m_isNew) {
        QFile made(m_file);
        if (!made.open(QIODevice::ReadWrite) || !made.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
            return refusal(Fault::ReadOnly, u"%1 cannot be made: %2"_s.arg(m_file, made.errorString()));
    }
    Connecting connecting(m_file);
    auto connection = connecting.connection();
    if (!connection.open())
        return refusal(m_file, connection.lastError());
    if (const auto prepared = prepare(connection, m_file); !prepared)
        return prepared;
    if (const auto sound = quickCheck(connection, m_file); !sound)
        return sound;
    const auto errorFrom = [this](const QSqlError &error) { return refusal(m_file, error); };
    const auto version = core::migrations::version(connection, errorFrom);
    if (!version)
        return version.error();
    if (*version > programVersion()) {
        return refusal(
            Fault::Newer,
            u"%1 was made by a newer Keysteward (schema %2, this program knows %3)"_s.arg(m_file).arg(*version).arg(
                programVersion()));
    }
    return core::migrations::apply(connection, migrations, errorFrom);
}

core::Result<std::unique_ptr<Database>> Store::connect()
{
    Connecting connecting(m_file);
    auto connection = connecting.connection();
    if (!connection.open())
        return refusal(m_file, connection.lastError());
    if (const auto prepared = prepare(connection, m_file); !prepared)
        return prepared.error();
    return std::make_unique<Database>(connecting.handOn(), m_writing);
}

} // namespace gateway::store
