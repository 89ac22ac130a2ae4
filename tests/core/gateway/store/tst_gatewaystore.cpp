#include "core/base/crypto.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/pepper.h"
#include "core/gateway/store/store.h"
#include "tests/support/check.h"

#include <QFile>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <thread>

using namespace Qt::StringLiterals;
using gateway::store::Change;
using gateway::store::Store;

//! How a database file is judged, and what a Change promises.
class GatewayStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"gateway.sqlite"_s);
    }

    void aNewFileGetsTheSchemaAndIsPrivate()
    {
        const auto store = Store::open(m_file, Store::Purpose::Serve);
        QVERIFY_RESULT(store);
        QVERIFY((*store)->isNew());
        QCOMPARE(QFile::permissions(m_file) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        const auto database = (*store)->connect();
        QVERIFY_RESULT(database);
        auto rows = (*database)->select(u"PRAGMA user_version"_s);
        QVERIFY(rows.next());
        QCOMPARE(rows.integer(0), Store::programVersion());
        for (const auto &[pragma, value] : {std::pair{u"journal_mode"_s, u"wal"_s},
                                            {u"synchronous"_s, u"2"_s},
                                            {u"foreign_keys"_s, u"1"_s},
                                            {u"trusted_schema"_s, u"0"_s}}) {
            auto setting = (*database)->select(u"PRAGMA "_s + pragma);
            QVERIFY(setting.next());
            QCOMPARE(setting.text(0), value);
        }
    }

    void anOpenFileStaysAsItIsWhenOpenedAgain()
    {
        {
            const auto store = Store::open(m_file, Store::Purpose::Serve);
            const auto database = (*store)->connect();
            Change change(**database);
            (*database)->run(insertion, {u"one"_s});
            QVERIFY(change.commit());
        }
        const auto store = Store::open(m_file, Store::Purpose::Serve);
        QVERIFY_RESULT(store);
        QVERIFY(!(*store)->isNew());
        QCOMPARE(count(*(*store)->connect()), 1);
    }

    void aSecondServerIsKeptAway()
    {
        const auto first = Store::open(m_file, Store::Purpose::Serve);
        QVERIFY_RESULT(first);
        expectFault(Store::open(m_file, Store::Purpose::Serve), Store::Fault::Locked);
        QVERIFY_RESULT(Store::open(m_file, Store::Purpose::Tend));
    }

    void aFileThatAnotherProgramHoldsIsLocked()
    {
        QVERIFY_RESULT(Store::open(m_file, Store::Purpose::Tend));
        {
            auto other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
            other.setDatabaseName(m_file);
            QVERIFY(other.open());
            QSqlQuery query(other);
            QVERIFY(query.exec(u"PRAGMA locking_mode = EXCLUSIVE"_s));
            QVERIFY(query.exec(u"BEGIN EXCLUSIVE"_s));
            expectFault(Store::open(m_file, Store::Purpose::Serve), Store::Fault::Locked);
        }
        QSqlDatabase::removeDatabase(u"other"_s);
    }

    void aFileThatCannotBeWrittenIsReadOnly()
    {
        QVERIFY_RESULT(Store::open(m_file, Store::Purpose::Tend));
        QVERIFY(QFile::setPermissions(m_file, QFile::ReadOwner));
        expectFault(Store::open(m_file, Store::Purpose::Serve), Store::Fault::ReadOnly);
    }

    void aFileOfANewerProgramIsLeftAlone()
    {
        {
            const auto store = Store::open(m_file, Store::Purpose::Tend);
            (*(*store)->connect())->run(u"PRAGMA user_version = 9999"_s);
        }
        expectFault(Store::open(m_file, Store::Purpose::Serve), Store::Fault::Newer);
    }

    void aFileThatIsNoDatabaseIsLeftAlone()
    {
        write(QByteArray("This is a letter, and not a database at all. ").repeated(100));
        expectFault(Store::open(m_file, Store::Purpose::Serve), Store::Fault::NotADatabase);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("This is a letter"));
    }

    void aDamagedFileIsCorrupt()
    {
        {
            const auto store = Store::open(m_file, Store::Purpose::Tend);
            const auto database = (*store)->connect();
            Change change(**database);
            for (int i = 0; i < 500; ++i)
                (*database)->run(insertion, {u"user-%1"_s.arg(i)});
            QVERIFY(change.commit());
        }
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > 40000);
        QVERIFY(file.seek(4096));
        file.write(QByteArray(file.size() - 8192, '\x5a'));
        file.close();
        expectFault(Store::open(m_file, Store::Purpose::Serve), Store::Fault::Corrupt);
    }

    void damagedActivityKeepsNoServerFromStarting()
    {
        QVERIFY_RESULT(Store::open(m_file, Store::Purpose::Tend));
        spoilTable(u"events"_s);
        QVERIFY_RESULT(Store::open(m_file, Store::Purpose::Serve));
        spoilTable(u"keys"_s);
        expectFault(Store::open(m_file, Store::Purpose::Serve), Store::Fault::Corrupt);
    }

    void aFolderThatIsNotThereIsNamed()
    {
        expectFault(Store::open(m_folder->filePath(u"none/gateway.sqlite"_s), Store::Purpose::Serve),
                    Store::Fault::NoFolder);
    }

    void aFailureStopsTheCommitAndIsKept()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^database: .*nowhere"_s));
        const auto store = Store::open(m_file, Store::Purpose::Serve);
        const auto database = (*store)->connect();
        {
            Change change(**database);
            (*database)->run(insertion, {u"one"_s});
            (*database)->run(u"INSERT INTO nowhere VALUES (1)"_s);
            (*database)->run(insertion, {u"two"_s});
            QVERIFY(!change.commit());
        }
        QVERIFY((*database)->failed());
        (*database)->clearFault();
        QCOMPARE(count(*database), 0);
    }

    void aChangeThatIsNotCommittedIsUndone()
    {
        const auto store = Store::open(m_file, Store::Purpose::Serve);
        const auto database = (*store)->connect();
        {
            Change change(**database);
            (*database)->run(insertion, {u"one"_s});
        }
        QCOMPARE(count(*database), 0);
        QVERIFY(!(*database)->failed());
    }

    void changesOfTwoThreadsFollowEachOther()
    {
        const auto store = Store::open(m_file, Store::Purpose::Serve);
        const auto work = [&store](int from) {
            const auto database = (*store)->connect();
            for (int i = from; i < from + 50; ++i) {
                Change change(**database);
                (*database)->run(insertion, {u"user-%1"_s.arg(i)});
                if (!change.commit())
                    return;
            }
        };
        std::thread one(work, 0);
        std::thread two(work, 100);
        one.join();
        two.join();
        QCOMPARE(count(*(*store)->connect()), 100);
    }

    void thePepperIsMadeOnceAndNeverReplaced()
    {
        const auto file = m_folder->filePath(u"pepper"_s);
        QCOMPARE_ERROR(gateway::store::openPepper(file, false), core::Error::Kind::Storage);
        const auto made = gateway::store::openPepper(file, true);
        QVERIFY_RESULT(made);
        QCOMPARE(made->size(), std::size_t(32));
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QCOMPARE(*gateway::store::openPepper(file, true), *made);
        QCOMPARE(*gateway::store::openPepper(file, false), *made);
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly | QIODevice::Truncate));
        damaged.write("abc\n");
        damaged.close();
        QCOMPARE_ERROR(gateway::store::openPepper(file, true), core::Error::Kind::Storage);
    }

