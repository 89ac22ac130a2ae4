#include "core/base/identifiers.h"
#include "core/credentials/credentialnames.h"
#include "core/credentials/memorystore.h"
#include "tests/core/services/desk.h"
#include "tests/core/services/livegateway.h"
#include "tests/core/services/meddler.h"
#include "tests/support/check.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using core::Error;
using Act = test::Meddler::Act;
using namespace std::chrono_literals;

class KeysTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aKeysWholeLifeLeavesNothingBehind();
    void aLostAnswerIsRepeatedUnderTheSameKey();
    void aLostAnswerToARotationMakesOneNewKey();
    void aRequestThatWasLostIsSentAgain();
    void anOutcomeThatStaysUnknownIsSaidSo();
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
    void aRefusalLeavesNoIntent();
    void offlineNothingIsQueued();
    void aPasswordProvedLongAgoIsAskedForAgain();
    void aSessionThatEndedIsNoticed();
    void aLostRevocationIsRepeated();
    void revokingAnOpenRevealForgetsIt();
    void signOutForgetsWhatWasInterrupted();
    void noSecretIsWrittenAnywhere();

private:
    void restart();
    core::NewKey newKey(const QString &name) const;
    core::Result<core::Revealed> create(const QString &name);
    core::Result<core::Key> atGateway(const QString &keyId);
    QList<core::Key> allAtGateway();
    //! Whether the gateway still answers that session, by a call that only a key's secret could make.
    bool isCleared(const QString &intentId);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<core::MemoryStore> m_credentials;
    std::unique_ptr<test::LiveGateway> m_gateway;
    std::unique_ptr<test::Meddler> m_between;
    std::unique_ptr<test::Desk> m_desk;
    QString m_account;
    qint64 m_organization = 0;
};

void KeysTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_credentials = std::make_unique<core::MemoryStore>();
    m_gateway = std::make_unique<test::LiveGateway>();
    QVERIFY(m_gateway->start());
    m_between = std::make_unique<test::Meddler>(m_gateway->address());
    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    m_account = m_desk->signIn(m_between->address(), m_gateway->email(), m_gateway->password());
    QVERIFY(!m_account.isEmpty());
    m_organization = m_desk->organization(m_account);
    QVERIFY(m_organization != 0);
}

void KeysTest::cleanup()
{
    m_desk.reset();
    m_between.reset();
    m_gateway.reset();
}

//! As after a kill: nothing of the earlier process is there but its files and the keychain.
void KeysTest::restart()
{
    m_desk.reset();
    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    QVERIFY(m_desk->resume());
    QCOMPARE(m_desk->organization(m_account), m_organization);
}

core::NewKey KeysTest::newKey(const QString &name) const
{
    return {name, u"for the tests"_s, {u"contacts:read"_s}, m_gateway->clock().now().addDays(30)};
}

core::Result<core::Revealed> KeysTest::create(const QString &name)
{
    return test::wait(m_desk->keys.create(m_organization, newKey(name)));
}

core::Result<core::Key> KeysTest::atGateway(const QString &keyId)
{
    return test::wait(m_desk->sessions.backend(m_account)->key(keyId));
}

QList<core::Key> KeysTest::allAtGateway()
{
    const auto changes = test::wait(m_desk->sessions.backend(m_account)->changes(m_gateway->organizationId(), {}));
    return changes ? changes->keys : QList<core::Key>();
}

bool KeysTest::isCleared(const QString &intentId)
{
    const auto left = m_desk->intents.all();
    const bool noRow =
        left && std::none_of(left->begin(), left->end(), [&](const auto &i) { return i.id == intentId; });
    return noRow && !test::wait(m_credentials->read(core::intentName(intentId)));
}

