#include "core/backend/gateway/gatewaybackend.h"
#include "core/credentials/credentialnames.h"
#include "core/credentials/keychainstore.h"
#include "tests/core/services/desk.h"
#include "tests/core/services/livegateway.h"
#include "tests/support/check.h"
#include "tests/support/keyring.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using core::Account;
using core::Error;
using State = core::Account::State;

//! Sessions and interrupted keys over a real GNOME Keyring, which is locked and unlocked as a desktop does it. Run by
//! with-keyring.sh.
class KeychainSessionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aLockedKeyringIsNotASignOut();
    void aSignInUnderALockedKeyringHoldsUntilTheProgramQuits();
    void aSessionCanBeKeptAfterTheKeyringWasUnlocked();
    void aSignOutUnderALockedKeyringIsFinishedLater();
    void aStuckSessionThatIsSignedOutIsEndedAtTheGatewayLater();
    void aSecretWaitsInTheKeyringForTheNextStart();
    void aKeyMadeUnderALockedKeyringCanOnlyBeRevokedAfterAKill();
    void aLockedKeyringDoesNotForgetAnInterruptedKey();

private:
    void restart();
    QString sessionEntry() const { return core::sessionName(m_gateway->address(), m_account); }
    core::Result<core::Secret> entry(const QString &name) { return test::wait(m_credentials.read(name)); }
    core::Result<core::Revealed> create(const QString &name);

    core::KeychainStore m_credentials;
    std::unique_ptr<test::Keyring> m_keyring;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::LiveGateway> m_gateway;
    std::unique_ptr<test::Desk> m_desk;
    QString m_account;
};

void KeychainSessionsTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_keyring = std::make_unique<test::Keyring>();
    QVERIFY(m_keyring->unlock());
    m_folder = std::make_unique<QTemporaryDir>();
    m_gateway = std::make_unique<test::LiveGateway>();
    QVERIFY(m_gateway->start());
    m_desk = std::make_unique<test::Desk>(m_folder->path(), m_credentials);
    m_account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    QVERIFY(!m_account.isEmpty());
    QVERIFY(m_desk->sessions.account(m_account)->sessionKept);
}

void KeychainSessionsTest::cleanup()
{
    m_desk.reset();
    m_gateway.reset();
}

void KeychainSessionsTest::restart()
{
    m_desk.reset();
    m_desk = std::make_unique<test::Desk>(m_folder->path(), m_credentials);
}

core::Result<core::Revealed> KeychainSessionsTest::create(const QString &name)
{
    const core::NewKey key{name, {}, {u"contacts:read"_s}, m_gateway->clock().now().addDays(30)};
    return test::wait(m_desk->keys.create(m_desk->organization(m_account), key));
}

void KeychainSessionsTest::aLockedKeyringIsNotASignOut()
{
    QVERIFY(m_keyring->lock());
    restart();
    m_desk->sessions.resume();
    QTRY_COMPARE(m_desk->state(m_account), State::KeychainStuck);
    QCOMPARE(m_desk->sessions.account(m_account)->trouble->kind, Error::Kind::KeychainLocked);
    QVERIFY(m_desk->organization(m_account) != 0); // what was seen last can still be shown

    m_desk->sessions.retryKeychain(m_account);
    QCOMPARE(m_desk->state(m_account), State::Resuming);
    QTRY_COMPARE(m_desk->state(m_account), State::KeychainStuck);

    QVERIFY(m_keyring->unlock());
    m_desk->sessions.retryKeychain(m_account);
    QTRY_COMPARE(m_desk->state(m_account), State::SignedIn);
    QVERIFY(!m_desk->sessions.account(m_account)->trouble);
    QVERIFY(m_desk->sessions.account(m_account)->sessionKept);
}

void KeychainSessionsTest::aSignInUnderALockedKeyringHoldsUntilTheProgramQuits()
{
    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(m_account)));
    QVERIFY(m_keyring->lock());
    m_account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    const auto account = m_desk->sessions.account(m_account);
    QCOMPARE(account->state, State::SignedIn);
    QVERIFY(!account->sessionKept);
    QCOMPARE(account->trouble->kind, Error::Kind::KeychainLocked);
    QVERIFY(!account->record.sessionSaved);
    QVERIFY_RESULT(test::wait(m_desk->sessions.backend(m_account)->session()));

    restart();
    m_desk->sessions.resume();
    QCOMPARE(m_desk->state(m_account), State::SignedOut);
    QCOMPARE(m_desk->sessions.account(m_account)->record.email, m_gateway->email());
}

void KeychainSessionsTest::aSessionCanBeKeptAfterTheKeyringWasUnlocked()
{
    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(m_account)));
    QVERIFY(m_keyring->lock());
    m_account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    QVERIFY(!m_desk->sessions.account(m_account)->sessionKept);
    QVERIFY(m_keyring->unlock());
    m_desk->sessions.retryKeychain(m_account);
    QTRY_VERIFY(m_desk->sessions.account(m_account)->sessionKept);
    QVERIFY(!m_desk->sessions.account(m_account)->trouble);
    restart();
    QVERIFY(m_desk->resume());
}

