#include "core/gateway/store/activitysearch.h"
#include "core/gateway/store/calllog.h"
#include "core/gateway/store/retention.h"
#include "core/gateway/store/usage.h"
#include "tests/core/gateway/store/storetest.h"
#include "tests/support/check.h"

using namespace Qt::StringLiterals;
using gateway::check::RequestEvent;
using gateway::store::CallLog, gateway::store::Database, gateway::store::KeepingTimes, gateway::store::Retention;

namespace {

constexpr qint64 start = 1700006400000; // midnight
constexpr qint64 day = 24 * 3600 * 1000;
constexpr int fullDays = 10;
constexpr int callsADay = 700;
constexpr int mostRowsInAStep = 2000;

QDateTime midnight(qint64 number)
{
    return QDateTime::fromMSecsSinceEpoch(start + number * day, Qt::UTC);
}

} // namespace

class RetentionTest : public test::StoreTest {
    Q_OBJECT

private Q_SLOTS:
    void whatIsOldIsForgottenInSmallStepsAndNothingElse()
    {
        Retention retention(*m_database, {3, 5});
        qint64 before = rows();
        int steps = 1;
        for (; retention.step(midnight(fullDays)); ++steps) {
            QVERIFY(before - rows() <= mostRowsInAStep);
            before = rows();
        }
        QVERIFY(steps > 5);
        QCOMPARE(number(u"SELECT COUNT(*) FROM events"_s), 3 * callsADay);
        QCOMPARE(number(u"SELECT MIN(at) FROM events"_s), midnight(fullDays - 3).toMSecsSinceEpoch());
        QCOMPARE(number(u"SELECT MIN(day) FROM daily_uses"_s), (start / day) + fullDays - 3);
        QCOMPARE(number(u"SELECT MIN(hour) FROM hourly_counts"_s), (start / day + fullDays - 5) * 24);
        // Each day had an address of its own: those of the days that are kept, the day before, and what all share.
        QCOMPARE(number(u"SELECT COUNT(*) FROM texts WHERE text LIKE '192.%'"_s), 4);
        for (const auto *table : {"events e ON e.address = t.number", "daily_uses u ON u.text = t.number"})
            QVERIFY(number(u"SELECT COUNT(*) FROM texts t JOIN "_s + QLatin1String(table)) > 0);
        QCOMPARE(
            number(u"SELECT COUNT(*) FROM events e LEFT JOIN texts t ON t.number = e.address WHERE t.text IS NULL"_s),
            0);
    }

    void whatIsForgottenIsCountedOn()
    {
        forgetAll(midnight(fullDays), {3, 700});
        const auto counts = gateway::store::usage(*m_database, m_filled->organization(), {},
                                                  {core::UsageBucket::Day, midnight(0), midnight(fullDays)});
        for (const auto &count : counts)
            QCOMPARE(count.ok, callsADay);
        const auto found = gateway::store::search(*m_database, {.organizationId = m_filled->organization()});
        QCOMPARE(found.total, 3 * callsADay);
        const auto old = gateway::store::search(
            *m_database, {.organizationId = m_filled->organization(), .filter = {.until = midnight(5)}});
        QCOMPARE(old.total, 0);
        QVERIFY(old.events.isEmpty() && old.next == 0);
    }

    void aSecondRoundForgetsWhatHasBecomeOld()
    {
        Retention retention(*m_database, {3, 5});
        while (retention.step(midnight(fullDays)))
            ;
        while (retention.step(midnight(fullDays)))
            ;
        QCOMPARE(number(u"SELECT COUNT(*) FROM events"_s), 3 * callsADay);
        while (retention.step(midnight(fullDays + 1)))
            ;
        QCOMPARE(number(u"SELECT COUNT(*) FROM events"_s), 2 * callsADay);
        while (retention.step(midnight(fullDays + 100)))
            ;
        QCOMPARE(rows(), 0);
        QCOMPARE(number(u"SELECT COUNT(*) FROM texts"_s), 0);
    }

    void aTextThatWasForgottenIsLearntAnew()
    {
        CallLog log(*m_database);
        QVERIFY(log.write(std::vector{callAt(midnight(fullDays - 1), "192.0.2.0")}));
        forgetAll(midnight(fullDays + 100), {3, 5});
        QVERIFY(log.writeLast(std::vector{callAt(midnight(fullDays + 100), "192.0.2.0")}));
        const auto found = gateway::store::search(*m_database, {.organizationId = m_filled->organization()});
        QCOMPARE(found.events.size(), 1);
        QCOMPARE(found.events[0].event.address, u"192.0.2.0"_s);
        QCOMPARE(found.events[0].event.userAgent, u"importer/2"_s);
    }

    void aStepThatFailsIsTriedAgain()
    {
        m_database->run(u"CREATE TRIGGER stuck BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'stuck'); END"_s);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"database:.*stuck"_s));
        Retention retention(*m_database, {3, 5});
        while (retention.step(midnight(fullDays)))
            ;
        QVERIFY(m_database->failed());
        m_database->clearFault();
        m_database->run(u"DROP TRIGGER stuck"_s);
        while (retention.step(midnight(fullDays)))
            ;
        QCOMPARE(number(u"SELECT COUNT(*) FROM events"_s), 3 * callsADay);
    }

private:
    RequestEvent callAt(const QDateTime &at, std::string_view address) const
    {
        RequestEvent call;
        call.at = at.toMSecsSinceEpoch();
        call.key = m_keys[static_cast<std::size_t>(call.at) % 2];
        call.method = "GET";
        call.path = "/api/v1/contacts";
        call.route = "GET /api/v1/contacts";
        call.address = address;
        call.userAgent = "importer/2";
        call.status = 200;
        return call;
    }
    void fill() override
    {
        m_keys = m_filled->addKeys(2);
        CallLog log(*m_database);
        for (int each = 0; each < fullDays; ++each) {
            const auto address = "192.0.2." + std::to_string(each);
            std::vector<RequestEvent> calls;
            for (int i = 0; i < callsADay; ++i)
                calls.push_back(callAt(midnight(each).addSecs(60 * i).addMSecs(i % 2), address));
            QVERIFY(log.writeLast(calls));
        }
    }
    void forgetAll(const QDateTime &now, KeepingTimes times)
    {
        Retention retention(*m_database, times);
        while (retention.step(now))
            ;
        QVERIFY(!m_database->failed());
    }
    qint64 number(const QString &sql)
    {
        auto found = m_database->select(sql);
        return found.next() ? found.integer(0) : -1;
    }
    qint64 rows()
    {
        return number(u"SELECT (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM hourly_counts) + "
                      "(SELECT COUNT(*) FROM daily_uses)"_s);
    }

    std::vector<test::KeyPointer> m_keys;
};

QTEST_GUILESS_MAIN(RetentionTest)
#include "tst_retention.moc"
