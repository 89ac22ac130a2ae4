#include "ui/signin/signinpage.h"

#include "tests/core/services/livegateway.h"
#include "tests/support/check.h"
#include "tests/support/toxicpeer.h"
#include "tests/ui/signin/signindesk.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using test::type;

class SignInPageTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::LiveGateway> m_gateway;
    std::unique_ptr<test::SignInDesk> m_desk;

    QLineEdit *gateway() const { return m_desk->gateway(); }
    QLineEdit *email() const { return m_desk->edit(u"email"_s); }
    QLineEdit *password() const { return m_desk->edit(u"password"_s); }
    QPushButton *button(const QString &name) const { return m_desk->button(name); }
    QString words() const { return m_desk->words(); }
    QString rightPassword() const { return test::textOf(m_gateway->password()); }
    void fillIn(const QString &secret)
    {
        type(gateway(), m_gateway->address().toString());
        type(email(), m_gateway->email());
        type(password(), secret);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_gateway = std::make_unique<test::LiveGateway>();
        QVERIFY(m_gateway->start());
        m_desk = std::make_unique<test::SignInDesk>();
        QVERIFY(m_desk->show());
    }
    void cleanup()
    {
        m_desk.reset();
        m_gateway.reset();
    }

    void namesAreWhatToolsRelyOn()
    {
        QCOMPARE(gateway()->accessibleName(), u"Gateway"_s);
        QCOMPARE(m_desk->page.findChild<QComboBox *>(u"gateway"_s)->accessibleName(), u"Gateway"_s);
        QCOMPARE(email()->accessibleName(), u"Email"_s);
        QCOMPARE(password()->accessibleName(), u"Password"_s);
        QVERIFY(button(u"Sign in"_s) && button(u"Start local gateway"_s));
        QVERIFY(!button(u"Sign in with browser"_s)); // this gateway offers none
        QCOMPARE(password()->echoMode(), QLineEdit::Password);
    }

    void whoeverIsRightIsIn()
    {
        QSignalSpy signedIn(&m_desk->page, &ui::SignInPage::signedIn);
        fillIn(rightPassword());
        QTest::keyClick(password(), Qt::Key_Return);
        QCOMPARE(password()->text(), QString()); // wiped as soon as it is sent
        QVERIFY(!password()->isUndoAvailable());
        QTRY_COMPARE(signedIn.size(), 1);
        QCOMPARE(m_desk->services.state(signedIn.first().first().toString()), core::Account::State::SignedIn);
    }

    void aGatewayIsLookedAtWhileItIsTyped()
    {
        type(gateway(), m_gateway->address().toString());
        QTRY_VERIFY2(words().contains(u"✓ On this computer · Keysteward"_s), qPrintable(words()));
        type(gateway(), u"http://gateway.example"_s);
        QVERIFY(!words().contains(u"✓"_s));
        QTRY_VERIFY(words().contains(u"Plain HTTP is only for this computer. Use https://."_s));
        type(gateway(), u"not an address"_s);
        QTRY_VERIFY(words().contains(u"This is no address of a gateway."_s));
    }

    void whatIsTypedIsNotCompleted()
    {
        const auto known = m_gateway->address().toString();
        QVERIFY(!m_desk->services.signIn(m_gateway->address(), m_gateway->email(), m_gateway->password()).isEmpty());
        QVERIFY(m_desk->page.findChild<QComboBox *>(u"gateway"_s)->findText(known) >= 0);
        const auto shorter = known.chopped(1);
        type(gateway(), shorter);
        QCOMPARE(gateway()->text(), shorter);
        QVERIFY(!gateway()->hasSelectedText());
    }

    void whoeverTypesGoesOnWhereTheyAreWhenAnAccountComes()
    {
        type(gateway(), u"https://gateway"_s);
        gateway()->setCursorPosition(8);
        QVERIFY(!m_desk->services.signIn(m_gateway->address(), m_gateway->email(), m_gateway->password()).isEmpty());
        QTest::keyClicks(gateway(), u"my."_s);
        QCOMPARE(gateway()->text(), u"https://my.gateway"_s);
    }

    void whatIsNoGatewayIsSaidToBeNone()
    {
        test::ToxicPeer other({test::ToxicPeer::json(200, "{\"hello\":\"world\"}")});
        type(gateway(), other.url(QString()).toString());
        QTRY_VERIFY2(words().contains(u"it is no Keysteward gateway"_s), qPrintable(words()));
        QVERIFY(gateway()->parentWidget()->property("invalid").toBool());
    }

    void whatCannotBeReachedIsSaidSo()
    {
        const auto address = m_gateway->address();
        m_gateway->stop();
        type(gateway(), address.toString());
        QTRY_VERIFY_WITH_TIMEOUT(words().contains(u"This address cannot be reached."_s), 30000);
    }

    void aWrongPasswordIsSaidAtTheField()
    {
        fillIn(u"not the password"_s);
        QTest::mouseClick(button(u"Sign in"_s), Qt::LeftButton);
        QTRY_VERIFY(words().contains(u"The email or the password is wrong."_s));
        QVERIFY(password()->property("invalid").toBool());
        QCOMPARE(password()->text(), QString());
        QCOMPARE(QApplication::focusWidget(), password());
        QCOMPARE(email()->text(), m_gateway->email());
        type(password(), rightPassword());
        QVERIFY(!words().contains(u"is wrong"_s));
        QSignalSpy signedIn(&m_desk->page, &ui::SignInPage::signedIn);
        QTest::keyClick(password(), Qt::Key_Return);
        QTRY_COMPARE(signedIn.size(), 1);
    }

    void tooManyAttemptsCountDown()
    {
        for (int attempt = 0; attempt < 5; ++attempt)
            (void)test::wait(m_desk->services.sessions.signIn({m_gateway->address()}, m_gateway->email(),
                                                              core::Secret::copy("wrong")));
        fillIn(rightPassword());
        QTest::keyClick(password(), Qt::Key_Return);
        QTRY_VERIFY2(words().contains(u"Too many attempts. Try again in "_s), qPrintable(words()));
        QVERIFY(!button(u"Sign in"_s)->isEnabled());
    }

    void aShortWaitEndsByItself()
    {
        test::ToxicPeer busy({test::ToxicPeer::json(
            429, "{\"error\":{\"code\":\"RATE_LIMITED\",\"message\":\"Too many\",\"details\":{},\"request_id\":\"r\"}}",
            "Retry-After: 2\r\n")});
        type(gateway(), busy.url(QString()).toString());
        type(email(), m_gateway->email());
        type(password(), u"anything"_s);
        QTest::keyClick(password(), Qt::Key_Return);
        QTRY_VERIFY2(words().contains(u"Too many attempts. Try again in 2 s."_s), qPrintable(words()));
        QTRY_VERIFY(words().contains(u"Try again in 1 s."_s));
        QTRY_VERIFY(!words().contains(u"Too many attempts"_s));
        QVERIFY(button(u"Sign in"_s)->isEnabled());
    }

    void whatIsMissingIsSaidAtTheFirstField()
    {
        QTest::mouseClick(button(u"Sign in"_s), Qt::LeftButton);
        QVERIFY(words().contains(u"Enter the address of your gateway."_s));
        type(gateway(), m_gateway->address().toString());
        QTest::mouseClick(button(u"Sign in"_s), Qt::LeftButton);
        QVERIFY(words().contains(u"Enter the email"_s) && words().contains(u"Enter your password."_s));
        QCOMPARE(QApplication::focusWidget(), email());
    }

    void whereTheSessionIsKeptIsSaid()
    {
        QVERIFY(words().contains(
            u"There is no system keychain: your session is kept in memory, and ends when you quit."_s));
    }

    void knownGatewaysAreOfferedAndPrefilled()
    {
        QVERIFY(!m_desk->services.signIn(m_gateway->address(), m_gateway->email(), m_gateway->password()).isEmpty());
        QVERIFY(m_desk->page.findChild<QComboBox *>(u"gateway"_s)->findText(m_gateway->address().toString()) >= 0);
        m_desk->page.prefill(m_gateway->address().toString(), m_gateway->email());
        QCOMPARE(gateway()->text(), m_gateway->address().toString());
        QCOMPARE(email()->text(), m_gateway->email());
        QCOMPARE(QApplication::focusWidget(), password());
    }

    void theWayBackIsThereOnlyWhereThereIsOne()
    {
        QVERIFY(!button(u"Back to the keys"_s));
        m_desk->page.setCancellable(true);
        QSignalSpy cancelled(&m_desk->page, &ui::SignInPage::cancelled);
        QTest::mouseClick(button(u"Back to the keys"_s), Qt::LeftButton);
        QCOMPARE(cancelled.size(), 1);
    }

    void aMissingGatewayProgramIsSaidInItsPanel()
    {
        m_desk->page.startDemo();
        QTRY_VERIFY2(words().contains(u"The gateway of this computer did not start"_s), qPrintable(words()));
        QVERIFY(button(u"Start local gateway"_s)->isEnabled());
        QVERIFY(email()->isEnabled());
    }
};

QTEST_MAIN(SignInPageTest)
#include "tst_signinpage.moc"
