#include "core/services/callerwatch.h"

#include "tests/core/services/followingfixture.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace core;

//! Over the real gateway, whose own count is the yardstick.
class CallerWatchTest : public QObject, protected test::FollowingFixture {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        QVERIFY(begin());
    }
    void cleanup() { end(); }

    void whoCallsTheOldKeyIsCountedAsTheGatewayCountsIt()
    {
        const auto rotated = rotate(u"CRM sync"_s);
        QVERIFY(call(rotated.oldId(), rotated.oldSecret, 7));
        Result<Callers> read = Error{Error::Kind::NotFound};
        QVERIFY(QTest::qWaitFor(
            [&] {
                read = test::wait(m_following->callers.read(m_organization, rotated.oldId()));
                return read && read->recent == 7 && !read->addresses.isEmpty() && read->addresses.first().count == 7;
            },
            20000));
        QCOMPARE(read->bucket, callers::halfHour);
        QCOMPARE(read->addresses.first().name, u"127.0.0.1"_s);
        QCOMPARE(read->recentAddresses(), 1);
        qint64 sum = 0;
        for (const auto &count : read->counts)
            sum += count.ok;
        QCOMPARE(sum, 7);
        QCOMPARE(m_following->callers.last(m_organization, rotated.oldId()), std::optional(*read));

        // Read once more, what was settled is not counted twice.
        QVERIFY(call(rotated.oldId(), rotated.oldSecret, 2));
        QVERIFY(QTest::qWaitFor(
            [&] {
                read = test::wait(m_following->callers.read(m_organization, rotated.oldId()));
                return read && read->recent == 9;
            },
            20000));
        sum = 0;
        for (const auto &count : read->counts)
            sum += count.ok;
        QCOMPARE(sum, 9);

        // A restart knows the hours, without a network.
        QVERIFY(restart());
        m_gateway->stop();
        const auto last = m_following->callers.last(m_organization, rotated.oldId());
        QVERIFY(last);
        QCOMPARE(last->bucket, std::chrono::seconds(1h));
        QVERIFY(!last->counts.isEmpty());
        QCOMPARE(last->addresses.first().count, 9);
    }

    //! Three programs go over to the new key, one in each half hour.
    void theOldKeysHalfHoursFallToNothingAsItsCallersSwitch()
    {
        auto &clock = m_gateway->clock();
        test::Following later(*m_desk->database, m_desk->sessions, m_desk->directory, m_desk->keys, m_desk->cache,
                              clock);
        const auto rotated = rotate(u"CRM sync"_s);
        m_gateway->awaitHalfHour();
        const auto first = callers::halfHourOf(clock.now());
        Result<Callers> read = Error{Error::Kind::NotFound};
        const auto agrees = [&] {
            read = test::wait(later.callers.read(m_organization, rotated.oldId()));
            const auto written = m_gateway->requestsByHalfHour(rotated.oldId());
            return read && std::all_of(read->counts.begin(), read->counts.end(), [&](const UsageCount &count) {
                       return count.total() == written.value(count.start);
                   });
        };
        for (int left = 3; left >= 0; --left) {
            QVERIFY(call(rotated.oldId(), rotated.oldSecret, 2 * left));
            QVERIFY(call(rotated.newId(), rotated.revealed.key.secret, 2 * (3 - left) + 1));
            const auto bucket = callers::halfHourOf(clock.now());
            QTRY_COMPARE(m_gateway->requestsByHalfHour(rotated.newId()).value(bucket), 2 * (3 - left) + 1);
            QTRY_COMPARE(m_gateway->requestsByHalfHour(rotated.oldId()).value(bucket), 2 * left);
            QVERIFY(agrees());
            QCOMPARE(read->counts.last().start, bucket);
            QCOMPARE(read->counts.last().ok, 2 * left);
            clock.advance(callers::halfHour);
        }
        QVERIFY(agrees());
        QCOMPARE(m_gateway->requestsByHalfHour(rotated.oldId()),
                 (QMap<QDateTime, qint64>{{first, 6}, {first.addSecs(30 * 60), 4}, {first.addSecs(60 * 60), 2}}));
        clock.advance(1min);
        QVERIFY(agrees());
        QCOMPARE(read->recent, 0);
        QCOMPARE(read->recentAddresses(), 0);
        const auto isSilentAt = [&](const QDateTime &time) {
            const auto list = m_following->rotations.list(m_organization);
            return list && list->running.size() == 1 && rotationrules::works(list->running.first()) &&
                   rotationrules::isSilent(list->running.first(), time);
        };
        QVERIFY_RESULT(test::wait(m_following->sync.synchronize(m_organization)));
        QTRY_VERIFY(isSilentAt(clock.now()));
        QVERIFY(!isSilentAt(clock.now().addSecs(-2 * 60)));
    }

    void whereNobodyIsSignedInNothingIsAsked()
    {
        const auto rotated = rotate(u"CRM sync"_s);
        QVERIFY_RESULT(test::wait(m_desk->sessions.backend(m_account)->signOut()));
        QCOMPARE_ERROR(test::wait(m_following->callers.read(m_organization, rotated.oldId())),
                       Error::Kind::Unauthorized);
        QVERIFY(!m_following->callers.last(m_organization, rotated.oldId()));
        QCOMPARE_ERROR(test::wait(m_following->callers.read(99, rotated.oldId())), Error::Kind::NotFound);
        const auto list = m_following->rotations.list(m_organization);
        QVERIFY_RESULT(list);
        QCOMPARE(list->running.size(), 1); // the cache still tells
    }
};

QTEST_GUILESS_MAIN(CallerWatchTest)
#include "tst_callerwatch.moc"
