#include "core/base/identifiers.h"
#include "core/credentials/credentialnames.h"
#include "tests/core/services/keysfixture.h"
#include "tests/support/check.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using Act = test::Meddler::Act;

//! What is left of a create or rotate when the app dies, and how a person gets out of it.
class IssuingTest : public QObject, protected test::KeysFixture {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        QVERIFY(begin());
    }
    void cleanup() { end(); }

    void aKillBeforeTheAnswerLeavesTheSecretToBeShown();
    void aKillBeforeTheRevealLeavesTheSecretToBeShownOnce();
    void aKillAfterTheAcknowledgementNeverShowsItAgain();
    void aRequestThatNeverLeftMadeNothing();
    void aRotationThatNeverLeftMadeNothing();
    void anInterruptedKeyCanBeRevoked();
    void withoutItsIdempotencyKeyAKeyCanOnlyBeRevoked();
    void somebodyElsesKeyOfThatNameIsNotRevoked();
    void aSecretThatTheGatewayForgotIsGone();
    void anOldIntentIsNeverRepeated();
    void revokingAnOpenRevealForgetsIt();
    void signOutForgetsWhatWasInterrupted();
};

void IssuingTest::aKillBeforeTheAnswerLeavesTheSecretToBeShown()
{
    m_between->meddle(Act::LoseReply, "/keys ", 100);
    const auto lost = m_desk->keys.create(m_organization, newKey(u"Killed early"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseReply, {}, 0);
    QVERIFY(restart());
    QCOMPARE_ERROR(test::wait(lost), Error::Kind::Cancelled);

    QTRY_COMPARE(m_desk->keys.interrupted().size(), 1);
    const auto intent = m_desk->keys.interrupted().front();
    const auto shown = test::wait(m_desk->keys.showInterrupted(intent.id));
    QVERIFY_RESULT(shown);
    QVERIFY(!shown->key.secret.isEmpty());
    QCOMPARE(shown->key.key.name, u"Killed early"_s);
    QCOMPARE(shown->organization, m_organization);
    QCOMPARE(allAtGateway().size(), 1);
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(intent.id)));
    QTRY_VERIFY(isCleared(intent.id));
}

void IssuingTest::aKillBeforeTheRevealLeavesTheSecretToBeShownOnce()
{
    const auto made = create(u"Killed late"_s);
    QVERIFY_RESULT(made);
    QVERIFY(restart());
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QCOMPARE(m_desk->keys.interrupted().front().resultKeyId, made->key.key.id);
    const auto shown = test::wait(m_desk->keys.showInterrupted(made->intentId));
    QVERIFY_RESULT(shown);
    QVERIFY(shown->key.secret == made->key.secret);
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(made->intentId)), Error::Kind::InProgress);

    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(made->intentId)), Error::Kind::Conflict);
    QVERIFY(restart());
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(made->intentId)), Error::Kind::Conflict);
    QTRY_VERIFY(isCleared(made->intentId));
}

void IssuingTest::aKillAfterTheAcknowledgementNeverShowsItAgain()
{
    const auto made = create(u"Told late"_s);
    QVERIFY_RESULT(made);
    m_between->meddle(Act::LoseRequest, "/acknowledge ", 100);
    const auto told = m_desk->keys.acknowledge(made->intentId);
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(made->intentId)), Error::Kind::Conflict);
    QVERIFY(!test::wait(told));
    QVERIFY(!atGateway(made->key.key.id)->acknowledged);

    m_between->meddle(Act::LoseRequest, {}, 0);
    QVERIFY(restart());
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QTRY_VERIFY(isCleared(made->intentId));
    QVERIFY(atGateway(made->key.key.id)->acknowledged);
}

void IssuingTest::aRequestThatNeverLeftMadeNothing()
{
    m_between->meddle(Act::LoseRequest, "/keys ", 100);
    m_desk->keys.create(m_organization, newKey(u"Never sent"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseRequest, {}, 0);
    QVERIFY(restart());
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    const auto id = m_desk->keys.interrupted().front().id;
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(id)), Error::Kind::NotFound);
    QTRY_VERIFY(isCleared(id));
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QVERIFY(allAtGateway().isEmpty());
}

void IssuingTest::aRotationThatNeverLeftMadeNothing()
{
    const auto made = create(u"Stays"_s);
    QVERIFY_RESULT(made);
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    m_between->meddle(Act::LoseRequest, "/rotate ", 100);
    m_desk->keys.rotate(m_organization, made->key.key, {1h, {}});
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseRequest, {}, 0);
    QVERIFY(restart());
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    const auto id = m_desk->keys.interrupted().front().id;
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(id)));
    QTRY_VERIFY(isCleared(id));
    QCOMPARE(allAtGateway().size(), 1);
    QCOMPARE(atGateway(made->key.key.id)->status, core::KeyStatus::Active);
}

