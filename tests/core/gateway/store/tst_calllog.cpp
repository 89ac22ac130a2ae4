#include "core/gateway/store/calllog.h"
#include "core/gateway/store/store.h"
#include "core/gateway/store/usage.h"
#include "tests/core/gateway/store/storetest.h"
#include "tests/support/check.h"

using namespace Qt::StringLiterals;
using gateway::check::CountedCalls, gateway::check::RequestEvent;
using gateway::store::CallLog, gateway::store::Database;

namespace {

constexpr qint64 noon = 1700049600000;
constexpr qint64 hourOfNoon = noon / 3600000;
constexpr qint64 dayOfNoon = hourOfNoon / 24;
constexpr int manyKeys = 100; //!< more than are added up after each batch

RequestEvent callOf(const test::KeyPointer &key, qint64 at, std::uint16_t status = 200)
{
    RequestEvent call;
    call.at = at;
    call.key = key;
    call.method = "GET";
    call.path = "/api/v1/contacts/17";
    call.route = "GET /api/v1/contacts/{id}";
    call.scope = "contacts:read";
    call.address = "192.0.2.7";
    call.userAgent = "importer/2";
    call.status = status;
    return call;
}

QList<QList<qint64>> table(Database &database, const QString &sql)
{
    QList<QList<qint64>> all;
    auto rows = database.select(sql);
    while (rows.next()) {
        QList<qint64> row;
        for (int column = 0; !rows.isNull(column); ++column)
            row += rows.integer(column);
        all += row;
    }
    return all;
}

qint64 number(Database &database, const QString &sql)
{
    return table(database, sql).value(0).value(0, -1);
}

} // namespace

class CallLogTest : public test::StoreTest {
    Q_OBJECT

private Q_SLOTS:
    void aRequestIsARowOfWhatIsNew()
    {
        const auto keys = m_filled->addKeys(1);
        CallLog log(*m_database);
        auto listed = callOf(keys[0], noon);
        listed.path = "/api/v1/contacts";
        listed.route = "GET /api/v1/contacts";
        QVERIFY(log.write(std::vector{listed, listed, callOf(keys[0], noon), callOf(nullptr, noon, 401)}));
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM events WHERE organization = 1 AND key = 1"_s), 3);
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM events WHERE organization = 0 AND key IS NULL"_s), 1);
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM events WHERE call IS NULL"_s), 2);
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM events WHERE call = 'GET /api/v1/contacts/17'"_s), 2);
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM shapes"_s), 3);
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM texts"_s), 5); // address, agent, scope and two routes
        QCOMPARE(number(*m_database, u"SELECT last_event FROM activity_marks"_s), 4);
    }

    void callsAreCountedByTheHourAndTheirOutcome()
    {
        const auto keys = m_filled->addKeys(2);
        CallLog log(*m_database);
        std::vector<RequestEvent> calls;
        for (const int status : {200, 204, 401, 403, 403, 429, 404})
            calls.push_back(callOf(keys[0], noon, static_cast<std::uint16_t>(status)));
        calls.push_back(callOf(keys[0], noon + 3600000));
        calls.push_back(callOf(keys[1], noon + 3600000));
        QVERIFY(log.write(calls));
        const QList<QList<qint64>> expected{{0, hourOfNoon, 2, 1, 2, 1, 1, 1, 7},
                                            {0, hourOfNoon + 1, 2, 0, 0, 0, 0, 8, 9},
                                            {1, hourOfNoon, 2, 1, 2, 1, 1, 1, 7},
                                            {1, hourOfNoon + 1, 1, 0, 0, 0, 0, 8, 8},
                                            {2, hourOfNoon + 1, 1, 0, 0, 0, 0, 9, 9}};
        QCOMPARE(table(*m_database, u"SELECT key, hour, ok, unauthorized, forbidden, limited, other, first_event, "
                                    "last_event FROM hourly_counts ORDER BY key, hour"_s),
                 expected);
    }

