#include "core/services/directory.h"

#include "core/credentials/memorystore.h"
#include "tests/core/services/desk.h"
#include "tests/core/services/livegateway.h"
#include "tests/support/check.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using core::Error;

class DirectoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theOrganizationsAreThereBeforeTheGatewayAnswers();
    void whatDidNotChangeIsNotAnnounced();
    void scopesAreReadOnceAndThenComeFromTheCache();
    void whatIsNotKnownIsSaidSo();
    void aGatewayThatIsGoneMarksTheAccountOffline();
    void signOutTakesTheOrganizationsAway();
    void anAnswerAfterSignOutFillsNothing();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<core::MemoryStore> m_credentials;
    std::unique_ptr<test::LiveGateway> m_gateway;
    std::unique_ptr<test::Desk> m_desk;
    QString m_account;
};

void DirectoryTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_credentials = std::make_unique<core::MemoryStore>();
    m_gateway = std::make_unique<test::LiveGateway>();
    QVERIFY(m_gateway->start());
    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    m_account = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
    QVERIFY(!m_account.isEmpty());
}

void DirectoryTest::cleanup()
{
    m_desk.reset();
    m_gateway.reset();
}

void DirectoryTest::theOrganizationsAreThereBeforeTheGatewayAnswers()
{
    const auto known = m_desk->directory.organizations();
    QCOMPARE(known.size(), 1);
    QCOMPARE(known.first().accountId, m_account);
    QCOMPARE(known.first().organization.id, m_gateway->organizationId());
    QCOMPARE(known.first().organization.name, u"Northwind"_s);
    QCOMPARE(known.first().organization.role, core::Role::Owner);
    m_desk.reset();
    m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
    QCOMPARE(m_desk->directory.organizations(), known);
    QCOMPARE(m_desk->directory.organization(known.first().reference), known.first());
}

void DirectoryTest::whatDidNotChangeIsNotAnnounced()
{
    const QSignalSpy changed(&m_desk->directory, &core::Directory::organizationsChanged);
    QVERIFY_RESULT(test::wait(m_desk->directory.refresh(m_account)));
    QCOMPARE(changed.size(), 0);
}

void DirectoryTest::scopesAreReadOnceAndThenComeFromTheCache()
{
    const auto reference = m_desk->organization(m_account);
    const auto read = test::wait(m_desk->directory.scopes(reference));
    QVERIFY_RESULT(read);
    QVERIFY(!read->isEmpty());
    QCOMPARE(m_desk->directory.organization(reference)->scopes, *read);
    m_gateway->stop();
    const auto again = m_desk->directory.scopes(reference);
    QVERIFY2(again.isFinished(), "what is known need not wait for the gateway");
    QCOMPARE(*again.result(), *read);
    QTRY_COMPARE(m_desk->state(m_account), core::Account::State::Offline);
}

void DirectoryTest::whatIsNotKnownIsSaidSo()
{
    QCOMPARE_ERROR(test::wait(m_desk->directory.refresh(u"nobody"_s)), Error::Kind::NotFound);
    QCOMPARE_ERROR(test::wait(m_desk->directory.scopes(999)), Error::Kind::NotFound);
    QVERIFY(!m_desk->directory.organization(999));
}

void DirectoryTest::aGatewayThatIsGoneMarksTheAccountOffline()
{
    m_gateway->stop();
    QCOMPARE_ERROR(test::wait(m_desk->directory.refresh(m_account)), Error::Kind::Offline);
    QCOMPARE(m_desk->state(m_account), core::Account::State::Offline);
    QCOMPARE(m_desk->directory.organizations().size(), 1);
    QVERIFY(m_gateway->start());
    QVERIFY_RESULT(test::wait(m_desk->directory.refresh(m_account)));
    QCOMPARE(m_desk->state(m_account), core::Account::State::SignedIn);
}

void DirectoryTest::signOutTakesTheOrganizationsAway()
{
    const QSignalSpy changed(&m_desk->directory, &core::Directory::organizationsChanged);
    QVERIFY_RESULT(test::wait(m_desk->sessions.signOut(m_account)));
    QTRY_VERIFY(m_desk->directory.organizations().isEmpty());
    QVERIFY(changed.size() > 0);
    QVERIFY(m_desk->organizations.all()->isEmpty());
}

void DirectoryTest::anAnswerAfterSignOutFillsNothing()
{
    const auto refresh = m_desk->directory.refresh(m_account);
    const auto signOut = m_desk->sessions.signOut(m_account);
    QTRY_VERIFY(refresh.isFinished());
    QVERIFY_RESULT(test::wait(signOut));
    QTRY_VERIFY(m_desk->directory.organizations().isEmpty());
    QVERIFY(m_desk->organizations.all()->isEmpty());
}

QTEST_GUILESS_MAIN(DirectoryTest)
#include "tst_directory.moc"
