#include "core/services/activityfeed.h"

#include "core/backend/gateway/gatewaybackend.h"
#include "core/services/keysync.h"
#include "core/services/liveactivity.h"
#include "core/storage/eventcache.h"
#include "tests/core/services/keysfixture.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The activity as rows, with the real gateway over a connection that breaks.
class ActivityFeedTest : public QObject, private test::KeysFixture {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void pagesBecomeTheGatewaysActivity();
    void aFilterIsTheGateways();
    void whatHappensComesInOnTopOnceAndInOrder();
    void whoReadsFurtherDownIsNotMoved();
    void aStreamThatBreaksIsResumedWithNothingMissedAndNothingDouble_data();
    void aStreamThatBreaksIsResumedWithNothingMissedAndNothingDouble();
    void moreThanIsKeptOnTopMakesPlace_data();
    void moreThanIsKeptOnTopMakesPlace();
    void whatWasSeenIsThereWithoutTheGateway();
    void aKeyThatChangedElsewhereIsReadSoon();
    void aSessionThatEndsElsewhereIsOver();

private:
    bool call(int count);
    bool waitForCalls(int count);
    QStringList shown() const;
    QStringList atGateway(const core::ActivityFilter &filter = {});
    bool isAsAtGateway();

    std::unique_ptr<core::EventCache> m_events;
    std::unique_ptr<core::KeySync> m_sync;
    std::unique_ptr<core::LiveActivity> m_live;
    std::unique_ptr<core::ActivityFeed> m_feed;
    core::KeyWithSecret m_key;
};

void ActivityFeedTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    QVERIFY(begin());
    const auto made = create(u"Import"_s);
    QVERIFY_RESULT(made);
    m_key = made->key;
    m_events = std::make_unique<core::EventCache>(*m_desk->database);
    m_sync = std::make_unique<core::KeySync>(m_desk->sessions, m_desk->directory, m_desk->cache, m_desk->clock);
    m_live = std::make_unique<core::LiveActivity>(m_desk->sessions, m_desk->directory, *m_sync);
    m_feed = std::make_unique<core::ActivityFeed>(m_desk->sessions, m_desk->directory, *m_events, *m_live);
}

void ActivityFeedTest::cleanup()
{
    m_feed.reset();
    m_live.reset();
    m_sync.reset();
    m_events.reset();
    end();
}

//! Past what stands between, which may be cut. What the gateway answers to a call is of no matter.
bool ActivityFeedTest::call(int count)
{
    core::GatewayBackend direct(m_desk->http, m_gateway->address());
    QList<core::Async<>> calls;
    for (int i = 0; i < count; ++i)
        calls += direct.checkKey(m_key.key.id, m_key.secret);
    return std::all_of(calls.begin(), calls.end(), [](const auto &each) {
        const auto answer = test::wait(each);
        return answer || answer.error().kind == core::Error::Kind::RateLimited;
    });
}

//! The ids of the rows; "?" where an event is not in memory.
QStringList ActivityFeedTest::shown() const
{
    QStringList ids;
    for (int row = 0; row < m_feed->rowCount(); ++row)
        ids += m_feed->event(row) != nullptr ? m_feed->event(row)->id : u"?"_s;
    return ids;
}

QStringList ActivityFeedTest::atGateway(const core::ActivityFilter &filter)
{
    QStringList ids;
    QString cursor;
    do {
        const auto page = test::wait(
            m_desk->sessions.backend(m_account)->activity(m_gateway->organizationId(), filter, cursor, 1000));
        if (!page)
            return {test::words(page.error())};
        for (const auto &event : page->events)
            ids += event.id;
        cursor = page->cursor;
    } while (!cursor.isEmpty());
    return ids;
}

//! The gateway's writer is a little behind its answers.
bool ActivityFeedTest::waitForCalls(int count)
{
    return QTest::qWaitFor(
        [&] {
            const auto page = test::wait(m_desk->sessions.backend(m_account)->activity(
                m_gateway->organizationId(), {.kinds = {core::EventKind::Request}}, {}, 1));
            return page && page->total >= count;
        },
        10000);
}

bool ActivityFeedTest::isAsAtGateway()
{
    const bool isSame = QTest::qWaitFor([&] { return shown() == atGateway(); }, 20000);
    if (!isSame)
        qInfo() << "rows" << shown().size() << "at the gateway" << atGateway().size() << "waiting" << m_feed->waiting();
    return isSame;
}

