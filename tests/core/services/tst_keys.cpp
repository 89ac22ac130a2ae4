#include "core/credentials/credentialnames.h"
#include "tests/core/services/keysfixture.h"
#include "tests/support/check.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using Act = test::Meddler::Act;

class KeysTest : public QObject, protected test::KeysFixture {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        QVERIFY(begin());
    }
    void cleanup() { end(); }

    void aKeysWholeLifeLeavesNothingBehind();
    void aLostAnswerIsRepeatedUnderTheSameKey();
    void aLostAnswerToARotationMakesOneNewKey();
    void aRequestThatWasLostIsSentAgain();
    void anOutcomeThatStaysUnknownIsSaidSo();
    void aRefusalLeavesNoIntent();
    void offlineNothingIsQueued();
    void aPasswordProvedLongAgoIsAskedForAgain();
    void aSessionThatEndedIsNoticed();
    void aLostRevocationIsRepeated();
    void noSecretIsWrittenAnywhere();
};

void KeysTest::aKeysWholeLifeLeavesNothingBehind()
{
    QSignalSpy changed(&m_desk->keys, &core::Keys::keysChanged);
    const auto made = create(u"Website chat"_s);
    QVERIFY_RESULT(made);
    QCOMPARE(made->organization, m_organization);
    QVERIFY(!made->key.secret.isEmpty());
    QVERIFY(!made->key.key.acknowledged);
    QCOMPARE(changed.size(), 1);
    QVERIFY_RESULT(m_desk->cache.key(m_organization, made->key.key.id));
    QVERIFY(m_desk->keys.interrupted().isEmpty()); // its reveal is open
    QVERIFY_RESULT(test::wait(m_credentials->read(core::intentName(made->intentId))));

    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    QTRY_VERIFY(isCleared(made->intentId));
    QVERIFY(atGateway(made->key.key.id)->acknowledged);
    QVERIFY(m_desk->cache.key(m_organization, made->key.key.id)->acknowledged);

    const auto renamed =
        test::wait(m_desk->keys.update(m_organization, *atGateway(made->key.key.id), {u"Chat"_s, {}, {}, {}, {}}));
    QVERIFY_RESULT(renamed);
    QCOMPARE(m_desk->cache.key(m_organization, renamed->id)->name, u"Chat"_s);
    const auto off = test::wait(m_desk->keys.setEnabled(m_organization, *renamed, false));
    QVERIFY_RESULT(off);
    QCOMPARE(off->status, core::KeyStatus::Disabled);
    QCOMPARE_ERROR(test::wait(m_desk->keys.setEnabled(m_organization, *renamed, true)), Error::Kind::ChangedMeanwhile);
    const auto on = test::wait(m_desk->keys.setEnabled(m_organization, *off, true));
    QVERIFY_RESULT(on);

    const auto rotated = test::wait(m_desk->keys.rotate(m_organization, *on, {1h, {}}));
    QVERIFY_RESULT(rotated);
    QVERIFY(rotated->key.replaced);
    QCOMPARE(rotated->key.replaced->status, core::KeyStatus::Retiring);
    QCOMPARE(m_desk->cache.key(m_organization, on->id)->status, core::KeyStatus::Retiring);
    QVERIFY(!(rotated->key.secret == made->key.secret));
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(rotated->intentId)));

    const auto retired = test::wait(m_desk->keys.retireNow(m_organization, *rotated->key.replaced));
    QVERIFY_RESULT(retired);
    QVERIFY(retired->retiresAt <= m_gateway->clock().now());

    const auto revoked =
        test::wait(m_desk->keys.revoke(m_organization, rotated->key.key, core::RevokeReason::Unused, u"over"_s));
    QVERIFY_RESULT(revoked);
    QCOMPARE(m_desk->cache.key(m_organization, revoked->id)->status, core::KeyStatus::Revoked);

    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(m_account)));
    QVERIFY(isCleared(rotated->intentId));
    QCOMPARE_ERROR(test::wait(m_credentials->read(core::sessionName(m_between->address(), m_account))),
                   Error::Kind::NotFound);
    QVERIFY(m_desk->intents.all()->isEmpty());
}

void KeysTest::aLostAnswerIsRepeatedUnderTheSameKey()
{
    m_between->meddle(Act::LoseReply, "/keys ", 1);
    const auto made = create(u"Twice sent"_s);
    QVERIFY_RESULT(made);
    QCOMPARE(m_between->meddled(), 1);
    QCOMPARE(m_between->requestsWith("/keys HTTP"), 2);
    QVERIFY(!made->key.secret.isEmpty());
    QCOMPARE(allAtGateway().size(), 1);
    QVERIFY(m_desk->keys.interrupted().isEmpty());
}

void KeysTest::aLostAnswerToARotationMakesOneNewKey()
{
    const auto made = create(u"Rotates"_s);
    QVERIFY_RESULT(made);
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    m_between->meddle(Act::LoseReply, "/rotate ", 2);
    const auto rotated = test::wait(m_desk->keys.rotate(m_organization, made->key.key, {24h, {}}));
    QVERIFY_RESULT(rotated);
    QCOMPARE(m_between->meddled(), 2);
    QVERIFY(!rotated->key.secret.isEmpty());
    QCOMPARE(allAtGateway().size(), 2);
    QCOMPARE(rotated->key.replaced->replacedBy, rotated->key.key.id);
}

void KeysTest::aRequestThatWasLostIsSentAgain()
{
    m_between->meddle(Act::LoseRequest, "/keys ", 1);
    const auto made = create(u"Arrives late"_s);
    QVERIFY_RESULT(made);
    QCOMPARE(allAtGateway().size(), 1);
}

