#include "core/storage/eventcache.h"

#include "tests/core/storage/cachefixture.h"
#include "tests/support/check.h"

using namespace Qt::StringLiterals;
using core::ActivityEvent;
using core::ActivityFilter;
using core::EventKind;

//! The events on this machine: bounded, filtered and in pages.
class EventCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pagesBringEveryEventOnceNewestFirst();
    void filtersAreThoseOfTheGateway_data();
    void filtersAreThoseOfTheGateway();
    void theOldestAreDropped();
    void eventsGoWithTheirOrganization();

private:
    static ActivityEvent event(int number);
    static QList<ActivityEvent> events(int count);
    QStringList ids(const core::EventCache &cache, const ActivityFilter &filter = {}) const;

    test::CacheFixture m_fixture;
};

//! Several a second; every third refused.
ActivityEvent EventCacheTest::event(int number)
{
    ActivityEvent event;
    event.id = u"event-%1"_s.arg(number, 6, 10, QChar(u'0'));
    event.at = QDateTime({2026, 11, 20}, {10, 0}, Qt::UTC).addSecs(number / 4);
    event.kind = number % 10 == 0 ? EventKind::KeyCreated : EventKind::Request;
    const bool isOdd = number % 2 == 1;
    event.key = core::EventKey{isOdd ? u"key-1"_s : u"key-0"_s, isOdd ? u"Import 100%"_s : u"Import 1000"_s,
                               isOdd ? u"wa_7Qd2…x9Fa"_s : u"wa7Qd2…x9Fa"_s};
    event.actor = {core::EventActor::Kind::Key, event.key->id, event.key->name};
    event.method = u"GET"_s;
    event.path = u"/contacts/%1"_s.arg(number);
    event.status = number % 3 == 0 ? 403 : 200;
    event.address = u"198.51.100.%1"_s.arg(number % 5);
    event.scope = u"contacts:read"_s;
    return event;
}

QList<ActivityEvent> EventCacheTest::events(int count)
{
    QList<ActivityEvent> all;
    for (int i = count - 1; i >= 0; --i)
        all += event(i);
    return all;
}

QStringList EventCacheTest::ids(const core::EventCache &cache, const ActivityFilter &filter) const
{
    QStringList ids;
    QString cursor;
    do {
        const auto page = cache.page(m_fixture.acme(), filter, cursor, 7);
        if (!page)
            return {test::words(page.error())};
        for (const auto &each : page->events)
            ids += each.id;
        cursor = page->cursor;
    } while (!cursor.isEmpty());
    return ids;
}

void EventCacheTest::pagesBringEveryEventOnceNewestFirst()
{
    core::EventCache cache(m_fixture.database());
    QVERIFY_RESULT(cache.put(m_fixture.acme(), events(100)));
    QVERIFY_RESULT(cache.put(m_fixture.acme(), events(50))); // once more
    const auto page = cache.page(m_fixture.acme(), {}, {}, 1000);
    QVERIFY_RESULT(page);
    QCOMPARE(page->events, events(100));
    QCOMPARE(page->total, 100);
    QVERIFY(page->cursor.isEmpty());
    QStringList all;
    for (const auto &each : page->events)
        all += each.id;
    QCOMPARE(ids(cache), all);
}

void EventCacheTest::filtersAreThoseOfTheGateway_data()
{
    QTest::addColumn<ActivityFilter>("filter");
    const auto noon = event(200).at;
    QTest::newRow("key") << ActivityFilter{.keyId = u"key-1"_s};
    QTest::newRow("kinds") << ActivityFilter{.kinds = {EventKind::KeyCreated, EventKind::KeyRevoked}};
    QTest::newRow("refused") << ActivityFilter{.result = ActivityFilter::Result::Refused};
    QTest::newRow("allowed") << ActivityFilter{.result = ActivityFilter::Result::Ok};
    QTest::newRow("address") << ActivityFilter{.address = u"198.51.100.3"_s};
    QTest::newRow("scope") << ActivityFilter{.scope = u"contacts:write"_s};
    QTest::newRow("text") << ActivityFilter{.text = u"CONTACTS/3"_s};
    QTest::newRow("text with a percent sign") << ActivityFilter{.text = u"100%"_s};
    QTest::newRow("text that would match anything") << ActivityFilter{.text = u"_"_s};
    QTest::newRow("period") << ActivityFilter{.since = noon, .until = noon.addSecs(5)};
    QTest::newRow("all") << ActivityFilter{.keyId = u"key-0"_s,
                                           .kinds = {EventKind::Request},
                                           .result = ActivityFilter::Result::Ok,
                                           .text = u"get"_s,
                                           .since = noon};
}

void EventCacheTest::filtersAreThoseOfTheGateway()
{
    QFETCH(ActivityFilter, filter);
    core::EventCache cache(m_fixture.database());
    QVERIFY_RESULT(cache.put(m_fixture.acme(), events(400)));
    QStringList expected;
    for (const auto &each : events(400)) {
        if (core::matches(each, filter))
            expected += each.id;
    }
    QVERIFY(expected.size() < 400);
    QCOMPARE(ids(cache, filter), expected);
}

void EventCacheTest::theOldestAreDropped()
{
    test::CacheFixture fresh;
    core::EventCache cache(fresh.database(), 60);
    const auto all = events(200);
    QVERIFY_RESULT(cache.put(fresh.acme(), all.mid(100)));
    QVERIFY_RESULT(cache.put(fresh.acme(), all.mid(0, 100)));
    QVERIFY_RESULT(cache.put(fresh.acme(), all.mid(150))); // scrolled far down
    const auto page = cache.page(fresh.acme(), {}, {}, 1000);
    QVERIFY_RESULT(page);
    QCOMPARE(page->events, all.mid(0, 60));
}

void EventCacheTest::eventsGoWithTheirOrganization()
{
    test::CacheFixture fresh;
    core::EventCache cache(fresh.database());
    QVERIFY_RESULT(cache.put(fresh.acme(), events(10)));
    QVERIFY_RESULT(fresh.organizations().forget(fresh.acme()));
    QCOMPARE(cache.page(fresh.acme(), {}, {}, 10)->total, 0);
}

QTEST_GUILESS_MAIN(EventCacheTest)
#include "tst_eventcache.moc"