void IssuingTest::anInterruptedKeyCanBeRevoked()
{
    m_between->meddle(Act::LoseReply, "/keys ", 100);
    m_desk->keys.create(m_organization, newKey(u"Unwanted"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseReply, {}, 0);
    QVERIFY(restart());
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    const auto id = m_desk->keys.interrupted().front().id;
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(id)));
    QTRY_VERIFY(isCleared(id));
    const auto keys = allAtGateway();
    QCOMPARE(keys.size(), 1);
    QCOMPARE(keys.front().status, core::KeyStatus::Revoked);
    QCOMPARE(m_desk->cache.key(m_organization, keys.front().id)->status, core::KeyStatus::Revoked);
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(id))); // nothing is left to do
}

void IssuingTest::withoutItsIdempotencyKeyAKeyCanOnlyBeRevoked()
{
    m_between->meddle(Act::LoseReply, "/keys ", 100);
    m_desk->keys.create(m_organization, newKey(u"Keychain was reset"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseReply, {}, 0);
    const auto id = m_desk->intents.all()->front().id;
    QVERIFY_RESULT(test::wait(m_credentials->remove(core::intentName(id))));
    QVERIFY(restart());
    const auto shown = test::wait(m_desk->keys.showInterrupted(id));
    QCOMPARE_ERROR(shown, Error::Kind::Conflict);
    QCOMPARE(shown.error().facts.value(u"secret"_s), u"gone"_s);
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(id)));
    QCOMPARE(allAtGateway().front().status, core::KeyStatus::Revoked);
    QTRY_VERIFY(isCleared(id));
}

void IssuingTest::somebodyElsesKeyOfThatNameIsNotRevoked()
{
    m_between->meddle(Act::LoseRequest, "/keys ", 100);
    m_desk->keys.create(m_organization, newKey(u"Same name"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseRequest, {}, 0);
    QVERIFY(restart());
    const auto id = m_desk->keys.interrupted().front().id;
    // Made with another request: the same person's, so that only the repetition can tell them apart.
    const auto other = test::wait(m_desk->sessions.backend(m_account)->createKey(
        m_gateway->organizationId(), newKey(u"Same name"_s), core::newIdempotencyKey()));
    QVERIFY_RESULT(other);
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(id)), Error::Kind::Conflict);
    QCOMPARE(allAtGateway().size(), 1);
    QCOMPARE(atGateway(other->key.id)->status, core::KeyStatus::Active);
}

void IssuingTest::aSecretThatTheGatewayForgotIsGone()
{
    const auto made = create(u"Too late"_s);
    QVERIFY_RESULT(made);
    QVERIFY(restart());
    m_gateway->clock().advance(11min);
    const auto shown = test::wait(m_desk->keys.showInterrupted(made->intentId));
    QCOMPARE_ERROR(shown, Error::Kind::Conflict);
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(made->intentId)));
    QCOMPARE(atGateway(made->key.key.id)->status, core::KeyStatus::Revoked);
    QVERIFY(m_desk->keys.interrupted().isEmpty());
}

void IssuingTest::anOldIntentIsNeverRepeated()
{
    core::Intent old;
    old.id = core::newId(m_desk->clock.now());
    old.accountId = m_account;
    old.organizationId = m_gateway->organizationId();
    old.name = u"Yesterday's"_s;
    old.body = {
        {u"name"_s, old.name}, {u"scopes"_s, QJsonArray{u"contacts:read"_s}}, {u"expires_at"_s, QJsonValue::Null}};
    old.startedAt = m_desk->clock.now().addSecs(-25 * 3600);
    QVERIFY_RESULT(m_desk->intents.add(old));
    QVERIFY_RESULT(test::wait(m_credentials->write(core::intentName(old.id), core::newIdempotencyKey())));
    const auto existing = test::wait(m_desk->sessions.backend(m_account)->createKey(
        m_gateway->organizationId(), newKey(old.name), core::newIdempotencyKey()));
    QVERIFY_RESULT(existing);
    QVERIFY(restart());
    const int before = m_between->requestsWith("/keys HTTP");
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(old.id)), Error::Kind::Conflict);
    QCOMPARE(m_between->requestsWith("/keys HTTP"), before);
    QCOMPARE(allAtGateway().size(), 1);
}

void IssuingTest::revokingAnOpenRevealForgetsIt()
{
    const auto made = create(u"Changed my mind"_s);
    QVERIFY_RESULT(made);
    QVERIFY_RESULT(test::wait(m_desk->keys.revoke(m_organization, made->key.key, core::RevokeReason::Unused, {})));
    QTRY_VERIFY(isCleared(made->intentId));
    QVERIFY(restart());
    QVERIFY(m_desk->keys.interrupted().isEmpty());
}

void IssuingTest::signOutForgetsWhatWasInterrupted()
{
    const auto made = create(u"Left behind"_s);
    QVERIFY_RESULT(made);
    QVERIFY(restart());
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(m_account)));
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QTRY_VERIFY(isCleared(made->intentId));
}

QTEST_GUILESS_MAIN(IssuingTest)
#include "tst_issuing.moc"
