#include "core/credentials/memorystore.h"
#include "core/domain/keyrules.h"
#include "core/services/codesignin.h"
#include "core/services/keysync.h"
#include "core/services/rotations.h"
#include "core/storage/rotationstore.h"
#include "tests/core/services/desk.h"
#include "tests/support/betterauth/servers.h"
#include "tests/support/check.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;
using test::olivia;
using test::tess;

//! The services over real better-auth servers: accounts, and keys whose history lives here alone.
class BetterAuthServicesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theAddressSaysWhatKindOfServerItIs_data() { test::everyVersion(); }
    void theAddressSaysWhatKindOfServerItIs();
    void anAccountIsResumed_data() { test::everyVersion(); }
    void anAccountIsResumed();
    void aSecondFactorEndsASignIn_data() { test::everyVersion(); }
    void aSecondFactorEndsASignIn();
    void aHalfThatIsDroppedProvesNothing_data() { test::everyVersion(); }
    void aHalfThatIsDroppedProvesNothing();
    void aCodeInTheBrowserEndsASignIn_data() { test::everyVersion(); }
    void aCodeInTheBrowserEndsASignIn();
    void aCodeThatIsRefusedEndsIt_data() { test::everyVersion(); }
    void aCodeThatIsRefusedEndsIt();
    void aRotationIsFollowedUntilThePersonEndsIt_data() { test::everyVersion(); }
    void aRotationIsFollowedUntilThePersonEndsIt();
    void aRotationIsGivenUpWithItsNewKey_data() { test::everyVersion(); }
    void aRotationIsGivenUpWithItsNewKey();
    void whatTheServerForgetsStaysKnownHere_data() { test::everyVersion(); }
    void whatTheServerForgetsStaysKnownHere();
    void aPassWithoutNewsIsSilent_data() { test::everyVersion(); }
    void aPassWithoutNewsIsSilent();
    void aListThatIsCutSaysSo_data() { test::everyVersion(); }
    void aListThatIsCutSaysSo();
    void aSecretThatWasNotSeenCannotBeShownAgain_data() { test::everyVersion(); }
    void aSecretThatWasNotSeenCannotBeShownAgain();

private:
    bool signIn();
    Result<Revealed> create(const QString &name);
    Key known(const QString &keyId) const;
    Result<> synchronize() { return test::wait(m_sync->synchronize(m_organization)); }
    void makeDesk();

    test::Servers m_servers;
    test::RealBetterAuth *m_server = nullptr;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MemoryStore> m_credentials;
    std::unique_ptr<test::Desk> m_desk;
    std::unique_ptr<KeySync> m_sync;
    std::unique_ptr<RotationStore> m_rotationStore;
    std::unique_ptr<Rotations> m_rotations;
    QString m_account;
    qint64 m_organization = 0;
};

void BetterAuthServicesTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_server = m_servers.current();
    QVERIFY(m_server);
    m_folder = std::make_unique<QTemporaryDir>();
    m_credentials = std::make_unique<MemoryStore>();
    makeDesk();
}

void BetterAuthServicesTest::makeDesk()
{
    cleanup();
    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    m_sync = std::make_unique<KeySync>(m_desk->sessions, m_desk->directory, m_desk->cache, m_desk->clock);
    m_rotationStore = std::make_unique<RotationStore>(*m_desk->database);
    m_rotations = std::make_unique<Rotations>(m_desk->directory, m_desk->keys, *m_sync, m_desk->cache, *m_rotationStore,
                                              m_desk->clock);
}

void BetterAuthServicesTest::cleanup()
{
    m_rotations.reset();
    m_rotationStore.reset();
    m_sync.reset();
    m_desk.reset();
}

bool BetterAuthServicesTest::signIn()
{
    const auto account = test::wait(
        m_desk->sessions.signIn({m_server->address(), BackendKind::BetterAuth}, olivia, m_server->passwordOf(olivia)));
    if (!account || !test::wait(m_desk->directory.refresh(*account)))
        return false;
    m_account = *account;
    m_organization = m_desk->organization(m_account);
    return m_organization != 0;
}

Result<Revealed> BetterAuthServicesTest::create(const QString &name)
{
    NewKey key;
    key.name = name;
    return test::wait(m_desk->keys.create(m_organization, key));
}