void KeysTest::aKeysWholeLifeLeavesNothingBehind()
{
    QSignalSpy changed(&m_desk->keys, &core::Keys::keysChanged);
    const auto made = create(u"Website chat"_s);
    QVERIFY_RESULT(made);
    QCOMPARE(made->organization, m_organization);
    QVERIFY(!made->key.secret.isEmpty());
    QVERIFY(!made->key.key.acknowledged);
    QCOMPARE(changed.size(), 1);
    QVERIFY_RESULT(m_desk->cache.key(made->key.key.id));
    QVERIFY(m_desk->keys.interrupted().isEmpty()); // its reveal is open
    QVERIFY_RESULT(test::wait(m_credentials->read(core::intentName(made->intentId))));

    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    QTRY_VERIFY(isCleared(made->intentId));
    QVERIFY(atGateway(made->key.key.id)->acknowledged);
    QVERIFY(m_desk->cache.key(made->key.key.id)->acknowledged);

    const auto renamed =
        test::wait(m_desk->keys.update(m_organization, *atGateway(made->key.key.id), {u"Chat"_s, {}, {}, {}, {}}));
    QVERIFY_RESULT(renamed);
    QCOMPARE(m_desk->cache.key(renamed->id)->name, u"Chat"_s);
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
    QCOMPARE(m_desk->cache.key(on->id)->status, core::KeyStatus::Retiring);
    QVERIFY(!(rotated->key.secret == made->key.secret));
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(rotated->intentId)));

    const auto retired = test::wait(m_desk->keys.retireNow(m_organization, *rotated->key.replaced));
    QVERIFY_RESULT(retired);
    QVERIFY(retired->retiresAt <= m_gateway->clock().now());

    const auto revoked =
        test::wait(m_desk->keys.revoke(m_organization, rotated->key.key, core::RevokeReason::Unused, u"over"_s));
    QVERIFY_RESULT(revoked);
    QCOMPARE(m_desk->cache.key(revoked->id)->status, core::KeyStatus::Revoked);

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

void KeysTest::aKillBeforeTheAnswerLeavesTheSecretToBeShown()
{
    m_between->meddle(Act::LoseReply, "/keys ", 100);
    const auto lost = m_desk->keys.create(m_organization, newKey(u"Killed early"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseReply, {}, 0);
    restart();
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

void KeysTest::aKillBeforeTheRevealLeavesTheSecretToBeShownOnce()
{
    const auto made = create(u"Killed late"_s);
    QVERIFY_RESULT(made);
    restart();
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QCOMPARE(m_desk->keys.interrupted().front().resultKeyId, made->key.key.id);
    const auto shown = test::wait(m_desk->keys.showInterrupted(made->intentId));
    QVERIFY_RESULT(shown);
    QVERIFY(shown->key.secret == made->key.secret);
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(made->intentId)), Error::Kind::InProgress);

    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(made->intentId)), Error::Kind::Conflict);
    restart();
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(made->intentId)), Error::Kind::Conflict);
    QTRY_VERIFY(isCleared(made->intentId));
}

void KeysTest::aKillAfterTheAcknowledgementNeverShowsItAgain()
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
    restart();
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QTRY_VERIFY(isCleared(made->intentId));
    QVERIFY(atGateway(made->key.key.id)->acknowledged);
}

void KeysTest::aRequestThatNeverLeftMadeNothing()
{
    m_between->meddle(Act::LoseRequest, "/keys ", 100);
    m_desk->keys.create(m_organization, newKey(u"Never sent"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseRequest, {}, 0);
    restart();
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    const auto id = m_desk->keys.interrupted().front().id;
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(id)), Error::Kind::NotFound);
    QTRY_VERIFY(isCleared(id));
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QVERIFY(allAtGateway().isEmpty());
}

void KeysTest::aRotationThatNeverLeftMadeNothing()
{
    const auto made = create(u"Stays"_s);
    QVERIFY_RESULT(made);
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    m_between->meddle(Act::LoseRequest, "/rotate ", 100);
    m_desk->keys.rotate(m_organization, made->key.key, {1h, {}});
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseRequest, {}, 0);
    restart();
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    const auto id = m_desk->keys.interrupted().front().id;
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(id)));
    QTRY_VERIFY(isCleared(id));
    QCOMPARE(allAtGateway().size(), 1);
    QCOMPARE(atGateway(made->key.key.id)->status, core::KeyStatus::Active);
}