private:
    static inline const QString insertion =
        u"INSERT INTO users (id, email, folded_email, name, password, created_at) VALUES (?, 'e', lower(hex(randomblob(8))), 'n', 'p', 0)"_s;

    static qint64 count(const std::unique_ptr<gateway::store::Database> &database)
    {
        auto rows = database->select(u"SELECT COUNT(*) FROM users"_s);
        return rows.next() ? rows.integer(0) : -1;
    }

    template <typename T>
    static void expectFault(const core::Result<T> &opened, Store::Fault fault)
    {
        QCOMPARE_ERROR(opened, core::Error::Kind::Storage);
        QVERIFY(!opened.error().detail.isEmpty());
        QCOMPARE(opened.error().facts.value(u"database"_s), Store::wordFor(fault));
    }

    //! Overwrites the page where it begins.
    void spoilTable(const QString &table)
    {
        qint64 page = 0;
        {
            auto direct = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"direct"_s);
            direct.setDatabaseName(m_file);
            QVERIFY(direct.open());
            QSqlQuery query(direct);
            QVERIFY(query.exec(u"SELECT rootpage FROM sqlite_schema WHERE name = '%1'"_s.arg(table)) && query.next());
            page = query.value(0).toLongLong();
        }
        QSqlDatabase::removeDatabase(u"direct"_s);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek((page - 1) * 4096));
        QCOMPARE(file.write(QByteArray(4096, '\x5a')), 4096);
    }

    void write(const QByteArray &content)
    {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

QTEST_GUILESS_MAIN(GatewayStoreTest)
#include "tst_gatewaystore.moc"
