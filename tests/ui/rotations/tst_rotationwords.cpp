#include "ui/rotations/rotationwords.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace words = ui::rotationwords;

//! The clock of these tests is UTC.
class RotationWordsTest : public QObject {
    Q_OBJECT

    const QDateTime m_now{QDate(2026, 11, 20), QTime(12, 4), Qt::UTC};

    Rotation rotation() const
    {
        Rotation rotation;
        rotation.record.startedAt = m_now.addSecs(-7200);
        rotation.record.startedBy = u"Owner\u202E"_s;
        Key old;
        old.name = u"CRM sync (previous)"_s;
        old.status = KeyStatus::Retiring;
        old.retiresAt = m_now.addSecs(22 * 3600);
        rotation.oldKey = old;
        Key fresh;
        fresh.name = u"CRM sync"_s;
        fresh.acknowledged = false;
        rotation.newKey = fresh;
        return rotation;
    }
    QString said(RotationStep step, const Rotation &rotation, const std::optional<Callers> &callers = {}) const
    {
        return words::text(step, rotation, callers, m_now);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    //! Nothing is claimed of calls of which nobody tells.
    void whereUseIsNotToldThePersonsWordCounts()
    {
        auto running = rotation();
        running.oldKey->retiresAt = {};
        running.oldKey->useIsTold = false;
        QCOMPARE(said(RotationStep::NewKeyWorks, running), u"Not checked yet"_s);
        QCOMPARE(said(RotationStep::CallersSwitching, running), u"Its provider does not tell who calls the old key"_s);
        QCOMPARE(said(RotationStep::Retired, running), u"When its provider refuses it"_s);
        QCOMPARE(words::ending(running, m_now), u"Old key works until you revoke it there"_s);
        running.record.proof = Proof::Checked;
        running.record.provenAt = m_now;
        QCOMPARE(said(RotationStep::NewKeyWorks, running), u"Checked 12:04: its provider took it"_s);
        const auto switched = [&] { return rotationrules::stepsDone(running, m_now).at(3); };
        QVERIFY(!switched());
        running.record.handOver = HandOver::Stored;
        QVERIFY(switched());
        running.record.endedAt = m_now;
        QCOMPARE(words::ended(running, m_now), u"Old key ended 12:04"_s);
    }

    void theFirstSteps()
    {
        auto running = rotation();
        QCOMPARE(said(RotationStep::Created, running), u"10:04 by Owner⟦U+202E⟧"_s);
        running.record.startedAt = m_now.addDays(-1);
        running.record.startedBy.clear();
        QCOMPARE(said(RotationStep::Created, running), u"19 Nov, 12:04"_s);
        running.record.startedAt = m_now.addYears(-1);
        QCOMPARE(said(RotationStep::Created, running), u"20 Nov 2025, 12:04"_s);

        QCOMPARE(said(RotationStep::HandedOver, running), u"Its secret has not arrived yet"_s);
        running.newKey->acknowledged = true;
        QCOMPARE(said(RotationStep::HandedOver, running), u"Elsewhere: its secret has arrived"_s);
        running.record.handOver = HandOver::Copied;
        running.record.handedOverAt = m_now;
        QCOMPARE(said(RotationStep::HandedOver, running), u"Copied 12:04"_s);
        running.record.handOver = HandOver::Stored;
        QCOMPARE(said(RotationStep::HandedOver, running), u"Said to be stored 12:04"_s);

        QCOMPARE(said(RotationStep::NewKeyWorks, running), u"Not used yet"_s);
        running.record.proof = Proof::Checked;
        running.record.provenAt = m_now;
        QCOMPARE(said(RotationStep::NewKeyWorks, running), u"Checked 12:04: the gateway accepted it"_s);
        running.record.proof = Proof::Used;
        QCOMPARE(said(RotationStep::NewKeyWorks, running), u"Seen in use 12:04"_s);
    }

    void whoStillCalls()
    {
        auto running = rotation();
        QCOMPARE(said(RotationStep::CallersSwitching, running), u"Old key: never called"_s);
        running.oldKey->lastUsed = LastUse{m_now.addSecs(-7200), u"10.0.0.1"_s, {}};
        QCOMPARE(said(RotationStep::CallersSwitching, running), u"Old key: last called 2 h ago from 10.0.0.1"_s);
        Callers callers;
        callers.recentSince = m_now.addSecs(-3600);
        callers.asOf = m_now;
        callers.recent = 1204;
        callers.addresses = {{u"10.0.0.1"_s, 1000, {}, m_now}, {u"10.0.0.2"_s, 204, {}, m_now}};
        QCOMPARE(said(RotationStep::CallersSwitching, running, callers),
                 u"Old key: 1,204 requests in the last hour from 2 addresses"_s);
        QCOMPARE(words::chartCaption(callers, m_now), u"Requests with the old key per half hour"_s);
        callers.recent = 1;
        callers.addresses.removeLast();
        callers.bucket = 1h;
        QCOMPARE(said(RotationStep::CallersSwitching, running, callers),
                 u"Old key: 1 request since 11:04 from 1 address"_s);
        QCOMPARE(words::chartCaption(callers, m_now), u"Requests with the old key per hour"_s);
        callers.asOf = m_now.addSecs(-600); // offline since
        QCOMPARE(said(RotationStep::CallersSwitching, running, callers),
                 u"Old key: last called 2 h ago from 10.0.0.1"_s);
        QCOMPARE(words::chartCaption(callers, m_now), u"Requests with the old key per hour, as of 11:54"_s);
        callers.asOf = m_now;
        callers.recent = 0; // nobody does any more
        QCOMPARE(said(RotationStep::CallersSwitching, running, callers),
                 u"Old key: last called 2 h ago from 10.0.0.1"_s);
    }

    void theEnd()
    {
        auto running = rotation();
        QCOMPARE(words::ending(running, m_now), u"Old key retires in 22 h"_s);
        QCOMPARE(said(RotationStep::Retired, running), u"By itself 21 Nov, 10:04, or now"_s);
        running.oldKey->status = KeyStatus::Expired;
        running.record.endedAt = m_now.addSecs(-3600);
        QCOMPARE(said(RotationStep::Retired, running), u"11:04"_s);
        QCOMPARE(words::ended(running, m_now), u"Old key retired 11:04; not called since"_s);
        running.oldKey->lastUsed = LastUse{m_now.addSecs(-60), u"10.0.0.9"_s, {}};
        QCOMPARE(words::usedAgain(running, m_now),
                 u"Its old key retired 11:04, and was called again 1 min ago from 10.0.0.9. It was refused."_s);
        running.oldKey->status = KeyStatus::Revoked;
        QCOMPARE(words::ended(running, m_now), u"Old key revoked 11:04; not called since"_s);
        QCOMPARE(words::name(running), u"CRM sync"_s);
        running.newKey.reset();
        QCOMPARE(words::name(running), u"CRM sync (previous)"_s);
        running.oldKey.reset();
        QCOMPARE(words::name(running), u"a key that is no longer listed"_s);
    }

    void whyAKeyIsDue()
    {
        DueKey due;
        due.key.createdAt = m_now.addDays(-234);
        QCOMPARE(words::due(due, 180, m_now), u"234 days old; policy is 180"_s);
        due.reason = DueKey::Reason::Expires;
        due.key.expiresAt = m_now.addDays(6);
        QCOMPARE(words::due(due, 180, m_now), u"Expires in 6 days"_s);
    }
};

QTEST_GUILESS_MAIN(RotationWordsTest)
#include "tst_rotationwords.moc"