Key BetterAuthServicesTest::known(const QString &keyId) const
{
    const auto key = m_desk->cache.key(m_organization, keyId);
    return key ? *key : Key();
}

void BetterAuthServicesTest::theAddressSaysWhatKindOfServerItIs()
{
    const auto facts = test::wait(m_desk->sessions.probe(m_server->address()));
    QVERIFY_RESULT(facts);
    QCOMPARE(facts->kind, BackendKind::BetterAuth);
    // Neither a gateway nor better-auth: what a gateway would have said.
    QUrl elsewhere = m_server->address();
    elsewhere.setPath(u"/elsewhere"_s);
    QCOMPARE_ERROR(test::wait(m_desk->sessions.probe(elsewhere)), Kind::Server);
    QUrl nobody = m_server->address();
    nobody.setPort(9);
    QCOMPARE_ERROR(test::wait(m_desk->sessions.probe(nobody)), Kind::Offline);
}

void BetterAuthServicesTest::anAccountIsResumed()
{
    QVERIFY(signIn());
    makeDesk();
    QCOMPARE(m_desk->sessions.accounts().size(), 1);
    QCOMPARE(m_desk->sessions.accounts().first().record.kind, BackendKind::BetterAuth);
    QVERIFY(m_desk->resume());
    QVERIFY_RESULT(synchronize());
    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(m_account)));
    QVERIFY(m_desk->sessions.accounts().isEmpty());
}

void BetterAuthServicesTest::aSecondFactorEndsASignIn()
{
    auto &sessions = m_desk->sessions;
    const auto wrong = Secret::copy("000000x");
    QCOMPARE_ERROR(test::wait(sessions.proveSecondFactor(wrong, SecondFactor::Authenticator)), Kind::Unauthorized);
    const ServerPlace place{m_server->address(), BackendKind::BetterAuth};
    QCOMPARE_ERROR(test::wait(sessions.signIn(place, tess, m_server->passwordOf(tess))), Kind::SecondFactorRequired);
    QVERIFY(sessions.accounts().isEmpty());
    QCOMPARE_ERROR(test::wait(sessions.proveSecondFactor(wrong, SecondFactor::Authenticator)), Kind::SignInFailed);
    const auto backup = m_server->backupCodeOf(tess, 0);
    const auto account = test::wait(sessions.proveSecondFactor(backup, SecondFactor::BackupCode));
    QVERIFY_RESULT(account);
    QCOMPARE(sessions.account(*account)->record.email, tess);
    QVERIFY_RESULT(test::wait(m_desk->directory.refresh(*account)));
    // It is over: the same half proves nothing twice.
    QCOMPARE_ERROR(test::wait(sessions.proveSecondFactor(backup, SecondFactor::BackupCode)), Kind::Unauthorized);
}

void BetterAuthServicesTest::aHalfThatIsDroppedProvesNothing()
{
    auto &sessions = m_desk->sessions;
    const ServerPlace place{m_server->address(), BackendKind::BetterAuth};
    QCOMPARE_ERROR(test::wait(sessions.signIn(place, tess, m_server->passwordOf(tess))), Kind::SecondFactorRequired);
    sessions.dropSecondFactor();
    const auto backup = m_server->backupCodeOf(tess, 1);
    QCOMPARE_ERROR(test::wait(sessions.proveSecondFactor(backup, SecondFactor::BackupCode)), Kind::Unauthorized);
    QVERIFY(sessions.accounts().isEmpty());
    // Nothing was spent: the code still serves whoever begins anew.
    QCOMPARE_ERROR(test::wait(sessions.signIn(place, tess, m_server->passwordOf(tess))), Kind::SecondFactorRequired);
    QVERIFY_RESULT(test::wait(sessions.proveSecondFactor(backup, SecondFactor::BackupCode)));
}

