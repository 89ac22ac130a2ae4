#include "core/base/crypto.h"
#include "core/gateway/store/calllog.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/store.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <algorithm>

using namespace Qt::StringLiterals;
using gateway::check::KeyFacts, gateway::check::RequestEvent;
using gateway::store::CallLog, gateway::store::Database, gateway::store::Store;

namespace {

constexpr qint64 noon = 1700049600000;
constexpr int manyKeys = 100; //!< more than are added up after each batch

std::vector<std::shared_ptr<const KeyFacts>> keysOf(int number)
{
    std::vector<std::shared_ptr<const KeyFacts>> keys;
    for (int i = 0; i < number; ++i) {
        auto key = std::make_shared<KeyFacts>();
        key->id = "key-" + std::to_string(i);
        key->organizationId = "org";
        key->name = "Key";
        keys.push_back(std::move(key));
    }
    return keys;
}

RequestEvent callOf(const std::shared_ptr<const KeyFacts> &key, qint64 at, std::uint16_t status = 200)
{
    RequestEvent call;
    call.at = at;
    call.key = key;
    call.method = "GET";
    call.path = "/api/v1/contacts";
    call.address = "192.0.2.7";
    call.status = status;
    return call;
}

QList<qint64> numbers(Database &database, const QString &sql)
{
    QList<qint64> all;
    auto rows = database.select(sql);
    while (rows.next())
        all += rows.integer(0);
    return all;
}

qint64 number(Database &database, const QString &sql)
{
    return numbers(database, sql).value(0, -1);
}

} // namespace

class CallLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        auto store = Store::open(m_folder->filePath(u"gateway.sqlite"_s), Store::Purpose::Serve);
        QVERIFY_RESULT(store);
        m_store = *store;
        auto database = m_store->connect();
        QVERIFY_RESULT(database);
        m_database = *std::move(database);
    }
    void cleanup()
    {
        m_database.reset();
        m_store.reset();
    }

    void theRequestsOfAKeyAreAChainFromTheLastOne()
    {
        const auto keys = keysOf(3);
        for (int round = 0; round < 3; ++round) {
            CallLog log(*m_database); // each round goes on where another program stopped
            for (int batch = 0; batch < 4; ++batch) {
                std::vector<RequestEvent> calls;
                for (std::size_t i = 0; i < 7; ++i)
                    calls.push_back(callOf(keys[i * i % 3], noon + round * 3600000 + qint64(i)));
                calls.push_back(callOf(nullptr, noon, 401));
                QVERIFY(log.write(calls));
            }
        }
        for (const auto &key : keys) {
            const auto id = QString::fromStdString(key->id);
            auto all =
                numbers(*m_database, u"SELECT number FROM events WHERE key_id = '%1' ORDER BY number DESC"_s.arg(id));
            const auto chain = numbers(
                *m_database,
                u"WITH RECURSIVE chain (n) AS (SELECT * FROM (SELECT last_event FROM hourly_counts WHERE key_id = '%1' "
                "ORDER BY hour DESC LIMIT 1) UNION ALL SELECT previous FROM events, chain WHERE number = n AND "
                "previous IS NOT NULL) SELECT n FROM chain"_s.arg(id));
            QCOMPARE(chain, all);
        }
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM events WHERE key_id IS NULL AND actor_kind = 'system'"_s),
                 12);
    }

    void callsAreCountedByTheHourAndTheirOutcome()
    {
        const auto keys = keysOf(1);
        CallLog log(*m_database);
        std::vector<RequestEvent> calls;
        for (const int status : {200, 204, 401, 403, 403, 429, 404})
            calls.push_back(callOf(keys[0], noon, static_cast<std::uint16_t>(status)));
        calls.push_back(callOf(keys[0], noon + 3600000));
        QVERIFY(log.write(calls));
        auto rows = m_database->select(
            u"SELECT hour, ok, unauthorized, forbidden, limited, other, last_event FROM hourly_counts ORDER BY hour"_s);
        const QList<QList<qint64>> expected{{noon, 2, 1, 2, 1, 1, 7}, {noon + 3600000, 1, 0, 0, 0, 0, 8}};
        for (const auto &row : expected) {
            QVERIFY(rows.next());
            for (int column = 0; column < row.size(); ++column)
                QCOMPARE(rows.integer(column), row[column]);
        }
        QVERIFY(!rows.next());
    }

    void aProgramThatEndedTooSoonLosesNoCount()
    {
        const auto keys = keysOf(manyKeys);
        {
            CallLog log(*m_database);
            for (int batch = 0; batch < 3; ++batch)
                QVERIFY(log.write(callsOfAll(keys)));
            QCOMPARE(counted(), manyKeys); // the first batch; the others wait
        }
        CallLog next(*m_database);
        QVERIFY(next.writeLast({}));
        QCOMPARE(counted(), 3 * manyKeys);
        QVERIFY(next.writeLast(callsOfAll(keys)));
        QCOMPARE(counted(), 4 * manyKeys);
    }

    void aBatchThatFailedLeavesNothingAndIsWrittenOnce()
    {
        const auto keys = keysOf(manyKeys);
        CallLog log(*m_database);
        QVERIFY(log.write(callsOfAll(keys)));
        QVERIFY(log.write(callsOfAll(keys)));
        m_database->run(u"CREATE TRIGGER full BEFORE UPDATE ON hourly_counts BEGIN SELECT RAISE(ABORT, 'full'); END"_s);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"database:.*full"_s));
        QVERIFY(!log.writeLast(callsOfAll(keys)));
        m_database->clearFault();
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM events"_s), 2 * manyKeys);
        m_database->run(u"DROP TRIGGER full"_s);
        QVERIFY(log.writeLast(callsOfAll(keys)));
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM events"_s), 3 * manyKeys);
        QCOMPARE(counted(), 3 * manyKeys);
    }

private:
    static std::vector<RequestEvent> callsOfAll(const std::vector<std::shared_ptr<const KeyFacts>> &keys)
    {
        std::vector<RequestEvent> calls;
        for (const auto &key : keys)
            calls.push_back(callOf(key, noon));
        return calls;
    }
    qint64 counted() { return number(*m_database, u"SELECT COALESCE(SUM(ok), 0) FROM hourly_counts"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<Store> m_store;
    std::unique_ptr<Database> m_database;
};

QTEST_GUILESS_MAIN(CallLogTest)
#include "tst_calllog.moc"
