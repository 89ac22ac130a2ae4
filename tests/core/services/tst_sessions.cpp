#include "core/backend/gateway/gatewaybackend.h"
#include "core/base/identifiers.h"
#include "core/credentials/credentialnames.h"
#include "core/credentials/memorystore.h"
#include "tests/core/services/desk.h"
#include "tests/core/services/livegateway.h"
#include "tests/core/services/meddler.h"
#include "tests/support/check.h"

#include <QFile>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using core::Account;
using core::Error;
using State = core::Account::State;

class SessionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aSignInIsKeptAndResumed();
    void anAccountIsOneForEachGatewayAndEmail();
    void aWrongPasswordChangesNothing();
    void aGatewayThatIsGoneMakesItOfflineUntilItIsBack();
    void aSessionThatEndedElsewhereSignsOutAndKeepsTheRecord();
    void signOutEndsTheSessionThereAndLeavesNothingHere();
    void signOutWithoutTheGatewayStillLeavesNothingHere();
    void aSessionNeverGoesToAnotherGateway();
    void whatSomebodyPlantedInTheKeychainIsNotSent();
    void theGatewayOfThisComputerMayMoveToAnotherPort();
    void whatACallShowedIsNoted();
    void theAddressMayBeSpelledInManyWays();

private:
    QByteArray cookieOf(const QString &account);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<core::MemoryStore> m_credentials;
    std::unique_ptr<test::LiveGateway> m_gateway;
    std::unique_ptr<test::Desk> m_desk;
};

void SessionsTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_credentials = std::make_unique<core::MemoryStore>();
    m_gateway = std::make_unique<test::LiveGateway>();
    QVERIFY(m_gateway->start());
    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
}

void SessionsTest::cleanup()
{
    m_desk.reset();
    m_gateway.reset();
}

//! The session as the keychain holds it.
QByteArray SessionsTest::cookieOf(const QString &account)
{
    const auto record = m_desk->sessions.account(account)->record;
    const auto session = test::wait(m_credentials->read(core::sessionName(record.gateway, account)));
    return session ? QByteArray(session->reveal().data(), qsizetype(session->reveal().size())) : QByteArray();
}

void SessionsTest::aSignInIsKeptAndResumed()
{
    QSignalSpy came(&m_desk->sessions, &core::Sessions::accountsChanged);
    const auto account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    QVERIFY(!account.isEmpty());
    QCOMPARE(came.size(), 1);
    QCOMPARE(m_desk->state(account), State::SignedIn);
    QVERIFY(!m_desk->sessions.account(account)->sessionKept); // the store of this test is memory
    QVERIFY(!m_desk->sessions.account(account)->trouble);
    QVERIFY(!m_desk->sessions.account(account)->record.userId.isEmpty());
    const auto cookie = cookieOf(account);
    QVERIFY(cookie.size() >= 40);

    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    QCOMPARE(m_desk->state(account), State::Resuming);
    QSignalSpy changed(&m_desk->sessions, &core::Sessions::accountChanged);
    m_desk->sessions.resume();
    QTRY_COMPARE(m_desk->state(account), State::SignedIn);
    QVERIFY(changed.size() >= 1);
    QVERIFY(m_desk->sessions.backend(account)->hasSession());

    QFile settings(m_folder->filePath(u"settings.ini"_s));
    QVERIFY(settings.open(QIODevice::ReadOnly));
    QVERIFY(!settings.readAll().contains(cookie));
}

void SessionsTest::anAccountIsOneForEachGatewayAndEmail()
{
    const auto first = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    const auto again = m_desk->signIn(m_gateway->address(), m_gateway->email().toUpper(), m_gateway->password());
    QCOMPARE(again, first);
    QCOMPARE(m_desk->sessions.accounts().size(), 1);

    const auto password = core::newIdempotencyKey();
    QVERIFY(m_gateway->addPerson(u"ben@northwind.example"_s, password));
    const auto other = m_desk->signIn(m_gateway->address(), u"ben@northwind.example"_s, password);
    QVERIFY(!other.isEmpty() && other != first);
    QCOMPARE(m_desk->sessions.accounts().size(), 2);
    QCOMPARE(m_desk->settings.accounts().size(), 2U);
}

