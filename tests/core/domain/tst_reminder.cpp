#include "core/domain/reminder.h"

#include "core/domain/rotation.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;
namespace rules = core::reminders;

class ReminderTest : public QObject {
    Q_OBJECT

private:
    const QDateTime m_end{{2027, 3, 1}, {12, 0}, Qt::UTC};

    Key expiring(int madeDaysBefore = 90) const
    {
        Key key;
        key.id = u"key-1"_s;
        key.status = KeyStatus::Active;
        key.createdAt = m_end.addDays(-madeDaysBefore);
        key.expiresAt = m_end;
        return key;
    }
    Key retiring() const
    {
        Key key = expiring();
        key.status = KeyStatus::Retiring;
        key.retiresAt = m_end;
        key.expiresAt = {};
        return key;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void eachStepHasItsMoment()
    {
        const auto key = expiring();
        QVERIFY(!rules::expiryMoment(key, m_end.addDays(-30).addSecs(-1)).isValid());
        QCOMPARE(rules::expiryMoment(key, m_end.addDays(-30)), m_end.addDays(-30));
        QCOMPARE(rules::expiryMoment(key, m_end.addDays(-14).addSecs(-1)), m_end.addDays(-30));
        QCOMPARE(rules::expiryMoment(key, m_end.addDays(-10)), m_end.addDays(-14));
        QCOMPARE(rules::expiryMoment(key, m_end.addDays(-2)), m_end.addDays(-3));
        QCOMPARE(rules::expiryMoment(key, m_end.addSecs(-1)), m_end.addDays(-1));
        QVERIFY(!rules::expiryMoment(key, m_end.addSecs(1)).isValid());
    }

    void whoeverJustMadeAKeyIsNotRemindedOfItsExpiry()
    {
        const auto week = expiring(7);
        QVERIFY(!rules::expiryMoment(week, week.createdAt.addSecs(60)).isValid());
        QCOMPARE(rules::expiryMoment(week, m_end.addDays(-3)), m_end.addDays(-3));
    }

    void onlyKeysThatWorkExpire()
    {
        for (const auto status : {KeyStatus::Retiring, KeyStatus::Revoked, KeyStatus::Disabled, KeyStatus::Expired}) {
            auto key = expiring();
            key.status = status;
            QVERIFY(!rules::expiryMoment(key, m_end.addDays(-2)).isValid());
        }
        auto never = expiring();
        never.expiresAt = {};
        QVERIFY(!rules::expiryMoment(never, m_end).isValid());
    }

    void severalMissedStepsAreSaidOnce()
    {
        // Looked at once in a while: as many reminders as steps at most, and never two for one step.
        QRandomGenerator random(3);
        for (int round = 0; round < 200; ++round) {
            std::optional<ReminderRecord> record;
            QList<QDateTime> said;
            auto now = m_end.addDays(-40);
            while (now < m_end) {
                const auto moment = rules::expiryMoment(expiring(), now);
                if (rules::isDue(moment, m_end, record, now)) {
                    record = ReminderRecord{u"key-1"_s, m_end, moment, {}};
                    QVERIFY(!said.contains(moment));
                    said += moment;
                }
                QVERIFY(!rules::isDue(moment, m_end, record, now));
                now = now.addSecs(random.bounded(1, (round % 20 + 1) * 86400));
            }
            QVERIFY(said.size() <= 5);
            QVERIFY(round % 20 != 0 || said.size() == 5); // who looks each day misses none
        }
    }

    void anEndThatMovedIsSpokenOfAnew()
    {
        const auto now = m_end.addDays(-2);
        const auto moment = rules::expiryMoment(expiring(), now);
        const ReminderRecord earlier{u"key-1"_s, m_end.addDays(-1), now, {}};
        QVERIFY(rules::isDue(moment, m_end, earlier, now));
    }

    void whatIsPutOffComesBackOnce()
    {
        const auto now = m_end.addDays(-7);
        QCOMPARE(rules::snoozeEnd(m_end, now), now.addDays(1));
        QCOMPARE(rules::snoozeEnd(m_end, m_end.addSecs(-7200)), m_end.addSecs(-3600));
        QCOMPARE(rules::snoozeEnd(m_end, m_end.addDays(2)), m_end.addDays(2));
        const ReminderRecord put{u"key-1"_s, m_end, now, now.addDays(1)};
        const auto moment = rules::expiryMoment(expiring(), now);
        QVERIFY(!rules::isDue(moment, m_end, put, now.addSecs(3600)));
        QVERIFY(rules::isDue(moment, m_end, put, now.addDays(1)));
    }

    void callersThatAreLeftAreSpokenOfAQuarterBeforeTheEnd()
    {
        using namespace std::chrono_literals;
        QCOMPARE(rules::overlapNotice(m_end.addDays(-7), m_end), 24h);
        QCOMPARE(rules::overlapNotice(m_end.addDays(-1), m_end), 6h);
        QCOMPARE(rules::overlapNotice({}, m_end), 1h);
        auto key = retiring();
        const auto began = m_end.addDays(-1);
        key.lastUsed = LastUse{m_end.addSecs(-7 * 3600), {}, {}};
        QVERIFY(!rules::overlapMoment(key, began, m_end.addSecs(-7 * 3600)).isValid());
        QCOMPARE(rules::overlapMoment(key, began, m_end.addSecs(-5 * 3600)), m_end.addSecs(-6 * 3600));
    }

    void anOverlapWhoseCallersHaveSwitchedEndsQuietly()
    {
        auto key = retiring();
        const auto began = m_end.addDays(-7);
        const auto now = m_end.addSecs(-3600);
        QVERIFY(!rules::overlapMoment(key, began, now).isValid());
        key.lastUsed = LastUse{began.addSecs(-60), {}, {}}; // before there was a new key
        QVERIFY(!rules::overlapMoment(key, began, now).isValid());
        key.lastUsed = LastUse{began.addDays(2), {}, {}};
        QVERIFY(!rules::overlapMoment(key, began, now).isValid());
        key.lastUsed = LastUse{now.addSecs(-600), {}, {}};
        QVERIFY(rules::overlapMoment(key, began, now).isValid());
        QVERIFY(!rules::overlapMoment(key, began, m_end).isValid());
    }

    void callsAfterTheEndAreOneUntilTheyWereSeen()
    {
        Rotation rotation;
        rotation.oldKey = retiring();
        rotation.record.endedAt = m_end;
        QVERIFY(!rules::usedAgainMoment(rotation).isValid());
        rotation.oldKey->lastUsed = LastUse{m_end.addSecs(-60), {}, {}};
        QVERIFY(!rules::usedAgainMoment(rotation).isValid());
        for (const int seconds : {60, 3600, 40 * 86400}) {
            rotation.oldKey->lastUsed->at = m_end.addSecs(seconds);
            QCOMPARE(rules::usedAgainMoment(rotation), m_end);
        }
        rotation.record.dismissedAt = rotation.oldKey->lastUsed->at;
        QVERIFY(!rules::usedAgainMoment(rotation).isValid());
        rotation.oldKey->lastUsed->at = rotation.record.dismissedAt.addSecs(1);
        QCOMPARE(rules::usedAgainMoment(rotation), rotation.record.dismissedAt);
        rotation.record.endedAt = {};
        QVERIFY(!rules::usedAgainMoment(rotation).isValid());
    }
};

QTEST_GUILESS_MAIN(ReminderTest)
#include "tst_reminder.moc"