void KeysTest::anInterruptedKeyCanBeRevoked()
{
    m_between->meddle(Act::LoseReply, "/keys ", 100);
    m_desk->keys.create(m_organization, newKey(u"Unwanted"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseReply, {}, 0);
    restart();
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    const auto id = m_desk->keys.interrupted().front().id;
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(id)));
    QTRY_VERIFY(isCleared(id));
    const auto keys = allAtGateway();
    QCOMPARE(keys.size(), 1);
    QCOMPARE(keys.front().status, core::KeyStatus::Revoked);
    QCOMPARE(m_desk->cache.key(keys.front().id)->status, core::KeyStatus::Revoked);
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(id))); // nothing is left to do
}

void KeysTest::withoutItsIdempotencyKeyAKeyCanOnlyBeRevoked()
{
    m_between->meddle(Act::LoseReply, "/keys ", 100);
    m_desk->keys.create(m_organization, newKey(u"Keychain was reset"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseReply, {}, 0);
    const auto id = m_desk->intents.all()->front().id;
    QVERIFY_RESULT(test::wait(m_credentials->remove(core::intentName(id))));
    restart();
    const auto shown = test::wait(m_desk->keys.showInterrupted(id));
    QCOMPARE_ERROR(shown, Error::Kind::Conflict);
    QCOMPARE(shown.error().facts.value(u"secret"_s), u"gone"_s);
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(id)));
    QCOMPARE(allAtGateway().front().status, core::KeyStatus::Revoked);
    QTRY_VERIFY(isCleared(id));
}

void KeysTest::somebodyElsesKeyOfThatNameIsNotRevoked()
{
    m_between->meddle(Act::LoseRequest, "/keys ", 100);
    m_desk->keys.create(m_organization, newKey(u"Same name"_s));
    QTRY_COMPARE(m_between->meddled(), 1);
    m_between->meddle(Act::LoseRequest, {}, 0);
    restart();
    const auto id = m_desk->keys.interrupted().front().id;
    // Made with another request: the same person's, so that only the repetition can tell them apart.
    const auto other = test::wait(m_desk->sessions.backend(m_account)->createKey(
        m_gateway->organizationId(), newKey(u"Same name"_s), core::newIdempotencyKey()));
    QVERIFY_RESULT(other);
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(id)), Error::Kind::Conflict);
    QCOMPARE(allAtGateway().size(), 1);
    QCOMPARE(atGateway(other->key.id)->status, core::KeyStatus::Active);
}

void KeysTest::aSecretThatTheGatewayForgotIsGone()
{
    const auto made = create(u"Too late"_s);
    QVERIFY_RESULT(made);
    restart();
    m_gateway->clock().advance(11min);
    const auto shown = test::wait(m_desk->keys.showInterrupted(made->intentId));
    QCOMPARE_ERROR(shown, Error::Kind::Conflict);
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(made->intentId)));
    QCOMPARE(atGateway(made->key.key.id)->status, core::KeyStatus::Revoked);
    QVERIFY(m_desk->keys.interrupted().isEmpty());
}

void KeysTest::anOldIntentIsNeverRepeated()
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
    restart();
    const int before = m_between->requestsWith("/keys HTTP");
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(old.id)), Error::Kind::Conflict);
    QCOMPARE(m_between->requestsWith("/keys HTTP"), before);
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

void KeysTest::revokingAnOpenRevealForgetsIt()
{
    const auto made = create(u"Changed my mind"_s);
    QVERIFY_RESULT(made);
    QVERIFY_RESULT(test::wait(m_desk->keys.revoke(m_organization, made->key.key, core::RevokeReason::Unused, {})));
    QTRY_VERIFY(isCleared(made->intentId));
    restart();
    QVERIFY(m_desk->keys.interrupted().isEmpty());
}

void KeysTest::signOutForgetsWhatWasInterrupted()
{
    const auto made = create(u"Left behind"_s);
    QVERIFY_RESULT(made);
    restart();
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(m_account)));
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QTRY_VERIFY(isCleared(made->intentId));
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