void SessionsTest::aWrongPasswordChangesNothing()
{
    const auto wrong = core::Secret::copy("not the password of anybody");
    QCOMPARE_ERROR(test::wait(m_desk->sessions.signIn({m_gateway->address()}, m_gateway->email(), wrong)),
                   Error::Kind::SignInFailed);
    QVERIFY(m_desk->sessions.accounts().isEmpty());
    QVERIFY(m_desk->settings.accounts().empty());

    const auto account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    QCOMPARE_ERROR(test::wait(m_desk->sessions.confirm(account, wrong)), Error::Kind::SignInFailed);
    QCOMPARE(m_desk->state(account), State::SignedIn);
    QVERIFY_RESULT(test::wait(m_desk->sessions.confirm(account, m_gateway->password())));
}

void SessionsTest::aGatewayThatIsGoneMakesItOfflineUntilItIsBack()
{
    const auto account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    m_gateway->stop();
    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    m_desk->sessions.resume();
    QTRY_COMPARE(m_desk->state(account), State::Offline);
    const auto since = m_desk->sessions.account(account)->since;
    QVERIFY(since.isValid());
    QCOMPARE(since.timeSpec(), Qt::UTC);
    QVERIFY(!m_desk->sessions.account(account)->trouble);

    QVERIFY(m_gateway->start());
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->state(account), State::SignedIn, 15000);
    QVERIFY(!m_desk->sessions.account(account)->since.isValid());
}

void SessionsTest::aSessionThatEndedElsewhereSignsOutAndKeepsTheRecord()
{
    const auto account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    QVERIFY_RESULT(test::wait(m_desk->sessions.backend(account)->signOut()));

    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    m_desk->sessions.resume();
    QTRY_COMPARE(m_desk->state(account), State::SignedOut);
    QTRY_VERIFY(!m_desk->sessions.account(account)->record.sessionSaved);
    QVERIFY(cookieOf(account).isEmpty());
    QVERIFY(!m_desk->sessions.backend(account)->hasSession());
    QCOMPARE(m_desk->settings.accounts().size(), 1U);
    QCOMPARE(m_desk->settings.accounts().front().email, m_gateway->email());
    // What was seen of the organizations may still be shown.
    QVERIFY(m_desk->organization(account) != 0);

    QCOMPARE(m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password()), account);
    QCOMPARE(m_desk->state(account), State::SignedIn);
}

void SessionsTest::signOutEndsTheSessionThereAndLeavesNothingHere()
{
    const auto account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    const auto cookie = cookieOf(account);
    const auto name = core::sessionName(m_gateway->address(), account);
    QSignalSpy gone(&m_desk->sessions, &core::Sessions::accountsChanged);
    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(account)));
    QCOMPARE(gone.size(), 1);
    QVERIFY(m_desk->sessions.accounts().isEmpty());
    QVERIFY(m_desk->sessions.backend(account) == nullptr);
    QVERIFY(m_desk->settings.accounts().empty());
    QCOMPARE_ERROR(test::wait(m_credentials->read(name)), Error::Kind::NotFound);
    QCOMPARE(m_desk->organization(account), 0);

    core::GatewayBackend thief(m_desk->http, m_gateway->address());
    thief.setSession(core::Secret::copy(cookie.toStdString()));
    QCOMPARE_ERROR(test::wait(thief.session()), Error::Kind::Unauthorized);
    QCOMPARE_ERROR(test::wait(m_desk->sessions.signOut(account)), Error::Kind::NotFound);
}

void SessionsTest::signOutWithoutTheGatewayStillLeavesNothingHere()
{
    const auto account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    const auto name = core::sessionName(m_gateway->address(), account);
    m_gateway->stop();
    QCOMPARE_ERROR(test::wait(m_desk->sessions.signOut(account)), Error::Kind::Offline);
    QVERIFY(m_desk->sessions.accounts().isEmpty());
    QVERIFY(m_desk->settings.accounts().empty());
    QCOMPARE_ERROR(test::wait(m_credentials->read(name)), Error::Kind::NotFound);
}