void ActivityFeedTest::pagesBecomeTheGatewaysActivity()
{
    QVERIFY(call(900));
    QVERIFY(waitForCalls(900));
    m_feed->setFilter(m_organization, {});
    QTRY_VERIFY(m_feed->rowCount() >= 600); // read ahead
    QVERIFY(m_feed->rowCount() < 900);
    QVERIFY(m_feed->hasMore());
    m_feed->setShown(580, 620);
    QTRY_VERIFY(!m_feed->hasMore());
    QCOMPARE(shown(), atGateway());
    QCOMPARE(m_feed->total().value_or(0), m_feed->rowCount());
    QVERIFY(!m_feed->isCached() && !m_feed->error() && !m_feed->isReading());
}

void ActivityFeedTest::aFilterIsTheGateways()
{
    QVERIFY(call(5));
    QVERIFY(waitForCalls(5));
    const core::ActivityFilter changes{.kinds = {core::EventKind::KeyCreated}};
    m_feed->setFilter(m_organization, {});
    m_feed->setFilter(m_organization, changes); // the answer to the one before is dropped
    QTRY_VERIFY(m_feed->total());
    QCOMPARE(shown(), atGateway(changes));
    QCOMPARE(m_feed->rowCount(), 1);
    QCOMPARE(m_feed->event(0)->key->name, u"Import"_s);
}

void ActivityFeedTest::whatHappensComesInOnTopOnceAndInOrder()
{
    m_feed->setFilter(m_organization, {});
    m_feed->setLive(true);
    m_sync->follow(m_organization);
    for (int round = 0; round < 5; ++round) {
        QVERIFY(call(150));
        m_feed->setShown(0, 40);
    }
    QVERIFY(waitForCalls(750));
    QTRY_VERIFY_WITH_TIMEOUT(m_feed->rowCount() >= 750 && m_feed->event(0)->id == atGateway().first(), 20000);
    m_feed->setShown(0, m_feed->rowCount());
    m_feed->setShown(0, 40);
    QTRY_VERIFY(!m_feed->isReading());
    QCOMPARE(m_feed->waiting(), 0);
    const auto rows = shown();
    QCOMPARE(rows, atGateway().mid(0, rows.size()));
}

void ActivityFeedTest::whoReadsFurtherDownIsNotMoved()
{
    QVERIFY(call(300));
    QVERIFY(waitForCalls(300));
    m_feed->setFilter(m_organization, {});
    m_feed->setLive(true);
    m_sync->follow(m_organization);
    QTRY_VERIFY(m_feed->rowCount() > 300 && m_live->isConnected());
    m_feed->setShown(100, 140);
    const auto before = shown();
    QVERIFY(call(12));
    QTRY_COMPARE(m_feed->waiting(), 12);
    QCOMPARE(shown(), before);
    m_feed->showWaiting();
    QCOMPARE(m_feed->waiting(), 0);
    QVERIFY(isAsAtGateway());
    QCOMPARE(m_feed->rowCount(), before.size() + 12);
    QCOMPARE(m_feed->total().value_or(0), m_feed->rowCount());
}

void ActivityFeedTest::aStreamThatBreaksIsResumedWithNothingMissedAndNothingDouble_data()
{
    QTest::addColumn<bool>("isKilled");
    QTest::newRow("the gateway is started anew") << true;
    QTest::newRow("the connection is dead and nobody is told") << false;
}

void ActivityFeedTest::aStreamThatBreaksIsResumedWithNothingMissedAndNothingDouble()
{
    QFETCH(bool, isKilled);
    m_feed->setFilter(m_organization, {});
    m_feed->setLive(true);
    m_sync->follow(m_organization);
    QTRY_VERIFY(m_live->isConnected());
    const QSignalSpy missed(m_live.get(), &core::LiveActivity::missed);
    QStringList heard;
    connect(m_live.get(), &core::LiveActivity::happened, this, [&](qint64, const QList<core::ActivityEvent> &events) {
        for (const auto &event : events)
            heard += event.id;
    });
    QVERIFY(call(20));
    QTRY_COMPARE(heard.size(), 20);
    for (int round = 0; round < 3; ++round) {
        if (isKilled) {
            m_gateway->stop();
            QTRY_VERIFY(!m_live->isConnected());
            QVERIFY(m_gateway->start());
        } else {
            m_between->freeze();
        }
        QVERIFY(call(20)); // while nobody listens
        const auto all = 20 * (round + 2);
        QTRY_VERIFY2_WITH_TIMEOUT(heard.size() >= all, qPrintable(QString::number(heard.size())), 20000);
    }
    QStringList expected;
    const auto read = [&] { // on a connection that is alive
        expected = atGateway({.kinds = {core::EventKind::Request}});
        return expected.size() >= 80;
    };
    QTRY_VERIFY_WITH_TIMEOUT(read(), 20000);
    std::reverse(expected.begin(), expected.end());
    QCOMPARE(heard, expected);
    QVERIFY2(missed.isEmpty(), "it was resumed, not begun anew");
    QVERIFY(isAsAtGateway());
}

