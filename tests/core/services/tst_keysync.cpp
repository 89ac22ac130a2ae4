#include "core/services/keysync.h"

#include "core/backend/backend.h"
#include "core/base/identifiers.h"
#include "core/credentials/memorystore.h"
#include "core/storage/statement.h"
#include "tests/core/services/desk.h"
#include "tests/core/services/livegateway.h"
#include "tests/core/services/meddler.h"
#include "tests/support/check.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;

class KeySyncTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aNewKeyArrives();
    void aSecondCallJoinsTheFirst();
    void manyKeysComeInPagesAndFewSignals();
    void onlyChangesAreAskedForAgain();
    void followingSynchronizesAtOnceAndThenRests();
    void anUnreachableGatewayIsAskedLessAndLess();
    void aSessionThatEndedIsNotAskedAgainUntilItIsBack();
    void anOrganizationThatIsLostIsForgotten();
    void aCursorThatTheGatewayDoesNotKnowStartsFromNothing();
    void anEndInTheMiddleHarmsNothing();
    void whatIsNotKnownIsSaidSo();
    void allOrganizationsAreFollowedAccountByAccount();

private:
    QString create(const QString &name);
    void createMany(int count);
    qint64 cached() const { return m_desk->cache.counts(m_organization, m_desk->clock.now())->all; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<core::MemoryStore> m_credentials;
    std::unique_ptr<test::LiveGateway> m_gateway;
    std::unique_ptr<test::Meddler> m_meddler;
    std::unique_ptr<test::Desk> m_desk;
    std::unique_ptr<core::KeySync> m_sync;
    QString m_account;
    qint64 m_organization = 0;
};

void KeySyncTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_credentials = std::make_unique<core::MemoryStore>();
    m_gateway = std::make_unique<test::LiveGateway>();
    QVERIFY(m_gateway->start());
    m_meddler = std::make_unique<test::Meddler>(m_gateway->address());
    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    m_account = m_desk->signIn(m_meddler->address(), m_gateway->email(), m_gateway->password());
    QVERIFY(!m_account.isEmpty());
    m_organization = m_desk->organization(m_account);
    m_sync = std::make_unique<core::KeySync>(m_desk->sessions, m_desk->directory, m_desk->cache, m_desk->clock);
}

void KeySyncTest::cleanup()
{
    m_sync.reset();
    m_desk.reset();
    m_meddler.reset();
    m_gateway.reset();
}

//! A key made behind the app's back: its id.
QString KeySyncTest::create(const QString &name)
{
    const auto scopes = test::wait(m_desk->directory.scopes(m_organization));
    if (!scopes || scopes->isEmpty())
        return {};
    auto *backend = m_desk->sessions.backend(m_account);
    const auto made = test::wait(backend->createKey(
        m_gateway->organizationId(), {name, u""_s, {scopes->first().name}, {}}, core::newIdempotencyKey()));
    return made ? made->key.id : QString();
}

void KeySyncTest::createMany(int count)
{
    for (int i = 0; i < count; ++i)
        QVERIFY(!create(u"Key %1"_s.arg(i)).isEmpty());
}

void KeySyncTest::aNewKeyArrives()
{
    const QSignalSpy changed(m_sync.get(), &core::KeySync::keysChanged);
    const QSignalSpy synchronized(m_sync.get(), &core::KeySync::synchronized);
    const auto id = create(u"Billing"_s);
    QVERIFY(!id.isEmpty());
    QVERIFY_RESULT(test::wait(m_sync->synchronize(m_organization)));
    const auto key = m_desk->cache.key(m_organization, id);
    QVERIFY_RESULT(key);
    QCOMPARE(key->name, u"Billing"_s);
    QCOMPARE(*key, *test::wait(m_desk->sessions.backend(m_account)->key(id)));
    QTRY_COMPARE(synchronized.size(), 1);
    QCOMPARE(synchronized.first().first().toLongLong(), m_organization);
    QVERIFY(changed.size() >= 1);
    QVERIFY(m_desk->cache.syncedAt(m_organization)->isValid());
}