void KeysTest::anOutcomeThatStaysUnknownIsSaidSo()
{
    m_between->meddle(Act::LoseReply, "/keys ", 100);
    QSignalSpy changed(&m_desk->keys, &core::Keys::interruptedChanged);
    const auto made = create(u"Unknown"_s);
    QCOMPARE_ERROR(made, Error::Kind::OutcomeUnknown);
    QCOMPARE(m_between->meddled(), 4);
    QVERIFY(changed.size() >= 1);
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QCOMPARE(m_desk->keys.interrupted().front().name, u"Unknown"_s);

    m_between->meddle(Act::LoseReply, {}, 0);
    const auto shown = test::wait(m_desk->keys.showInterrupted(m_desk->keys.interrupted().front().id));
    QVERIFY_RESULT(shown);
    QVERIFY(!shown->key.secret.isEmpty());
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QCOMPARE(allAtGateway().size(), 1);
}

void KeysTest::aRefusalLeavesNoIntent()
{
    core::NewKey bad = newKey(u"Unknown scope"_s);
    bad.scopes = {u"nothing:at_all"_s};
    const auto refused = test::wait(m_desk->keys.create(m_organization, bad));
    QCOMPARE_ERROR(refused, Error::Kind::Validation);
    QVERIFY(refused.error().fields.contains(u"scopes"_s));
    QTRY_VERIFY(m_desk->intents.all()->isEmpty());

    const auto made = create(u"Taken"_s);
    QVERIFY_RESULT(made);
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    QVERIFY(!create(u"taken"_s));
    QVERIFY_RESULT(test::wait(m_desk->keys.revoke(m_organization, made->key.key, core::RevokeReason::Other, {})));
    QCOMPARE_ERROR(test::wait(m_desk->keys.rotate(m_organization, made->key.key, {})), Error::Kind::Conflict);
    QTRY_VERIFY(m_desk->intents.all()->isEmpty());
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QCOMPARE_ERROR(test::wait(m_desk->keys.create(m_organization + 1, newKey(u"Nowhere"_s))), Error::Kind::NotFound);
}

void KeysTest::offlineNothingIsQueued()
{
    m_between.reset();
    QCOMPARE_ERROR(create(u"Offline"_s), Error::Kind::Offline);
    QTRY_VERIFY(m_desk->intents.all()->isEmpty());
    QCOMPARE(m_desk->state(m_account), core::Account::State::Offline);
}

void KeysTest::aPasswordProvedLongAgoIsAskedForAgain()
{
    m_gateway->clock().advance(11h);
    QVERIFY_RESULT(test::wait(m_desk->sessions.backend(m_account)->session())); // used, so that it slides on
    m_gateway->clock().advance(2h);
    QCOMPARE_ERROR(create(u"Confirmed"_s), Error::Kind::ConfirmationRequired);
    QTRY_VERIFY(m_desk->intents.all()->isEmpty());
    QCOMPARE(m_desk->state(m_account), core::Account::State::SignedIn);
    QVERIFY_RESULT(test::wait(m_desk->sessions.confirm(m_account, m_gateway->password())));
    QVERIFY_RESULT(create(u"Confirmed"_s));
}

void KeysTest::aSessionThatEndedIsNoticed()
{
    QVERIFY_RESULT(test::wait(m_desk->sessions.backend(m_account)->signOut()));
    QCOMPARE_ERROR(create(u"Too late"_s), Error::Kind::Unauthorized);
    QCOMPARE(m_desk->state(m_account), core::Account::State::SignedOut);
    QTRY_VERIFY(m_desk->intents.all()->isEmpty());
    QCOMPARE_ERROR(create(u"Still too late"_s), Error::Kind::Unauthorized);
}

void KeysTest::aLostRevocationIsRepeated()
{
    const auto made = create(u"Leaked"_s);
    QVERIFY_RESULT(made);
    m_between->meddle(Act::LoseReply, "/revoke ", 1);
    const auto revoked = test::wait(
        m_desk->keys.revoke(m_organization, made->key.key, core::RevokeReason::Compromised, u"seen in a log"_s));
    QVERIFY_RESULT(revoked);
    QCOMPARE(m_between->requestsWith("/revoke HTTP"), 2);
    QCOMPARE(revoked->revokedReason, u"compromised"_s);

    const auto second = create(u"Unreachable"_s);
    QVERIFY_RESULT(second);
    m_between->meddle(Act::LoseReply, "/revoke ", 100);
    QCOMPARE_ERROR(test::wait(m_desk->keys.revoke(m_organization, second->key.key, core::RevokeReason::Other, {})),
                   Error::Kind::OutcomeUnknown);
}

void KeysTest::noSecretIsWrittenAnywhere()
{
    const auto made = create(u"Quiet"_s);
    QVERIFY_RESULT(made);
    const auto idempotencyKey = test::wait(m_credentials->read(core::intentName(made->intentId)));
    QVERIFY_RESULT(idempotencyKey);
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    m_desk.reset();
    const auto files = QDir(m_folder->path()).entryInfoList(QDir::Files);
    QVERIFY(files.size() >= 2);
    for (const auto &info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto bytes = file.readAll();
        for (const auto &secret : {made->key.secret, *idempotencyKey, m_gateway->password()})
            QVERIFY2(!bytes.contains(QByteArray(secret.reveal().data(), qsizetype(secret.reveal().size()))),
                     qPrintable(info.fileName()));
    }
}

QTEST_GUILESS_MAIN(KeysTest)
#include "tst_keys.moc"