void SessionsTest::aSessionNeverGoesToAnotherGateway()
{
    test::LiveGateway second;
    QVERIFY(second.start());
    test::Meddler toFirst(m_gateway->address());
    test::Meddler toSecond(second.address());
    const auto one = m_desk->signIn(toFirst.address(), m_gateway->email(), m_gateway->password());
    const auto two = m_desk->signIn(toSecond.address(), second.email(), second.password());
    QVERIFY(!one.isEmpty() && !two.isEmpty() && one != two);
    QCOMPARE(m_desk->directory.organizations().size(), 2);
    const auto cookieOne = cookieOf(one);
    const auto cookieTwo = cookieOf(two);

    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    QVERIFY(m_desk->resume());
    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(one)));
    QCOMPARE(m_desk->state(two), State::SignedIn);
    QVERIFY(m_desk->organization(two) != 0);
    QVERIFY_RESULT(test::wait(m_desk->sessions.backend(two)->session()));

    QVERIFY(toFirst.requests().contains(cookieOne));
    QVERIFY(toSecond.requests().contains(cookieTwo));
    QVERIFY(!toFirst.requests().contains(cookieTwo));
    QVERIFY(!toSecond.requests().contains(cookieOne));
}

void SessionsTest::whatSomebodyPlantedInTheKeychainIsNotSent()
{
    test::Meddler between(m_gateway->address());
    const auto account = m_desk->signIn(between.address(), m_gateway->email(), m_gateway->password());
    const auto name = core::sessionName(between.address(), account);
    QVERIFY_RESULT(test::wait(m_credentials->write(name, core::Secret::copy("x;Injected-Attribute=planted;value"))));

    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    m_desk->sessions.resume();
    QTRY_COMPARE(m_desk->state(account), State::SignedOut);
    QVERIFY(!between.requests().contains("planted"));
    QTRY_VERIFY(!m_desk->settings.accounts().front().sessionSaved);
    QCOMPARE_ERROR(test::wait(m_credentials->read(name)), Error::Kind::NotFound);
}

void SessionsTest::theGatewayOfThisComputerMayMoveToAnotherPort()
{
    test::Meddler otherPort(m_gateway->address());
    const auto first = test::wait(m_desk->sessions.signIn({m_gateway->address(), core::BackendKind::Gateway, true},
                                                          m_gateway->email(), m_gateway->password()));
    QVERIFY_RESULT(first);
    const auto again = test::wait(m_desk->sessions.signIn({otherPort.address(), core::BackendKind::Gateway, true},
                                                          m_gateway->email(), m_gateway->password()));
    QVERIFY_RESULT(again);
    QCOMPARE(*again, *first);
    QCOMPARE(m_desk->sessions.accounts().size(), 1);
    QCOMPARE(m_desk->sessions.backend(*first)->address(), otherPort.address());
    QCOMPARE(m_desk->settings.accounts().front().gateway, otherPort.address());
    QTRY_VERIFY(!test::wait(m_credentials->read(core::sessionName(m_gateway->address(), *first))));
    QVERIFY_RESULT(test::wait(m_credentials->read(core::sessionName(otherPort.address(), *first))));
}

void SessionsTest::whatACallShowedIsNoted()
{
    const auto account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    m_desk->sessions.noteOutcome(account, Error{Error::Kind::Forbidden});
    QCOMPARE(m_desk->state(account), State::SignedIn);
    m_desk->sessions.noteOutcome(account, Error{Error::Kind::Offline});
    QCOMPARE(m_desk->state(account), State::Offline);
    m_desk->sessions.noteOutcome(account, std::nullopt);
    QCOMPARE(m_desk->state(account), State::SignedIn);
    m_desk->sessions.noteOutcome(account, Error{Error::Kind::Unauthorized});
    QCOMPARE(m_desk->state(account), State::SignedOut);
    // An answer to a call of the session that is over.
    m_desk->sessions.noteOutcome(account, std::nullopt);
    QCOMPARE(m_desk->state(account), State::SignedOut);
}

void SessionsTest::theAddressMayBeSpelledInManyWays()
{
    const auto account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    QUrl spelled = m_gateway->address();
    spelled.setPath(u"/"_s);
    spelled.setQuery(u"from=mail"_s);
    spelled.setUserInfo(u"someone"_s);
    const auto facts = test::wait(m_desk->sessions.probe(spelled));
    QVERIFY_RESULT(facts);
    QVERIFY(!facts->name.isEmpty());
    QVERIFY(!facts->secure);
    QCOMPARE(m_desk->signIn(spelled, u" "_s + m_gateway->email(), m_gateway->password()), account);
    QCOMPARE(m_desk->settings.accounts().front().gateway, m_gateway->address());
}

QTEST_GUILESS_MAIN(SessionsTest)
#include "tst_sessions.moc"
