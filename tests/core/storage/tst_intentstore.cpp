#include "core/storage/intentstore.h"

#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "tests/support/check.h"

#include <QTemporaryDir>

using namespace core;
using namespace Qt::StringLiterals;

class IntentStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anIntentOutlivesTheProgram();
    void theyComeInTheOrderTheyWereBegun();
    void whatTheAnswerToldIsAdded();
    void anAcknowledgementIsRemembered();
    void theSameIntentTwiceIsAnError();
    void theDurabilityOfTheRestIsLeftAlone();

private:
    void reopen();
    static Intent intent(const QString &id, int minute)
    {
        Intent intent;
        intent.id = id;
        intent.kind = Intent::Kind::Rotate;
        intent.accountId = u"account"_s;
        intent.organizationId = u"acme"_s;
        intent.keyId = u"key-1"_s;
        intent.name = u"Billing 'webhook'"_s;
        intent.body = {{u"overlap_seconds"_s, 3600}, {u"nested"_s, QJsonObject{{u"a"_s, u"ü"_s}}}};
        intent.startedAt = QDateTime({2026, 11, 20}, {10, minute, 3, 456}, Qt::UTC);
        return intent;
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Database> m_database;
};

void IntentStoreTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_database.reset();
    m_home = std::make_unique<QTemporaryDir>();
    reopen();
}

void IntentStoreTest::reopen()
{
    m_database.reset();
    auto database = Database::open(m_home->filePath(u"cache.db"_s), u":/storage/migrations"_s);
    QVERIFY_RESULT(database);
    m_database = *std::move(database);
}

void IntentStoreTest::anIntentOutlivesTheProgram()
{
    const auto begun = intent(u"i1"_s, 1);
    QVERIFY_RESULT(IntentStore(*m_database).add(begun));
    reopen();
    const auto all = IntentStore(*m_database).all();
    QVERIFY_RESULT(all);
    QCOMPARE(all->size(), 1);
    const auto &read = all->first();
    QCOMPARE(read.id, begun.id);
    QCOMPARE(read.kind, begun.kind);
    QCOMPARE(read.accountId, begun.accountId);
    QCOMPARE(read.organizationId, begun.organizationId);
    QCOMPARE(read.keyId, begun.keyId);
    QCOMPARE(read.name, begun.name);
    QCOMPARE(read.body, begun.body);
    QCOMPARE(read.startedAt, begun.startedAt);
    QVERIFY(read.resultKeyId.isEmpty());
    QVERIFY(!read.acknowledged);
}

void IntentStoreTest::theyComeInTheOrderTheyWereBegun()
{
    IntentStore store(*m_database);
    QVERIFY_RESULT(store.add(intent(u"late"_s, 9)));
    QVERIFY_RESULT(store.add(intent(u"early"_s, 1)));
    QVERIFY_RESULT(store.add(intent(u"middle"_s, 5)));
    QStringList ids;
    const auto all = store.all();
    QVERIFY_RESULT(all);
    for (const auto &one : *all)
        ids += one.id;
    QCOMPARE(ids, (QStringList{u"early"_s, u"middle"_s, u"late"_s}));
    QVERIFY_RESULT(store.remove(u"middle"_s));
    QVERIFY_RESULT(store.remove(u"never there"_s));
    QCOMPARE(store.all()->size(), 2);
}

void IntentStoreTest::whatTheAnswerToldIsAdded()
{
    IntentStore store(*m_database);
    QVERIFY_RESULT(store.add(intent(u"i1"_s, 1)));
    QVERIFY_RESULT(store.setResult(u"i1"_s, u"key-2"_s));
    reopen();
    QCOMPARE(IntentStore(*m_database).all()->first().resultKeyId, u"key-2"_s);
}

void IntentStoreTest::anAcknowledgementIsRemembered()
{
    IntentStore store(*m_database);
    QVERIFY_RESULT(store.add(intent(u"i1"_s, 1)));
    QVERIFY_RESULT(store.markAcknowledged(u"i1"_s));
    reopen();
    QVERIFY(IntentStore(*m_database).all()->first().acknowledged);
}

void IntentStoreTest::theSameIntentTwiceIsAnError()
{
    IntentStore store(*m_database);
    QVERIFY_RESULT(store.add(intent(u"i1"_s, 1)));
    QCOMPARE_ERROR(store.add(intent(u"i1"_s, 2)), Error::Kind::Storage);
    QCOMPARE(store.all()->size(), 1);
}

void IntentStoreTest::theDurabilityOfTheRestIsLeftAlone()
{
    QVERIFY_RESULT(IntentStore(*m_database).add(intent(u"i1"_s, 1)));
    Statement synchronous(*m_database, u"PRAGMA synchronous"_s);
    QVERIFY_RESULT(synchronous.run());
    QVERIFY(synchronous.next());
    QCOMPARE(synchronous.integer(0), 1);
}

QTEST_GUILESS_MAIN(IntentStoreTest)
#include "tst_intentstore.moc"