void KeychainSessionsTest::aSignOutUnderALockedKeyringIsFinishedLater()
{
    QVERIFY(m_keyring->lock());
    QCOMPARE_ERROR(test::wait(m_desk->sessions.signOut(m_account)), Error::Kind::KeychainLocked);
    QVERIFY(m_desk->sessions.accounts().isEmpty());
    QCOMPARE(m_desk->organization(m_account), 0);
    QCOMPARE(m_desk->settings.accounts().size(), 1U);
    QVERIFY(m_desk->settings.accounts().front().removalOwed);

    restart();
    m_desk->sessions.resume(); // still locked: still owed
    QVERIFY(m_desk->sessions.accounts().isEmpty());
    QCOMPARE_ERROR(entry(sessionEntry()), Error::Kind::KeychainLocked);
    QCOMPARE(m_desk->settings.accounts().size(), 1U);

    restart();
    QVERIFY(m_keyring->unlock());
    QVERIFY_RESULT(entry(sessionEntry()));
    m_desk->sessions.resume();
    QTRY_VERIFY(m_desk->settings.accounts().empty());
    QCOMPARE_ERROR(entry(sessionEntry()), Error::Kind::NotFound);
}

void KeychainSessionsTest::aStuckSessionThatIsSignedOutIsEndedAtTheGatewayLater()
{
    const auto session = entry(sessionEntry());
    QVERIFY_RESULT(session);
    QVERIFY(m_keyring->lock());
    restart();
    m_desk->sessions.resume();
    QTRY_COMPARE(m_desk->state(m_account), State::KeychainStuck);
    QCOMPARE_ERROR(test::wait(m_desk->sessions.signOut(m_account)), Error::Kind::KeychainLocked);
    core::GatewayBackend outside(m_desk->http, m_gateway->address());
    outside.setSession(*session);
    QVERIFY_RESULT(test::wait(outside.session())); // nobody could tell the gateway yet

    QVERIFY(m_keyring->unlock());
    restart();
    m_desk->sessions.resume();
    QTRY_VERIFY(m_desk->settings.accounts().empty());
    core::GatewayBackend later(m_desk->http, m_gateway->address());
    later.setSession(*session);
    QCOMPARE_ERROR(test::wait(later.session()), Error::Kind::Unauthorized);
    QCOMPARE_ERROR(entry(sessionEntry()), Error::Kind::NotFound);
}

void KeychainSessionsTest::aSecretWaitsInTheKeyringForTheNextStart()
{
    const auto made = create(u"In the keyring"_s);
    QVERIFY_RESULT(made);
    restart();
    QVERIFY(m_desk->resume());
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    const auto shown = test::wait(m_desk->keys.showInterrupted(made->intentId));
    QVERIFY_RESULT(shown);
    QVERIFY(shown->key.secret == made->key.secret);
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    QTRY_VERIFY(m_desk->intents.all()->isEmpty());
    QCOMPARE_ERROR(entry(core::intentName(made->intentId)), Error::Kind::NotFound);

    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(m_account)));
    QCOMPARE_ERROR(entry(sessionEntry()), Error::Kind::NotFound);
}

void KeychainSessionsTest::aKeyMadeUnderALockedKeyringCanOnlyBeRevokedAfterAKill()
{
    QVERIFY(m_keyring->lock());
    const auto told = create(u"Shown in time"_s);
    QVERIFY_RESULT(told);
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(told->intentId)));
    QTRY_VERIFY(m_desk->intents.all()->isEmpty());

    const auto lost = create(u"Killed"_s);
    QVERIFY_RESULT(lost);
    QVERIFY(m_keyring->unlock());
    restart();
    QVERIFY(m_desk->resume());
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(lost->intentId)), Error::Kind::Conflict);
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(lost->intentId)));
    QCOMPARE(test::wait(m_desk->sessions.backend(m_account)->key(lost->key.key.id))->status, core::KeyStatus::Revoked);
    QVERIFY(m_desk->keys.interrupted().isEmpty());
}

void KeychainSessionsTest::aLockedKeyringDoesNotForgetAnInterruptedKey()
{
    const auto made = create(u"Locked meanwhile"_s);
    QVERIFY_RESULT(made);
    restart();
    QVERIFY(m_desk->resume());
    QVERIFY(m_keyring->lock());
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(made->intentId)), Error::Kind::KeychainLocked);
    QCOMPARE(m_desk->keys.interrupted().size(), 1);
    QVERIFY(m_keyring->unlock());
    const auto shown = test::wait(m_desk->keys.showInterrupted(made->intentId));
    QVERIFY_RESULT(shown);
    QVERIFY(shown->key.secret == made->key.secret);

    // Acknowledged under a locked keyring: never shown again, and cleared away at the next start.
    QVERIFY(m_keyring->lock());
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(made->intentId)));
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QVERIFY(m_keyring->unlock());
    restart();
    QVERIFY(m_desk->resume());
    QVERIFY(m_desk->keys.interrupted().isEmpty());
    QTRY_VERIFY(m_desk->intents.all()->isEmpty());
    QCOMPARE_ERROR(entry(core::intentName(made->intentId)), Error::Kind::NotFound);
}

QTEST_GUILESS_MAIN(KeychainSessionsTest)
#include "tst_keychainsessions.moc"