    void aDayListsWhereItsCallsCameFrom()
    {
        const auto keys = m_filled->addKeys(1);
        CallLog log(*m_database);
        auto call = callOf(keys[0], noon);
        QVERIFY(log.write(std::vector{call, call}));
        call.at += 1000;
        call.address = "192.0.2.8";
        QVERIFY(log.write(std::vector{call}));
        const auto uses =
            u"SELECT u.requests, u.first_at, u.last_at FROM daily_uses u JOIN texts t ON t.number = u.text "
            "WHERE u.day = %1 AND u.key = %2 AND t.text = '%3'"_s.arg(dayOfNoon);
        for (const int owner : {0, 1}) {
            const auto of = uses.arg(owner);
            QCOMPARE(table(*m_database, of.arg(u"192.0.2.7"_s)), (QList<QList<qint64>>{{2, noon, noon}}));
            QCOMPARE(table(*m_database, of.arg(u"192.0.2.8"_s)), (QList<QList<qint64>>{{1, noon + 1000, noon + 1000}}));
            for (const auto &text : {u"importer/2"_s, u"contacts:read"_s, u"GET /api/v1/contacts/{id}"_s})
                QCOMPARE(table(*m_database, of.arg(text)), (QList<QList<qint64>>{{3, noon, noon + 1000}}));
        }
    }

    void whatADaysListHasNoRoomForIsCountedAsEverythingElse()
    {
        const auto keys = m_filled->addKeys(1);
        constexpr int addresses = 700;
        QVERIFY(CallLog(*m_database).write(callsFrom(keys[0], addresses)));
        QVERIFY(CallLog(*m_database).write(callsFrom(keys[0], addresses))); // a later program knows the list
        for (const auto &[owner, most] : {std::pair(0, 500), std::pair(1, 50)}) {
            const auto of = u" FROM daily_uses WHERE aspect = 1 AND key = %1"_s.arg(owner);
            QCOMPARE(number(*m_database, u"SELECT COUNT(*)"_s + of + u" AND text > 0"_s), most);
            QCOMPARE(number(*m_database, u"SELECT SUM(requests)"_s + of), 2 * addresses);
            QCOMPARE(number(*m_database, u"SELECT requests"_s + of + u" AND text = 0"_s), 2 * (addresses - most));
        }
    }

    void callsWithoutAnEventAreCountedAtOnce()
    {
        const auto keys = m_filled->addKeys(1);
        CallLog log(*m_database);
        CountedCalls counted{keys[0], noon, noon + 5000, {3, 0, 1, 90, 0}};
        QVERIFY(log.write({}, std::vector{counted}));
        QVERIFY(log.write(std::vector{callOf(keys[0], noon)}));
        counted.key.reset();
        QVERIFY(log.write({}, std::vector{counted}));
        QCOMPARE(table(*m_database, u"SELECT organization, key, ok, forbidden, limited FROM hourly_counts"_s),
                 (QList<QList<qint64>>{{0, 0, 3, 1, 90}, {1, 0, 4, 1, 90}, {1, 1, 4, 1, 90}}));
        const auto breakdown = gateway::store::breakdown(*m_database, QString::fromStdString(keys[0]->id),
                                                         QDateTime::fromMSecsSinceEpoch(noon, Qt::UTC), 20);
        QCOMPARE(breakdown.addresses.size(), 1);
        QCOMPARE(breakdown.addresses[0].count, 1);
        QCOMPARE(breakdown.everythingElse.addresses, 94);
        QCOMPARE(breakdown.everythingElse.scopes, 94);
        QCOMPARE(breakdown.everythingElse.routes, 94);
        QCOMPARE(number(*m_database, u"SELECT last_used_at FROM keys"_s), noon + 5000);
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM events"_s), 1);
    }

