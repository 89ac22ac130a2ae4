#include "ui/signin/browserbox.h"

#include "tests/core/services/livegateway.h"
#include "tests/core/services/webbrowser.h"
#include "tests/support/check.h"
#include "tests/support/oidc/realissuer.h"
#include "tests/support/toxicpeer.h"
#include "tests/ui/signin/signindesk.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! Signing in by browser as the sign-in page shows it, against the real gateway.
class BrowserBoxTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::LiveGateway> m_gateway;
    std::unique_ptr<test::SignInDesk> m_desk;

    void offerBrowser(const QString &issuer)
    {
        m_gateway = std::make_unique<test::LiveGateway>();
        m_gateway->offerBrowser(issuer, u"R&D <b>login"_s);
        QVERIFY(m_gateway->start());
    }
    void type(const QString &address) const { test::type(m_desk->gateway(), address); }
    QPushButton *button(const QString &name) const { return m_desk->button(name); }
    QPushButton *start() const { return button(u"Sign in with browser"_s); }
    QString words() const { return m_desk->words(); }
    //! The page with a gateway that offers the browser, and the button pressed.
    void press()
    {
        type(m_gateway->address().toString());
        QTRY_VERIFY(start());
        QTest::mouseClick(start(), Qt::LeftButton);
    }
    //! What the gateway would send the browser back with.
    QUrl redirect(const QByteArray &result) const
    {
        const QUrlQuery asked(m_desk->opened);
        QUrl url(asked.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
        url.setQuery(QString::fromLatin1(result) + u"&state="_s + asked.queryItemValue(u"state"_s));
        return url;
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

    void itIsOfferedWhereTheGatewayOffersIt()
    {
        QVERIFY(!start());
        type(m_gateway->address().toString());
        QTRY_VERIFY2(words().contains(u"✓ On this computer"_s), qPrintable(words()));
        QVERIFY(!start());

        offerBrowser(u"http://127.0.0.1:1"_s);
        type(u"x"_s);
        type(m_gateway->address().toString());
        QTRY_VERIFY(start());
        QCOMPARE(start()->text(), u"Sign in with R&&D <b>login…"_s);
        QVERIFY(button(u"Sign in"_s));
        type(m_gateway->address().toString() + u"/elsewhere"_s);
        QVERIFY(!start()); // nothing is known of that address
    }

    void whereItIsTheOnlyWayNothingElseIsAsked()
    {
        test::ToxicPeer gateway(
            {test::ToxicPeer::json(200, "{\"name\":\"Keysteward\",\"version\":\"1\",\"sign_in\":[\"browser\"],"
                                        "\"browser_provider\":\"Example ID\",\"api_versions\":[1]}")});
        type(gateway.url(QString()).toString());
        QTRY_VERIFY(start());
        QVERIFY(!button(u"Sign in"_s));
        QVERIFY(!m_desk->page.findChild<QLineEdit *>(u"email"_s)->isVisible());
        type(m_gateway->address().toString());
        QVERIFY(button(u"Sign in"_s));
    }

    void whileItWaitsThereIsNothingElseToDo()
    {
        offerBrowser(u"http://127.0.0.1:1"_s);
        press();
        QVERIFY2(words().contains(u"Finish signing in in your browser."_s), qPrintable(words()));
        QVERIFY(words().contains(u"Sign in with R&D <b>login there."_s));
        QVERIFY(!start() && !button(u"Sign in"_s));
        QVERIFY(!m_desk->page.findChild<QLineEdit *>(u"email"_s)->isVisible());
        QVERIFY(!m_desk->page.findChild<QComboBox *>(u"gateway"_s)->isEnabled());
        QVERIFY(!button(u"Start local gateway"_s)->isEnabled());

        QCOMPARE(QApplication::focusWidget(), button(u"Copy address"_s));
        QTest::keyClick(button(u"Copy address"_s), Qt::Key_Space);
        QCOMPARE(QGuiApplication::clipboard()->text(), m_desk->opened.toString(QUrl::FullyEncoded));
        QVERIFY(words().contains(u"The address is copied."_s));
        QVERIFY(m_desk->opened.toString().startsWith(m_gateway->address().toString() + u"/api/v1/sign-in/browser?"_s));
    }

    void cancelEndsIt_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("the button") << int(Qt::Key_Space);
        QTest::newRow("Escape") << int(Qt::Key_Escape);
    }

    void cancelEndsIt()
    {
        QFETCH(const int, key);
        offerBrowser(u"http://127.0.0.1:1"_s);
        press();
        auto *cancel = button(u"Cancel"_s);
        cancel->setFocus();
        QTest::keyClick(cancel, Qt::Key(key));
        QVERIFY(m_desk->browser.address().isEmpty());
        QTRY_VERIFY(start());
        QCOMPARE(QApplication::focusWidget(), start());
        QVERIFY(!words().contains(u"browser"_s)); // nothing went wrong
        QVERIFY(button(u"Sign in"_s)->isEnabled());
        QVERIFY(button(u"Start local gateway"_s)->isEnabled());
        QCOMPARE(test::WebBrowser().open(redirect("code=c0de")).status, 0);
    }

    void leavingThePageEndsIt()
    {
        offerBrowser(u"http://127.0.0.1:1"_s);
        press();
        QVERIFY(!m_desk->browser.address().isEmpty());
        m_desk->page.hide();
        QVERIFY(m_desk->browser.address().isEmpty());
        m_desk->page.show();
        QTRY_VERIFY(start());
    }

    void aTimeOutIsSaid()
    {
        offerBrowser(u"http://127.0.0.1:1"_s);
        m_desk = std::make_unique<test::SignInDesk>(50ms);
        QVERIFY(m_desk->show());
        press();
        QTRY_VERIFY2(words().contains(u"The sign-in was not finished in time."_s), qPrintable(words()));
        QCOMPARE(QApplication::focusWidget(), start());
        QTest::mouseClick(start(), Qt::LeftButton);
        QVERIFY(!words().contains(u"was not finished"_s));
    }

    void aNoIsSaid_data()
    {
        QTest::addColumn<QByteArray>("result");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("of the person") << QByteArray("error=access_denied") << u"it was stopped in the browser"_s;
        QTest::newRow("of the gateway") << QByteArray("code=never-issued") << u"did not accept what came from there"_s;
        QTest::newRow("a fault") << QByteArray("error=server_error") << u"because of a fault of its own"_s;
        QTest::newRow("a pause") << QByteArray("error=temporarily_unavailable") << u"is out of service right now"_s;
    }

    void aNoIsSaid()
    {
        QFETCH(const QByteArray, result);
        QFETCH(const QString, sentence);
        offerBrowser(u"http://127.0.0.1:1"_s);
        press();
        QCOMPARE(test::WebBrowser().open(redirect(result)).status, 200);
        QTRY_VERIFY2(words().contains(sentence), qPrintable(words()));
        QVERIFY(start() && start()->isEnabled());
        QVERIFY(m_desk->services.sessions.accounts().isEmpty());
    }

    void withoutABrowserTheAddressCanBeCopied()
    {
        m_desk->hasBrowser = false;
        offerBrowser(u"http://127.0.0.1:1"_s);
        press();
        QVERIFY2(words().contains(u"No browser could be opened. Copy the address"_s), qPrintable(words()));
        QVERIFY(button(u"Copy address"_s));
    }

    void whoComesBackIsIn()
    {
        test::RealIssuer issuer;
        offerBrowser(issuer.address());
        QSignalSpy signedIn(&m_desk->page, &ui::SignInPage::signedIn);
        m_desk->page.prefill(m_gateway->address().toString(),
                             m_gateway->email()); // as for an account that is to sign in again
        QTRY_VERIFY(start());
        QTest::mouseClick(start(), Qt::LeftButton);
        test::WebBrowser browser;
        const auto back = issuer.signIn(browser.open(m_desk->opened).redirect, m_gateway->email());
        QCOMPARE(browser.open(browser.open(back).redirect).status, 200);
        QTRY_COMPARE(signedIn.size(), 1);
        QCOMPARE(m_desk->services.state(signedIn.first().first().toString()), core::Account::State::SignedIn);
        QVERIFY(start() && start()->isEnabled());
    }
};

QTEST_MAIN(BrowserBoxTest)
#include "tst_browserbox.moc"
