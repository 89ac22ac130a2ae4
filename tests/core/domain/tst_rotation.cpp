#include "core/domain/rotation.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class RotationTest : public QObject {
    Q_OBJECT

    const QDateTime m_now{QDate(2026, 11, 20), QTime(10, 4), Qt::UTC};

    //! Rotated an hour ago with 24 h of overlap; the new key was acknowledged, and nobody has called either.
    Rotation rotation() const
    {
        Rotation rotation;
        rotation.record.oldKeyId = u"old"_s;
        rotation.record.newKeyId = u"new"_s;
        rotation.record.startedAt = m_now.addSecs(-3600);
        Key old;
        old.id = u"old"_s;
        old.status = KeyStatus::Retiring;
        old.replacedBy = u"new"_s;
        old.retiresAt = m_now.addSecs(23 * 3600);
        rotation.oldKey = old;
        Key fresh;
        fresh.id = u"new"_s;
        fresh.status = KeyStatus::Active;
        fresh.replaces = u"old"_s;
        rotation.newKey = fresh;
        return rotation;
    }
    Rotation ended() const
    {
        auto over = rotation();
        over.oldKey->status = KeyStatus::Expired;
        over.oldKey->retiresAt = m_now.addSecs(-600);
        over.record.endedAt = over.oldKey->retiresAt;
        return over;
    }
    void call(Rotation &rotation, qint64 secondsAgo) const
    {
        rotation.oldKey->lastUsed = LastUse{m_now.addSecs(-secondsAgo), u"10.0.0.1"_s, u"curl"_s};
    }
    static QList<bool> done(const Rotation &rotation, const QDateTime &now)
    {
        const auto steps = rotationrules::stepsDone(rotation, now);
        return QList<bool>(steps.begin(), steps.end());
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void eachStepIsJudgedByItself()
    {
        auto running = rotation();
        running.newKey->acknowledged = false;
        QCOMPARE(done(running, m_now), (QList{true, false, false, false, false}));
        running.newKey->acknowledged = true;
        QCOMPARE(done(running, m_now), (QList{true, true, false, false, false}));
        running.newKey->acknowledged = false;
        running.record.handOver = HandOver::Copied;
        QCOMPARE(done(running, m_now), (QList{true, true, false, false, false}));
        call(running, 60);
        running.record.proof = Proof::Checked;
        QCOMPARE(done(running, m_now), (QList{true, true, true, false, false}));
        call(running, 3600);
        QCOMPARE(done(running, m_now), (QList{true, true, true, true, false}));
        QCOMPARE(done(ended(), m_now), (QList{true, true, false, true, true}));
    }

    void silenceBeforeTheNewKeyWasUsedIsNoSwitch()
    {
        auto running = rotation();
        QVERIFY(rotationrules::isSilent(running, m_now));
        QVERIFY(!done(running, m_now)[int(RotationStep::CallersSwitching)]);
    }

    void itEndsWhenTheOldKeyDoes()
    {
        auto running = rotation();
        const auto end = running.oldKey->retiresAt;
        QCOMPARE(rotationrules::endOf(*running.oldKey), end);
        QVERIFY(rotationrules::isRunning(running, m_now));
        QVERIFY(!rotationrules::isRunning(running, end)); // though nobody has said so yet
        running.oldKey->expiresAt = m_now.addSecs(60);
        QCOMPARE(rotationrules::endOf(*running.oldKey), m_now.addSecs(60));
        running.oldKey->status = KeyStatus::Revoked;
        running.oldKey->revokedAt = m_now.addSecs(-5);
        QCOMPARE(rotationrules::endOf(*running.oldKey), m_now.addSecs(-5));
        QVERIFY(!rotationrules::isRunning(running, m_now));
        running.oldKey.reset();
        QVERIFY(!rotationrules::isRunning(running, m_now));
    }

    void aCallAfterTheEndRaisesTheAlarmUntilItWasSeen()
    {
        auto over = ended();
        QVERIFY(!rotationrules::isUsedAgain(over));
        call(over, 700); // before
        QVERIFY(!rotationrules::isUsedAgain(over));
        call(over, 599); // let in at the last moment
        QVERIFY(!rotationrules::isUsedAgain(over));
        call(over, 300);
        QVERIFY(rotationrules::isUsedAgain(over));
        over.record.dismissedAt = over.oldKey->lastUsed->at;
        QVERIFY(!rotationrules::isUsedAgain(over));
        call(over, 60);
        QVERIFY(rotationrules::isUsedAgain(over));
    }

    void whatNeedsAPerson()
    {
        auto running = rotation();
        QVERIFY(!rotationrules::needsAttention(running, m_now));
        running.newKey->acknowledged = false;
        QVERIFY(rotationrules::needsAttention(running, m_now)); // nobody has the new secret
        running.newKey->acknowledged = true;
        call(running, 60);
        QVERIFY(rotationrules::needsAttention(running, m_now)); // ends within a day, and is still called
        running.oldKey->retiresAt = m_now.addDays(7);
        QVERIFY(!rotationrules::needsAttention(running, m_now));
        auto over = ended();
        QVERIFY(!rotationrules::needsAttention(over, m_now));
        call(over, 60);
        QVERIFY(rotationrules::needsAttention(over, m_now));
    }
};

QTEST_APPLESS_MAIN(RotationTest)
#include "tst_rotation.moc"