    void callsOfManyKeysWithoutAnEventWaitSafely()
    {
        constexpr int keysOfSomeShares = 1200;
        const auto keys = m_filled->addKeys(keysOfSomeShares);
        const auto counted = countsOfAll(keys);
        {
            CallLog log(*m_database);
            QVERIFY(log.write({}, counted));
            QVERIFY(log.write({}, counted));
            QVERIFY(!log.isDue());
        } // a program that ended too soon
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM hourly_counts"_s), 0);
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM waiting_counts"_s), 3);
        CallLog next(*m_database);
        QVERIFY(next.write({}, counted));
        QVERIFY(next.writeLast({}));
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM waiting_counts"_s), 0);
        const auto sums = u"SELECT SUM(ok), SUM(limited) FROM hourly_counts WHERE key "_s;
        const QList<QList<qint64>> expected{{3 * 2 * keysOfSomeShares, 3 * keysOfSomeShares}};
        QCOMPARE(table(*m_database, sums + u"= 0"_s), expected);
        QCOMPARE(table(*m_database, sums + u"> 0"_s), expected);
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM keys WHERE last_used_at = %1"_s.arg(noon + 5000)),
                 keysOfSomeShares);
        QVERIFY(CallLog(*m_database).writeLast({}));
        QCOMPARE(table(*m_database, sums + u"> 0"_s), expected);
    }

    void countsThatTheDatabaseDidNotTakeComeOnce()
    {
        const auto keys = m_filled->addKeys(manyKeys);
        const auto counted = countsOfAll(keys);
        CallLog log(*m_database);
        QVERIFY(log.write({}, counted));
        m_database->run(
            u"CREATE TRIGGER full BEFORE UPDATE ON waiting_counts BEGIN SELECT RAISE(ABORT, 'full'); END"_s);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"database:.*full"_s));
        QVERIFY(!log.write({}, counted));
        m_database->clearFault();
        m_database->run(u"DROP TRIGGER full"_s);
        QVERIFY(log.write({}, counted));
        QVERIFY(log.writeLast({}));
        QCOMPARE(this->counted(), 2 * 2 * manyKeys);
    }

    void aProgramThatEndedTooSoonLosesNoCount()
    {
        const auto keys = m_filled->addKeys(manyKeys);
        {
            CallLog log(*m_database);
            for (int batch = 0; batch < 3; ++batch)
                QVERIFY(log.write(callsOfAll(keys)));
            QVERIFY(counted() < 3 * manyKeys); // some wait
        }
        CallLog next(*m_database);
        QVERIFY(next.writeLast({}));
        QCOMPARE(counted(), 3 * manyKeys);
        QVERIFY(next.writeLast(callsOfAll(keys)));
        QCOMPARE(counted(), 4 * manyKeys);
        expectAgreement();
    }

    void aProgramThatEndedBetweenTwoStepsLosesNoCount()
    {
        const auto keys = m_filled->addKeys(manyKeys);
        CallLog log(*m_database);
        QVERIFY(log.writeLast(callsOfAll(keys)));
        // As where some of the keys were added up and the others were not.
        m_database->run(u"UPDATE activity_marks SET counted_event = 0"_s);
        m_database->run(u"DELETE FROM hourly_counts WHERE key > 60"_s);
        m_database->run(u"DELETE FROM daily_uses WHERE key > 60"_s);
        m_database->run(u"UPDATE hourly_counts SET ok = 60 WHERE key = 0"_s);
        m_database->run(u"UPDATE daily_uses SET requests = 60 WHERE key = 0"_s);
        CallLog next(*m_database);
        QVERIFY(next.writeLast({}));
        QCOMPARE(counted(), manyKeys);
        expectAgreement();
    }

    void aBatchThatFailedLeavesNothingAndIsWrittenOnce()
    {
        const auto keys = m_filled->addKeys(manyKeys);
        CallLog log(*m_database);
        QVERIFY(log.writeLast(callsOfAll(keys)));
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
        expectAgreement();
    }

private:
    static std::vector<RequestEvent> callsOfAll(const std::vector<test::KeyPointer> &keys)
    {
        std::vector<RequestEvent> calls;
        for (const auto &key : keys)
            calls.push_back(callOf(key, noon));
        return calls;
    }
    static std::vector<CountedCalls> countsOfAll(const std::vector<test::KeyPointer> &keys)
    {
        std::vector<CountedCalls> all;
        for (const auto &key : keys)
            all.push_back({key, noon, noon + 5000, {2, 0, 0, 1, 0}});
        return all;
    }
    std::vector<RequestEvent> callsFrom(const test::KeyPointer &key, int addresses)
    {
        while (m_addresses.size() < std::size_t(addresses))
            m_addresses.push_back("2001:db8::" + std::to_string(m_addresses.size()));
        std::vector<RequestEvent> calls;
        for (int i = 0; i < addresses; ++i) {
            calls.push_back(callOf(key, noon));
            calls.back().address = m_addresses[std::size_t(i)];
        }
        return calls;
    }
    qint64 counted() { return number(*m_database, u"SELECT COALESCE(SUM(ok), 0) FROM hourly_counts WHERE key > 0"_s); }
    //! What is added up in two ways is the same.
    void expectAgreement()
    {
        QCOMPARE(number(*m_database, u"SELECT SUM(ok) FROM hourly_counts WHERE key = 0"_s), counted());
        for (const auto &keys : {u"key = 0"_s, u"key > 0"_s})
            QCOMPARE(number(*m_database, u"SELECT SUM(requests) FROM daily_uses WHERE aspect = 4 AND "_s + keys),
                     counted());
        QCOMPARE(number(*m_database, u"SELECT COUNT(*) FROM events WHERE actor_kind IS NULL"_s), counted());
        QCOMPARE(number(*m_database, u"SELECT counted_event FROM activity_marks"_s), counted());
    }

    std::vector<std::string> m_addresses;
};

QTEST_GUILESS_MAIN(CallLogTest)
#include "tst_calllog.moc"