void KeySyncTest::aSecondCallJoinsTheFirst()
{
    create(u"Billing"_s);
    const auto first = m_sync->synchronize(m_organization);
    const auto second = m_sync->synchronize(m_organization);
    QVERIFY_RESULT(test::wait(first));
    QVERIFY_RESULT(test::wait(second));
    QCOMPARE(m_meddler->requestsWith("/changes"), 1);
}

void KeySyncTest::manyKeysComeInPagesAndFewSignals()
{
    createMany(60);
    const QSignalSpy changed(m_sync.get(), &core::KeySync::keysChanged);
    QVERIFY_RESULT(test::wait(m_sync->synchronize(m_organization)));
    QCOMPARE(cached(), 60);
    QVERIFY(m_meddler->requestsWith("/changes") >= 1);
    QVERIFY2(changed.size() <= 3, qPrintable(QString::number(changed.size())));
}

void KeySyncTest::onlyChangesAreAskedForAgain()
{
    createMany(3);
    QVERIFY_RESULT(test::wait(m_sync->synchronize(m_organization)));
    const QSignalSpy changed(m_sync.get(), &core::KeySync::keysChanged);
    QVERIFY_RESULT(test::wait(m_sync->synchronize(m_organization)));
    QVERIFY2(changed.isEmpty(), "nothing had changed");
    const auto id = create(u"One more"_s);
    QVERIFY_RESULT(test::wait(m_sync->synchronize(m_organization)));
    QCOMPARE(changed.size(), 1);
    QVERIFY_RESULT(m_desk->cache.key(m_organization, id));
    QCOMPARE(cached(), 4);
}

void KeySyncTest::followingSynchronizesAtOnceAndThenRests()
{
    const auto id = create(u"Billing"_s);
    m_sync->follow(m_organization);
    QTRY_VERIFY(m_desk->cache.key(m_organization, id));
    QTRY_VERIFY(m_sync->pause() > 10s && m_sync->pause() <= 15s);
    m_sync->follow(0);
    QCOMPARE(m_sync->pause(), 0ms);
}

void KeySyncTest::anUnreachableGatewayIsAskedLessAndLess()
{
    QSignalSpy failed(m_sync.get(), &core::KeySync::failed);
    m_sync->follow(m_organization);
    QTRY_VERIFY(m_sync->pause() > 0ms);
    m_gateway->stop();
    m_meddler.reset();
    auto before = 0ms;
    for (int failure = 1; failure <= 4; ++failure) {
        QVERIFY(!test::wait(m_sync->synchronize(m_organization)));
        QTRY_COMPARE(failed.size(), failure);
        QVERIFY2(failure == 1 || m_sync->pause() > before * 3 / 2,
                 qPrintable(QString::number(m_sync->pause().count())));
        before = m_sync->pause();
    }
    QCOMPARE(m_desk->state(m_account), core::Account::State::Offline);
    QVERIFY(before <= 4min);
}

void KeySyncTest::aSessionThatEndedIsNotAskedAgainUntilItIsBack()
{
    m_sync->follow(m_organization);
    QTRY_VERIFY(m_sync->pause() > 0ms);
    QVERIFY_RESULT(test::wait(m_desk->sessions.backend(m_account)->signOut()));
    QCOMPARE_ERROR(test::wait(m_sync->synchronize(m_organization)), Error::Kind::Unauthorized);
    QTRY_COMPARE(m_desk->state(m_account), core::Account::State::SignedOut);
    QCOMPARE(m_sync->pause(), 0ms);
    QCOMPARE(m_desk->directory.organizations().size(), 1);
    QCOMPARE(m_desk->signIn(m_meddler->address(), m_gateway->email(), m_gateway->password()), m_account);
    QTRY_VERIFY2(m_sync->pause() > 0ms, "a new session takes it up again");
}