void BetterAuthServicesTest::aCodeInTheBrowserEndsASignIn()
{
    CodeSignIn byCode(m_desk->sessions, {m_server->address(), BackendKind::BetterAuth});
    QSignalSpy codes(&byCode, &CodeSignIn::codeKnown);
    QSignalSpy ended(&byCode, &CodeSignIn::signedIn);
    QSignalSpy failed(&byCode, &CodeSignIn::failed);
    byCode.start();
    QTRY_COMPARE_WITH_TIMEOUT(codes.count(), 1, 10000);
    const auto code = codes.first().first().value<BrowserCode>();
    m_server->tell(u"approve"_s, {{u"email"_s, olivia}, {u"userCode"_s, code.userCode}});
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 20000);
    QVERIFY(failed.isEmpty());
    const auto account = m_desk->sessions.account(ended.first().first().toString());
    QVERIFY(account);
    QCOMPARE(account->record.email, olivia);
    QCOMPARE(account->state, Account::State::SignedIn);
}

void BetterAuthServicesTest::aCodeThatIsRefusedEndsIt()
{
    CodeSignIn byCode(m_desk->sessions, {m_server->address(), BackendKind::BetterAuth});
    QSignalSpy codes(&byCode, &CodeSignIn::codeKnown);
    QSignalSpy failed(&byCode, &CodeSignIn::failed);
    byCode.start();
    QTRY_COMPARE_WITH_TIMEOUT(codes.count(), 1, 10000);
    const auto code = codes.first().first().value<BrowserCode>();
    m_server->tell(u"approve"_s, {{u"email"_s, olivia}, {u"userCode"_s, code.userCode}, {u"deny"_s, true}});
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 20000);
    QCOMPARE(failed.first().first().value<Error>().kind, Kind::Forbidden);
    QVERIFY(m_desk->sessions.accounts().isEmpty());
}

void BetterAuthServicesTest::aRotationIsFollowedUntilThePersonEndsIt()
{
    QVERIFY(signIn());
    const auto old = create(u"rotated"_s);
    QVERIFY_RESULT(old);
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(old->intentId)));
    const auto oldId = old->key.key.id;
    const auto rotated = test::wait(m_desk->keys.rotate(m_organization, known(oldId), {}));
    QVERIFY_RESULT(rotated);
    const auto newId = rotated->key.key.id;
    QVERIFY_RESULT(test::wait(m_desk->keys.acknowledge(rotated->intentId)));

    // However often the server says that it knows of no rotation.
    for (int pass = 0; pass < 2; ++pass) {
        QCOMPARE(known(oldId).status, KeyStatus::Retiring);
        QCOMPARE(known(oldId).replacedBy, newId);
        QCOMPARE(known(newId).replaces, oldId);
        const auto list = m_rotations->list(m_organization);
        QVERIFY_RESULT(list);
        QCOMPARE(list->running.size(), 1);
        QCOMPARE(list->running.first().record.oldKeyId, oldId);
        QVERIFY_RESULT(synchronize());
    }
    QCOMPARE(m_server->use(old->key.secret), 200);
    QVERIFY_RESULT(test::wait(m_desk->keys.check(m_organization, newId, rotated->key.secret)));
    const auto proven = m_rotations->list(m_organization);
    QCOMPARE(proven->running.first().record.proof, Proof::Checked);

    QVERIFY_RESULT(test::wait(m_desk->keys.retireNow(m_organization, known(oldId))));
    QCOMPARE(m_server->use(old->key.secret), 401);
    QCOMPARE(m_server->use(rotated->key.secret), 200);
    QVERIFY_RESULT(synchronize());
    const auto ended = m_rotations->list(m_organization);
    QVERIFY(ended->running.isEmpty());
    QCOMPARE(ended->ended.size(), 1);
    QCOMPARE(known(oldId).status, KeyStatus::Revoked);
}

void BetterAuthServicesTest::aRotationIsGivenUpWithItsNewKey()
{
    QVERIFY(signIn());
    const auto old = create(u"kept"_s);
    QVERIFY_RESULT(old);
    const auto rotated = test::wait(m_desk->keys.rotate(m_organization, old->key.key, {}));
    QVERIFY_RESULT(rotated);
    QCOMPARE(m_rotations->list(m_organization)->running.size(), 1);
    QVERIFY_RESULT(test::wait(m_desk->keys.revoke(m_organization, rotated->key.key, RevokeReason::Unused, {})));
    QVERIFY_RESULT(synchronize());
    QCOMPARE(known(old->key.key.id).status, KeyStatus::Active);
    QVERIFY(m_rotations->list(m_organization)->running.isEmpty());
    QVERIFY(m_rotations->list(m_organization)->ended.isEmpty());
}

