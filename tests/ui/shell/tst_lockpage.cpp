#include "ui/shell/lockpage.h"

#include "tests/core/services/livegateway.h"
#include "tests/core/services/webbrowser.h"
#include "tests/support/check.h"
#include "tests/support/oidc/realissuer.h"
#include "tests/ui/signin/signindesk.h"
#include "ui/kit/passwordedit.h"
#include "ui/shell/localsession.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

class LockPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void everybodyIsAskedForWhatTheySignInWith_data()
    {
        QTest::addColumn<core::BackendKind>("kind");
        QTest::addColumn<core::SignInWay>("way");
        QTest::addColumn<bool>("here");
        QTest::addColumn<bool>("takesPassword");
        QTest::addColumn<QStringList>("offers");
        using core::BackendKind;
        using core::SignInWay;
        const QStringList again{u"Sign in again"_s};
        QTest::newRow("a password") << BackendKind::Gateway << SignInWay::Password << false << true
                                    << QStringList{u"Unlock"_s} + again;
        QTest::newRow("the browser") << BackendKind::Gateway << SignInWay::Browser << false << false
                                     << QStringList{u"Sign in with browser…"_s} + again;
        QTest::newRow("a code") << BackendKind::BetterAuth << SignInWay::Code << false << false
                                << QStringList{u"Sign in with browser"_s} + again;
        QTest::newRow("a password that is no proof by itself")
            << BackendKind::BetterAuth << SignInWay::Password << false << false << again;
        QTest::newRow("nothing on this computer")
            << BackendKind::Gateway << SignInWay::Password << true << false << QStringList{u"Unlock"_s};
    }

    void everybodyIsAskedForWhatTheySignInWith()
    {
        core::AccountRecord record;
        record.id = u"account-1"_s;
        record.gateway = QUrl(u"http://127.0.0.1:9"_s);
        record.email = u"owner@northwind.example"_s;
        QFETCH(const core::BackendKind, kind);
        QFETCH(const core::SignInWay, way);
        QFETCH(const bool, here);
        record.kind = kind;
        record.way = way;
        record.local = here;
        test::SignInDesk desk;
        desk.services.settings.setAccounts({record});
        core::Sessions sessions(core::networkBackends(desk.services.http), desk.credentials, desk.services.settings,
                                desk.services.organizations); // as at the next start
        ui::LocalSession local(sessions, desk.local);
        ui::LockPage page(sessions, desk.browser, local);
        page.setAccount(record.id);
        QVERIFY(show(page));
        QTEST(page.findChild<ui::PasswordEdit *>()->isVisible(), "takesPassword");
        QStringList offered;
        for (const auto *each : page.findChildren<QPushButton *>())
            offered += each->isVisible() ? QStringList(each->text()) : QStringList();
        QTEST(offered, "offers");
        QVERIFY(page.focusWidget() && page.focusWidget()->isVisible());
    }

    void whoSignedInByBrowserUnlocksByIt()
    {
        test::RealIssuer issuer;
        test::LiveGateway gateway;
        gateway.offerBrowser(issuer.address());
        QVERIFY(gateway.start());
        test::SignInDesk desk;
        test::WebBrowser browser;
        const auto signInThere = [&] {
            const auto back = issuer.signIn(browser.open(desk.opened).redirect, gateway.email());
            return browser.open(browser.open(back).redirect).status;
        };
        const auto signIn = desk.browser.start({gateway.address()});
        QCOMPARE(signInThere(), 200);
        const auto account = test::wait(signIn);
        QVERIFY_RESULT(account);

        ui::LocalSession local(desk.services.sessions, desk.local);
        ui::LockPage page(desk.services.sessions, desk.browser, local);
        QSignalSpy unlocked(&page, &ui::LockPage::unlocked);
        page.setAccount(*account);
        QVERIFY(show(page));
        QTest::keyClick(page.focusWidget(), Qt::Key_Space);
        QCOMPARE(signInThere(), 200);
        QTRY_COMPARE(unlocked.size(), 1);
    }

private:
    static bool show(ui::LockPage &page)
    {
        page.show();
        page.setFocus();
        return QTest::qWaitForWindowExposed(&page);
    }
};

QTEST_MAIN(LockPageTest)
#include "tst_lockpage.moc"