void KeySyncTest::anOrganizationThatIsLostIsForgotten()
{
    createMany(2);
    QVERIFY_RESULT(test::wait(m_sync->synchronize(m_organization)));
    QCOMPARE(cached(), 2);
    // The same to the app as a membership that was taken away: the gateway knows of no such organization.
    QVERIFY_RESULT(
        core::Statement::execute(*m_desk->database, u"UPDATE organization SET organization_id = 'lost', facts = "
                                                    "replace(facts, '%1', 'lost')"_s.arg(m_gateway->organizationId())));
    m_sync.reset();
    m_desk.reset();
    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    m_sync = std::make_unique<core::KeySync>(m_desk->sessions, m_desk->directory, m_desk->cache, m_desk->clock);
    m_desk->sessions.resume();
    QTRY_COMPARE(m_desk->state(m_account), core::Account::State::SignedIn);
    QCOMPARE_ERROR(test::wait(m_sync->synchronize(m_organization)), Error::Kind::NotFound);
    QVERIFY(!m_desk->directory.organization(m_organization));
    QCOMPARE(cached(), 0);
}

void KeySyncTest::aCursorThatTheGatewayDoesNotKnowStartsFromNothing()
{
    createMany(2);
    QVERIFY_RESULT(test::wait(m_sync->synchronize(m_organization)));
    auto stranger = *m_desk->cache.key(
        m_organization,
        m_desk->cache.keys(*m_desk->cache.rows({.organization = m_organization, .now = m_desk->clock.now()}))
            ->first()
            .id);
    stranger.id = u"of-another-database"_s;
    QVERIFY_RESULT(m_desk->cache.put(m_organization, {stranger}));
    QVERIFY_RESULT(m_desk->cache.setCursor(m_organization, u"nonsense"_s, m_desk->clock.now()));
    QVERIFY_RESULT(test::wait(m_sync->synchronize(m_organization)));
    QCOMPARE(cached(), 2);
    QCOMPARE_ERROR(m_desk->cache.key(m_organization, stranger.id), Error::Kind::NotFound);
}

void KeySyncTest::anEndInTheMiddleHarmsNothing()
{
    createMany(2);
    const auto pass = m_sync->synchronize(m_organization);
    m_sync.reset();
    QCOMPARE_ERROR(test::wait(pass), Error::Kind::Cancelled);
}

void KeySyncTest::whatIsNotKnownIsSaidSo()
{
    QCOMPARE_ERROR(test::wait(m_sync->synchronize(999)), Error::Kind::NotFound);
    m_sync->follow(999);
    QCOMPARE(m_sync->pause(), 0ms);
}

void KeySyncTest::allOrganizationsAreFollowedAccountByAccount()
{
    test::LiveGateway second(u"Contoso"_s);
    QVERIFY(second.start());
    const auto account = m_desk->signIn(second.address(), second.email(), second.password());
    const auto there = m_desk->organization(account);
    QVERIFY(there != 0 && there != m_organization);
    createMany(2);
    QSignalSpy synchronized(m_sync.get(), &core::KeySync::synchronized);
    QSignalSpy followed(m_sync.get(), &core::KeySync::followed);
    m_sync->follow(core::everyOrganization);
    QTRY_COMPARE(synchronized.size(), 2);
    QTRY_VERIFY(m_sync->pause() > 10s);
    QCOMPARE(m_desk->cache.counts(core::everyOrganization, m_desk->clock.now())->all, 2);
    // The same again begins nothing anew.
    m_sync->follow(core::everyOrganization);
    QCOMPARE(followed.size(), 1);
    QVERIFY(m_sync->pause() > 10s);
    // One account that is away holds the other up in nothing, and comes back by itself.
    second.stop();
    QVERIFY(!test::wait(m_sync->synchronize(core::everyOrganization)));
    QTRY_COMPARE(synchronized.size(), 3);
    QCOMPARE(synchronized.last().first().toLongLong(), m_organization);
    QCOMPARE(m_desk->state(account), core::Account::State::Offline);
    QCOMPARE(m_desk->state(m_account), core::Account::State::SignedIn);
    QVERIFY(second.start());
    QVERIFY_RESULT(test::wait(m_sync->synchronize(there)));
    QCOMPARE(m_desk->state(account), core::Account::State::SignedIn);
    // An account that is gone is followed no longer.
    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(account)));
    m_sync->follow(core::everyOrganization);
    synchronized.clear();
    QVERIFY_RESULT(test::wait(m_sync->synchronize(core::everyOrganization)));
    QCOMPARE(synchronized.size(), 1);
}

QTEST_GUILESS_MAIN(KeySyncTest)
#include "tst_keysync.moc"
