#include "core/services/usage.h"

#include "core/backend/backend.h"
#include "tests/core/services/keysfixture.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <numeric>

using namespace Qt::StringLiterals;
using core::Error;

//! How much keys are used, with the real gateway and without it.
class UsageTest : public QObject, private test::KeysFixture {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whatTheGatewayCountsIsThereAtOnceTheNextTimeAndWithoutIt();
    void oneQuestionIsAskedOnceHoweverManyWait();
    void aNewerQuestionEndsTheOlderOneOfTheSameAsker();
    void anotherPeriodThatWasNeverReadIsNotPretended();

private:
    core::UsageQuestion question(int days) const;

    std::unique_ptr<core::UsageCache> m_usageCache;
    std::unique_ptr<core::Usage> m_usage;
    core::Key m_key;
};

void UsageTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    QVERIFY(begin());
    const auto made = create(u"Import"_s);
    QVERIFY_RESULT(made);
    m_key = made->key.key;
    for (int i = 0; i < 5; ++i)
        QVERIFY_RESULT(test::wait(m_desk->sessions.backend(m_account)->checkKey(m_key.id, made->key.secret)));
    m_usageCache = std::make_unique<core::UsageCache>(*m_desk->database);
    m_usage = std::make_unique<core::Usage>(m_desk->sessions, m_desk->directory, *m_usageCache, m_desk->clock);
}

void UsageTest::cleanup()
{
    m_usage.reset();
    m_usageCache.reset();
    end();
}

core::UsageQuestion UsageTest::question(int days) const
{
    const auto now = m_desk->clock.now();
    return {m_organization, m_key.id, core::UsageBucket::Day, now.addDays(-days), now};
}

void UsageTest::whatTheGatewayCountsIsThereAtOnceTheNextTimeAndWithoutIt()
{
    const auto total = [](const core::Result<core::UsageCounts> &read) {
        return !read ? 0
                     : std::accumulate(read->counts.begin(), read->counts.end(), qint64(0),
                                       [](qint64 sum, const auto &count) { return sum + count.total(); });
    };
    const auto asked = question(30);
    QVERIFY(!m_usage->counts(asked));
    QTRY_COMPARE(total(test::wait(m_usage->readCounts(question(30), this))), 5);
    const auto read = test::wait(m_usage->readCounts(asked, this));
    QVERIFY_RESULT(read);
    const core::BreakdownQuestion callers{m_organization, m_key.id, 30};
    const auto breakdown = test::wait(m_usage->readBreakdown(callers, this));
    QVERIFY_RESULT(breakdown);
    QCOMPARE(breakdown->breakdown.addresses.first().count, 5);

    m_gateway->stop();
    const auto kept = m_usage->counts(asked);
    QVERIFY(kept);
    QCOMPARE(kept->counts, read->counts);
    const auto week = m_usage->counts(question(7));
    QVERIFY(week);
    QCOMPARE(week->counts, read->counts.mid(read->counts.size() - week->counts.size()));
    QCOMPARE(m_usage->breakdown(callers)->breakdown, breakdown->breakdown);
    QCOMPARE_ERROR(test::wait(m_usage->readCounts(asked, this)), Error::Kind::Offline);
    QVERIFY(m_usage->counts(asked));
}

void UsageTest::oneQuestionIsAskedOnceHoweverManyWait()
{
    QObject other;
    const auto asked = question(30);
    const auto first = m_usage->readCounts(asked, this);
    const auto second = m_usage->readCounts(asked, &other);
    QVERIFY_RESULT(test::wait(first));
    QVERIFY_RESULT(test::wait(second));
    QCOMPARE(m_between->requestsWith("/usage"), 1);
}

void UsageTest::aNewerQuestionEndsTheOlderOneOfTheSameAsker()
{
    QObject other;
    const auto older = m_usage->readCounts(question(30), this);
    const auto foreign = m_usage->readCounts(question(7), &other);
    const auto newer = m_usage->readCounts(question(90), this);
    QVERIFY(older.isFinished());
    QCOMPARE_ERROR(test::wait(older), Error::Kind::Cancelled);
    QVERIFY_RESULT(test::wait(newer));
    QVERIFY_RESULT(test::wait(foreign));
    QVERIFY2(m_usage->counts(question(60)), "what was asked for is of use all the same");
}

void UsageTest::anotherPeriodThatWasNeverReadIsNotPretended()
{
    QVERIFY_RESULT(test::wait(m_usage->readCounts(question(7), this)));
    QVERIFY(!m_usage->counts(question(30)));
    auto hours = question(7);
    hours.bucket = core::UsageBucket::Hour;
    QVERIFY(!m_usage->counts(hours));
    hours.organization = 999;
    QCOMPARE_ERROR(test::wait(m_usage->readCounts(hours, this)), Error::Kind::Unauthorized);
}

QTEST_GUILESS_MAIN(UsageTest)
#include "tst_usage.moc"