void BetterAuthServicesTest::whatTheServerForgetsStaysKnownHere()
{
    QVERIFY(signIn());
    const auto deleted = create(u"deleted elsewhere"_s);
    const auto expired = create(u"expires"_s);
    QVERIFY_RESULT(deleted);
    QVERIFY_RESULT(expired);
    m_server->tell(u"expire"_s, {{u"key"_s, expired->key.key.id}});
    QVERIFY_RESULT(synchronize());
    auto *backend = m_desk->sessions.backend(m_account);
    QVERIFY_RESULT(test::wait(backend->revokeKey(deleted->key.key.id, RevokeReason::Unused, {}, {})));
    const auto forgotten = [&] {
        return !test::wait(backend->key(expired->key.key.id)) && synchronize() &&
               known(deleted->key.key.id).status == KeyStatus::Revoked;
    };
    QTRY_VERIFY_WITH_TIMEOUT(forgotten(), 20000);
    QVERIFY(!known(deleted->key.key.id).revokedBy);
    QCOMPARE(keyrules::statusAt(known(expired->key.key.id), m_desk->clock.now()), KeyStatus::Expired);
    // Revoking what somebody else revoked is done.
    const auto again =
        test::wait(m_desk->keys.revoke(m_organization, known(deleted->key.key.id), RevokeReason::Compromised, {}));
    QVERIFY_RESULT(again);
    QCOMPARE(again->name, u"deleted elsewhere"_s);
}

void BetterAuthServicesTest::aPassWithoutNewsIsSilent()
{
    QVERIFY(signIn());
    QVERIFY_RESULT(create(u"still"_s));
    QVERIFY_RESULT(synchronize());
    QSignalSpy changed(m_sync.get(), &KeySync::keysChanged);
    QSignalSpy ended(m_sync.get(), &KeySync::synchronized);
    QVERIFY_RESULT(synchronize());
    QCOMPARE(ended.count(), 1);
    QVERIFY(changed.isEmpty());
}

void BetterAuthServicesTest::aListThatIsCutSaysSo()
{
    QVERIFY(signIn());
    QVERIFY_RESULT(synchronize());
    QCOMPARE(m_sync->cap(m_organization), 0);
    const QFETCH(QString, version);
    test::RealBetterAuth crowded(version);
    crowded.tell(u"fill"_s, {{u"email"_s, olivia}, {u"organization"_s, u"acme"_s}, {u"count"_s, 210}});
    const auto account = test::wait(
        m_desk->sessions.signIn({crowded.address(), BackendKind::BetterAuth}, olivia, crowded.passwordOf(olivia)));
    QVERIFY_RESULT(account);
    QVERIFY_RESULT(test::wait(m_desk->directory.refresh(*account)));
    const auto place = m_desk->organization(*account);
    QVERIFY_RESULT(test::wait(m_sync->synchronize(place)));
    QCOMPARE(m_sync->cap(place), 100);
    const auto counts = m_desk->cache.counts(place, m_desk->clock.now());
    QVERIFY(counts->all >= 100);
    // What is known stays known, though it is not in every list.
    QVERIFY_RESULT(test::wait(m_sync->synchronize(place)));
    QVERIFY(m_desk->cache.counts(place, m_desk->clock.now())->revoked == 0);
}

void BetterAuthServicesTest::aSecretThatWasNotSeenCannotBeShownAgain()
{
    QVERIFY(signIn());
    const auto made = create(u"not seen"_s);
    QVERIFY_RESULT(made);
    makeDesk(); // as after a kill
    QVERIFY(m_desk->resume());
    QTRY_COMPARE(m_desk->keys.interrupted().size(), 1);
    QCOMPARE_ERROR(test::wait(m_desk->keys.showInterrupted(made->intentId)), Kind::Conflict);
    QVERIFY_RESULT(test::wait(m_desk->keys.revokeInterrupted(made->intentId)));
    QCOMPARE(m_server->use(made->key.secret), 401);
    QTRY_VERIFY(m_desk->keys.interrupted().isEmpty());
}

QTEST_GUILESS_MAIN(BetterAuthServicesTest)
#include "tst_betterauth.moc"