void ActivityFeedTest::moreThanIsKeptOnTopMakesPlace_data()
{
    QTest::addColumn<bool>("isAtTop");
    QTest::newRow("on top") << true;
    QTest::newRow("further down") << false;
}

void ActivityFeedTest::moreThanIsKeptOnTopMakesPlace()
{
    QFETCH(bool, isAtTop);
    QVERIFY(call(300));
    QVERIFY(waitForCalls(300));
    m_feed->setFilter(m_organization, {});
    m_feed->setLive(true);
    m_sync->follow(m_organization);
    QTRY_VERIFY(m_live->isConnected() && !m_feed->hasMore());
    if (!isAtTop)
        m_feed->setShown(100, 140);
    const auto before = shown();
    constexpr int burst = 2500;
    for (int i = 0; i < burst / 100; ++i)
        QVERIFY(call(100));
    QVERIFY(waitForCalls(300 + burst));
    if (isAtTop) {
        QTRY_VERIFY_WITH_TIMEOUT(m_feed->event(0)->id == atGateway().first(), 10000);
        QTRY_VERIFY(m_feed->rowCount() < before.size() + burst);
        QCOMPARE(m_feed->waiting(), 0);
    } else {
        QTRY_COMPARE_WITH_TIMEOUT(m_feed->waiting(), burst, 10000);
        QCOMPARE(shown(), before);
        m_feed->showWaiting();
        QTRY_VERIFY(m_feed->rowCount() > 0);
    }
    for (int row = 0; m_feed->hasMore() && row < 5000; row = m_feed->rowCount() - 1) {
        m_feed->setShown(row, row);
        QTRY_VERIFY(m_feed->rowCount() > row + 1 || !m_feed->hasMore());
    }
    m_feed->setShown(0, 0);
    const auto expected = atGateway();
    QCOMPARE(m_feed->rowCount(), expected.size());
    QStringList rows;
    for (int row = 0; row < m_feed->rowCount(); row += 500) {
        m_feed->setShown(row + 1, row + 499); // not the first: nothing comes in on top
        QTRY_VERIFY(m_feed->event(row) != nullptr);
        QTRY_VERIFY(!m_feed->isReading());
        for (int i = row; i < std::min(row + 500, m_feed->rowCount()); ++i)
            rows += m_feed->event(i) != nullptr ? m_feed->event(i)->id : u"?"_s;
    }
    QCOMPARE(QSet<QString>(rows.begin(), rows.end()).size(), rows.size());
    QCOMPARE(rows, expected);
}

void ActivityFeedTest::whatWasSeenIsThereWithoutTheGateway()
{
    QVERIFY(call(250));
    QVERIFY(waitForCalls(250));
    m_feed->setFilter(m_organization, {});
    QTRY_VERIFY(m_feed->rowCount() > 0 && !m_feed->hasMore());
    const auto seen = shown();
    m_gateway->stop();
    m_feed->setFilter(m_organization, {});
    QTRY_VERIFY_WITH_TIMEOUT(m_feed->isCached() && !m_feed->hasMore() && !m_feed->isReading(), 15000);
    QVERIFY(m_feed->error());
    auto cached = shown();
    std::sort(cached.begin(), cached.end());
    auto sorted = seen;
    std::sort(sorted.begin(), sorted.end());
    QCOMPARE(cached, sorted);
    QVERIFY(m_gateway->start());
    QTRY_VERIFY_WITH_TIMEOUT(!m_feed->isCached(), 15000);
    QVERIFY(!m_feed->error());
    QVERIFY(isAsAtGateway());
}

void ActivityFeedTest::aKeyThatChangedElsewhereIsReadSoon()
{
    m_sync->follow(m_organization);
    QTRY_VERIFY(m_live->isConnected() && m_sync->pause() > 0ms);
    core::KeyChanges off;
    off.enabled = false;
    const auto disabled =
        test::wait(m_desk->sessions.backend(m_account)->updateKey(m_key.key.id, m_key.key.version, off));
    QVERIFY_RESULT(disabled);
    QTRY_VERIFY2_WITH_TIMEOUT(m_desk->cache.key(m_organization, m_key.key.id)->status == core::KeyStatus::Disabled,
                              "within the interval", 5000);
}

void ActivityFeedTest::aSessionThatEndsElsewhereIsOver()
{
    m_sync->follow(m_organization);
    QTRY_VERIFY(m_live->isConnected());
    m_gateway->clock().advance(13h);
    QTRY_COMPARE(m_desk->state(m_account), core::Account::State::SignedOut);
    QVERIFY(!m_live->isConnected());
}

QTEST_GUILESS_MAIN(ActivityFeedTest)
#include "tst_activityfeed.moc"
