#include "core/services/rotations.h"

#include "core/base/identifiers.h"
#include "tests/core/services/followingfixture.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace core;

//! Over the real gateway: keys are rotated, called and retired there.
class RotationsTest : public QObject, protected test::FollowingFixture {
    Q_OBJECT

    RotationList list() { return listOf(m_organization); }
    RotationList listOf(qint64 organization)
    {
        const auto read = m_following->rotations.list(organization);
        return read ? *read : RotationList();
    }
    bool synchronize() { return bool(test::wait(m_following->sync.synchronize(m_organization))); }
    //! Reads changes until the gateway's count of uses has come through.
    template <typename Condition>
    bool comes(Condition condition)
    {
        return QTest::qWaitFor([&] { return synchronize() && condition(list()); }, 20000);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        QVERIFY(begin());
    }
    void cleanup() { end(); }

    void aRotationIsFollowedFromItsFirstMinute()
    {
        QSignalSpy changed(&m_following->rotations, &Rotations::changed);
        const auto rotated = rotate(u"CRM sync"_s);
        QTRY_VERIFY(!changed.isEmpty());
        auto running = list().running;
        QCOMPARE(running.size(), 1);
        const auto &record = running.first().record;
        QCOMPARE(record.oldKeyId, rotated.oldId());
        QCOMPARE(record.newKeyId, rotated.newId());
        QCOMPARE(record.startedAt, rotated.revealed.key.key.createdAt);
        QCOMPARE(record.startedBy, rotated.revealed.key.key.createdBy.name);
        QCOMPARE(record.handOver, HandOver::None);
        QVERIFY(rotationrules::needsAttention(running.first(), m_desk->clock.now())); // nobody has the secret

        m_following->rotations.noteHandOver(m_organization, rotated.newId(), HandOver::Stored);
        QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(rotated.revealed.intentId)));
        QVERIFY_RESULT(test::wait(m_desk->keys.check(m_organization, rotated.newId(), rotated.revealed.key.secret)));
        running = list().running;
        QCOMPARE(running.first().record.handOver, HandOver::Stored);
        QCOMPARE(running.first().record.proof, Proof::Checked);
        QVERIFY(!rotationrules::needsAttention(running.first(), m_desk->clock.now()));
    }

    void aRestartForgetsNothing()
    {
        const auto first = rotate(u"CRM sync"_s);
        const auto second = rotate(u"Nightly export"_s, 1h);
        m_following->rotations.noteHandOver(m_organization, first.newId(), HandOver::Copied);
        QVERIFY_RESULT(test::wait(m_desk->keys.check(m_organization, second.newId(), second.revealed.key.secret)));
        QVERIFY(restart());
        const auto running = list().running;
        QCOMPARE(running.size(), 2);
        QCOMPARE(running[0].record.newKeyId, second.newId()); // it ends first
        QCOMPARE(running[0].record.proof, Proof::Checked);
        QCOMPARE(running[0].record.handOver, HandOver::None);
        QCOMPARE(running[1].record.handOver, HandOver::Copied);
    }

    void aRotationMadeElsewhereAppears()
    {
        const auto made = create(u"CRM sync"_s);
        QVERIFY_RESULT(made);
        auto *backend = m_desk->sessions.backend(m_account);
        const auto rotated = test::wait(backend->rotateKey(made->key.key.id, {24h, {}}, newIdempotencyKey()));
        QVERIFY_RESULT(rotated);
        QVERIFY(list().running.isEmpty());
        QVERIFY(synchronize());
        const auto running = list().running;
        QCOMPARE(running.size(), 1);
        QCOMPARE(running.first().record.newKeyId, rotated->key.id);
        QCOMPARE(running.first().record.handOver, HandOver::None);
    }

    void theFirstUseShowsThatTheNewKeyWorks()
    {
        const auto rotated = rotate(u"CRM sync"_s);
        QVERIFY(call(rotated.newId(), rotated.revealed.key.secret));
        QVERIFY(comes([](const RotationList &read) {
            return read.running.size() == 1 && read.running.first().record.proof == Proof::Used;
        }));
    }

    void theOverlapCanBeMovedAndEnded()
    {
        const auto rotated = rotate(u"CRM sync"_s, 1h);
        const auto later = m_desk->clock.now().addDays(3);
        const auto moved =
            test::wait(m_desk->keys.setRetirement(m_organization, *rotated.revealed.key.replaced, later));
        QVERIFY_RESULT(moved);
        QCOMPARE(rotationrules::endOf(*list().running.first().oldKey).toSecsSinceEpoch(), later.toSecsSinceEpoch());
        QVERIFY_RESULT(test::wait(m_desk->keys.retireNow(m_organization, *moved)));
        QVERIFY(list().running.isEmpty());
        QCOMPARE(list().ended.size(), 1);
        QCOMPARE(list().ended.first().record.newKeyId, rotated.newId());
        QVERIFY(list().ended.first().record.endedAt.isValid());
    }

    void anOldKeyThatIsUsedAgainIsSaidOnceAndNotRevoked()
    {
        const auto rotated = rotate(u"CRM sync"_s);
        QVERIFY_RESULT(test::wait(m_desk->keys.retireNow(m_organization, *rotated.revealed.key.replaced)));
        QVERIFY(list().usedAgain.isEmpty());
        QTRY_VERIFY(m_desk->clock.now() > list().ended.first().record.endedAt.addSecs(3));
        QVERIFY(call(rotated.oldId(), rotated.oldSecret)); // refused
        QVERIFY(comes([](const RotationList &read) { return read.usedAgain.size() == 1; }));
        QCOMPARE(list().waiting(m_desk->clock.now()), 1);
        const auto again = m_following->rotations.usedAgain(everyOrganization);
        QVERIFY_RESULT(again);
        QCOMPARE(*again, list().usedAgain);
        QCOMPARE(atGateway(rotated.oldId())->status, KeyStatus::Expired);
        QCOMPARE(atGateway(rotated.newId())->status, KeyStatus::Active);

        m_following->rotations.dismiss(list().usedAgain.first());
        QVERIFY(list().usedAgain.isEmpty());
        QCOMPARE(list().ended.size(), 1);
        QCOMPARE(list().waiting(m_desk->clock.now()), 0);
    }

    void whatIsDueComesByExpiryAndByPolicy()
    {
        const auto made = create(u"Expires in 30 days"_s);
        QVERIFY_RESULT(made);
        Key soon = made->key.key;
        soon.id = u"soon"_s;
        soon.expiresAt = m_desk->clock.now().addDays(6);
        Key aged = soon;
        aged.id = u"aged"_s;
        aged.expiresAt = {};
        aged.createdAt = m_desk->clock.now().addDays(-200);
        Key both = aged;
        both.id = u"both"_s;
        both.expiresAt = m_desk->clock.now().addDays(3);
        Key retiring = aged;
        retiring.id = u"retiring"_s;
        retiring.status = KeyStatus::Retiring;
        QVERIFY_RESULT(m_desk->cache.put(m_organization, {soon, aged, both, retiring}));
        QStringList due;
        for (const auto &each : list().due)
            due += each.key.id + (each.reason == DueKey::Reason::Expires ? u" expires"_s : u" is old"_s);
        QCOMPARE(due, (QStringList{u"both expires"_s, u"soon expires"_s, u"aged is old"_s}));
        QVERIFY(!list().moreDue);
    }

    void thoseOfAllOrganizationsStandTogether()
    {
        test::LiveGateway other(u"Contoso"_s);
        QVERIFY(other.start());
        const auto there = m_desk->organization(m_desk->signIn(other.address(), other.email(), other.password()));
        QVERIFY(there != 0);
        const auto here = rotate(u"CRM sync"_s);
        const auto made = test::wait(m_desk->keys.create(there, newKey(u"Chat"_s)));
        QVERIFY_RESULT(made);
        const auto rotated = test::wait(m_desk->keys.rotate(there, made->key.key, {1h, {}}));
        QVERIFY_RESULT(rotated);

        const auto all = listOf(everyOrganization);
        QCOMPARE(all.running.size(), 2);
        QCOMPARE(all.running[0].record.organization, there); // it ends first
        QCOMPARE(all.running[0].record.newKeyId, rotated->key.key.id);
        QCOMPARE(all.running[1].record.organization, m_organization);
        QCOMPARE(all.waiting(m_desk->clock.now()), 2); // nobody has either secret
        QCOMPARE(listOf(m_organization).running.size(), 1);

        // What is seen of one says nothing of the other.
        m_following->rotations.noteHandOver(there, rotated->key.key.id, HandOver::Stored);
        QCOMPARE(listOf(everyOrganization).waiting(m_desk->clock.now()), 1);
        QVERIFY_RESULT(test::wait(m_desk->keys.retireNow(m_organization, *here.revealed.key.replaced)));
        const auto after = listOf(everyOrganization);
        QCOMPARE(after.running.size(), 1);
        QCOMPARE(after.ended.size(), 1);
        QCOMPARE(after.ended.first().record.organization, m_organization);

        // While its server is away, what is known of it stays.
        other.stop();
        QVERIFY(synchronize());
        QCOMPARE(listOf(everyOrganization).running.size(), 1);
    }

    void aKeyIsDueByThePolicyOfItsOwnOrganization()
    {
        const auto made = create(u"Any"_s);
        QVERIFY_RESULT(made);
        const auto first = m_desk->directory.organization(m_organization)->organization;
        auto strict = first;
        strict.id = u"strict"_s;
        strict.name = u"Strict"_s;
        strict.policy.rotateAfterDays = 30;
        QVERIFY_RESULT(m_desk->organizations.replace(m_account, {first, strict}));
        Directory directory(m_desk->sessions, m_desk->organizations); // reads what was replaced
        const auto there = directory.referenceOf(m_account, u"strict"_s);
        const auto aged = [&](int days) {
            Key key = made->key.key;
            key.id = u"the same id at both"_s;
            key.expiresAt = {};
            key.createdAt = m_desk->clock.now().addDays(-days);
            return key;
        };
        QVERIFY_RESULT(m_desk->cache.put(m_organization, {aged(100)}));
        QVERIFY_RESULT(m_desk->cache.put(there, {aged(90)}));
        Rotations rotations(directory, m_desk->keys, m_following->sync, m_desk->cache, m_following->rotationStore,
                            m_desk->clock);
        auto read = rotations.list(everyOrganization);
        QVERIFY_RESULT(read);
        QCOMPARE(read->due.size(), 1);
        QCOMPARE(read->due.first().organization, there);
        // Of those that are too old for theirs, the oldest comes first.
        QVERIFY_RESULT(m_desk->cache.put(m_organization, {aged(200)}));
        read = rotations.list(everyOrganization);
        QVERIFY_RESULT(read);
        QCOMPARE(read->due.size(), 2);
        QCOMPARE(read->due.first().organization, m_organization);
    }

    void whereNoPolicyAsksForItNoKeyIsDueByAge()
    {
        const auto made = create(u"Years old"_s);
        QVERIFY_RESULT(made);
        Key aged = made->key.key;
        aged.id = u"aged"_s;
        aged.expiresAt = {};
        aged.createdAt = m_desk->clock.now().addYears(-3);
        QVERIFY_RESULT(m_desk->cache.put(m_organization, {aged}));
        QCOMPARE(list().due.size(), 1);

        auto organization = m_desk->directory.organization(m_organization)->organization;
        organization.policy.rotateAfterDays = 0;
        QVERIFY_RESULT(m_desk->organizations.replace(m_account, {organization}));
        Directory directory(m_desk->sessions, m_desk->organizations); // reads what was replaced
        Rotations rotations(directory, m_desk->keys, m_following->sync, m_desk->cache, m_following->rotationStore,
                            m_desk->clock);
        const auto read = rotations.list(m_organization);
        QVERIFY_RESULT(read);
        QVERIFY(read->due.isEmpty());
    }

    void aCheckTellsTheKeyApart()
    {
        const auto first = create(u"First"_s);
        const auto second = create(u"Second"_s);
        QVERIFY_RESULT(second);
        const auto check = [this](const QString &id, const Secret &secret) {
            return test::wait(m_desk->keys.check(m_organization, id, secret));
        };
        QSignalSpy checked(&m_desk->keys, &Keys::checked);
        QVERIFY_RESULT(check(first->key.key.id, first->key.secret));
        QCOMPARE(checked.size(), 1);
        QCOMPARE_ERROR(check(first->key.key.id, second->key.secret), Error::Kind::Protocol);
        QVERIFY_RESULT(test::wait(m_desk->keys.revoke(m_organization, first->key.key, RevokeReason::Unused, {})));
        QCOMPARE_ERROR(check(first->key.key.id, first->key.secret), Error::Kind::Unauthorized);
        QCOMPARE(checked.size(), 1);
        QCOMPARE(m_desk->state(m_account), Account::State::SignedIn); // it was about the key, not the session
    }
};

QTEST_GUILESS_MAIN(RotationsTest)
#include "tst_rotations.moc"
