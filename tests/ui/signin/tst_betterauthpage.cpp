#include "ui/signin/signinpage.h"

#include "tests/support/betterauth/realbetterauth.h"
#include "tests/support/check.h"
#include "tests/ui/signin/signindesk.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using test::olivia;
using test::tess;
using test::textOf;
using test::type;

//! The sign-in page at a real better-auth server: what is found there, the second step, and the code in the browser.
class BetterAuthPageTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RealBetterAuth> m_server;
    std::unique_ptr<test::SignInDesk> m_desk;

    QLineEdit *edit(const QString &name) const { return m_desk->edit(name); }
    //! One that can be pressed.
    QPushButton *button(const QString &name) const
    {
        auto *found = m_desk->button(name);
        return found && found->isEnabled() ? found : nullptr;
    }
    bool says(const QString &words) const { return m_desk->words().contains(words); }
    void signIn(const QString &person)
    {
        type(m_desk->gateway(), m_server->address().toString());
        type(edit(u"email"_s), person);
        type(edit(u"password"_s), textOf(m_server->passwordOf(person)));
        QTest::mouseClick(button(u"Sign in"_s), Qt::LeftButton);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<test::RealBetterAuth>(u"1.7.5"_s);
        QVERIFY(m_server->address().isValid());
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_desk = std::make_unique<test::SignInDesk>();
        QVERIFY(m_desk->show());
    }
    void cleanup() { m_desk.reset(); }

    void aPersonSignsInThoughNobodyLookedBefore()
    {
        QSignalSpy signedIn(&m_desk->page, &ui::SignInPage::signedIn);
        signIn(olivia); // sooner than the page looks what answers
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.count(), 1, 20000);
        const auto account = m_desk->services.sessions.account(signedIn.first().first().toString());
        QCOMPARE(account->record.kind, core::BackendKind::BetterAuth);
    }

    void theAddressSaysWhatWasFound()
    {
        type(m_desk->gateway(), m_server->address().toString());
        QTRY_VERIFY_WITH_TIMEOUT(says(u"better-auth"_s), 10000);
        QVERIFY(button(u"Sign in with browser"_s));
        type(m_desk->gateway(), u"http://127.0.0.1:9"_s);
        QTRY_VERIFY(!button(u"Sign in with browser"_s));
    }

    void aSecondFactorIsASecondStep()
    {
        QSignalSpy signedIn(&m_desk->page, &ui::SignInPage::signedIn);
        signIn(tess);
        QTRY_VERIFY_WITH_TIMEOUT(edit(u"code"_s)->isVisible(), 20000);
        QVERIFY(!edit(u"password"_s)->isVisible());
        QCOMPARE(edit(u"code"_s)->accessibleName(), u"Code"_s);
        type(edit(u"code"_s), u"000 00x"_s);
        QTest::keyClick(edit(u"code"_s), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(says(u"This code is wrong"_s), 20000);
        QVERIFY(edit(u"code"_s)->text().isEmpty());
        QTest::mouseClick(button(u"Use a backup code"_s), Qt::LeftButton);
        QVERIFY(says(u"Each works once"_s));
        type(edit(u"code"_s), textOf(m_server->backupCodeOf(tess, 0)));
        QTest::mouseClick(button(u"Sign in"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.count(), 1, 20000);
    }

    void theFirstStepCanBeTakenAgain()
    {
        waitForSecondStep();
        QTest::mouseClick(button(u"Back"_s), Qt::LeftButton);
        QVERIFY(edit(u"password"_s)->isVisible() && !edit(u"code"_s)->isVisible());
        QVERIFY(edit(u"password"_s)->text().isEmpty());
        theFirstStepIsForgotten();
    }

    void whoeverLeavesThePageBeginsAnew()
    {
        waitForSecondStep();
        m_desk->page.hide();
        m_desk->page.show();
        QVERIFY(edit(u"password"_s)->isVisible() && !edit(u"code"_s)->isVisible());
        theFirstStepIsForgotten();
    }

    void aCodeIsShownAndItsPageOpened()
    {
        QSignalSpy signedIn(&m_desk->page, &ui::SignInPage::signedIn);
        const auto code = askForCode();
        QCOMPARE(m_desk->opened.adjusted(QUrl::RemoveQuery), m_server->address().resolved(QUrl(u"/device"_s)));
        QCOMPARE(QUrlQuery(m_desk->opened).queryItemValue(u"user_code"_s), code);
        QVERIFY(!edit(u"password"_s)->isVisible() && button(u"Cancel"_s));
        const auto page = std::exchange(m_desk->opened, {});
        QTest::mouseClick(button(u"Open the page again"_s), Qt::LeftButton);
        QCOMPARE(m_desk->opened, page);
        m_server->tell(u"approve"_s, {{u"email"_s, olivia}, {u"userCode"_s, code}});
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.count(), 1, 20000);
    }

    void withoutABrowserThePageIsNamed()
    {
        m_desk->hasBrowser = false;
        askForCode();
        QVERIFY2(says(u"No browser could be opened. Open the page below by yourself."_s), qPrintable(m_desk->words()));
        QVERIFY(says(m_server->address().resolved(QUrl(u"/device"_s)).toString()));
    }

    void whoCancelsIsBackAtTheForm_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("the button") << int(Qt::Key_Space);
        QTest::newRow("Escape") << int(Qt::Key_Escape);
    }

    void whoCancelsIsBackAtTheForm()
    {
        QFETCH(const int, key);
        askForCode();
        QCOMPARE(QApplication::focusWidget(), button(u"Cancel"_s));
        QTest::keyClick(button(u"Cancel"_s), Qt::Key(key));
        QVERIFY(edit(u"password"_s)->isVisible() && button(u"Sign in with browser"_s));
        QCOMPARE(QApplication::focusWidget(), button(u"Sign in with browser"_s));
    }

private:
    void waitForSecondStep()
    {
        signIn(tess);
        QTRY_VERIFY_WITH_TIMEOUT(edit(u"code"_s)->isVisible(), 20000);
    }
    void theFirstStepIsForgotten()
    {
        const auto code = m_server->backupCodeOf(tess, 1);
        QCOMPARE_ERROR(test::wait(m_desk->services.sessions.proveSecondFactor(code, core::SecondFactor::BackupCode)),
                       core::Error::Kind::Unauthorized);
    }
    //! The one on the page, once the browser has opened.
    QString askForCode()
    {
        type(m_desk->gateway(), m_server->address().toString());
        const auto wait = [](const std::function<bool()> &done) { return QTest::qWaitFor(done, 10000); };
        if (!wait([&] { return button(u"Sign in with browser"_s) != nullptr; }))
            return {};
        QTest::mouseClick(button(u"Sign in with browser"_s), Qt::LeftButton);
        (void)wait([&] { return !m_desk->opened.isEmpty(); });
        return m_desk->page.findChild<QLabel *>(u"signInCode"_s)->text();
    }
};

QTEST_MAIN(BetterAuthPageTest)
#include "tst_betterauthpage.moc"
