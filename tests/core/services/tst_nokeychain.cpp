#include "core/credentials/credentialnames.h"
#include "core/credentials/keychainstore.h"
#include "tests/core/services/desk.h"
#include "tests/core/services/livegateway.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using core::Error;

//! A desktop on which nothing keeps secrets. Run by with-keyring.sh.
class NoKeychainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingWorksUntilTheProgramQuits();
};

void NoKeychainTest::everythingWorksUntilTheProgramQuits()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    const QTemporaryDir folder;
    core::KeychainStore credentials;
    test::LiveGateway gateway;
    QVERIFY(gateway.start());
    auto desk = std::make_unique<test::Desk>(folder.path(), credentials);
    const auto account = desk->signIn(gateway.address(), gateway.email(), gateway.password());
    QVERIFY(!account.isEmpty());
    QCOMPARE(desk->state(account), core::Account::State::SignedIn);
    QVERIFY(!desk->sessions.account(account)->sessionKept);
    QCOMPARE(desk->sessions.account(account)->trouble->kind, Error::Kind::KeychainMissing);

    const core::NewKey key{u"Works"_s, {}, {u"contacts:read"_s}, gateway.clock().now().addDays(30)};
    const auto made = test::wait(desk->keys.create(desk->organization(account), key));
    QVERIFY_RESULT(made);
    QVERIFY_RESULT(test::wait(desk->keys.acknowledge(made->intentId)));
    QTRY_VERIFY(desk->intents.all()->isEmpty());

    desk = std::make_unique<test::Desk>(folder.path(), credentials);
    desk->sessions.resume();
    QCOMPARE(desk->state(account), core::Account::State::SignedOut);
    QCOMPARE(desk->settings.accounts().size(), 1U);
}

QTEST_GUILESS_MAIN(NoKeychainTest)
#include "tst_nokeychain.moc"
