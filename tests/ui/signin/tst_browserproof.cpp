#include "ui/signin/browserproof.h"

#include "tests/core/services/livegateway.h"
#include "tests/core/services/webbrowser.h"
#include "tests/support/check.h"
#include "tests/support/oidc/realissuer.h"
#include "tests/ui/signin/signindesk.h"
#include "ui/kit/theme.h"
#include "ui/signin/browserconfirmdialog.h"

#include <QApplication>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;

//! "Confirm it is you" by browser, against the real gateway with a certified OpenID provider behind it.
class BrowserProofTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RealIssuer> m_issuer;
    std::unique_ptr<test::LiveGateway> m_gateway;
    std::unique_ptr<test::SignInDesk> m_desk;
    QString m_account;
    QWidget m_window;
    QPointer<ui::BrowserConfirmDialog> m_dialog;

    //! What the person does in the browser.
    void signInThere(const QString &email)
    {
        test::WebBrowser browser;
        const auto back = m_issuer->signIn(browser.open(m_desk->opened).redirect, email);
        QCOMPARE(browser.open(browser.open(back).redirect).status, 200);
    }
    core::AccountRecord record() const { return m_desk->services.sessions.account(m_account)->record; }
    core::Result<> create()
    {
        const auto organization = m_desk->services.organization(m_account);
        const auto made =
            test::wait(m_desk->services.keys.create(organization, {u"CRM"_s, {}, {u"contacts:read"_s}, {}}));
        return made ? core::Result<>() : core::Result<>(made.error());
    }
    core::Async<> ask()
    {
        auto who = record();
        who.way = core::SignInWay::Browser;
        m_dialog = new ui::BrowserConfirmDialog(m_desk->services.sessions, m_desk->browser, who, &m_window);
        const auto asked = m_dialog->ask();
        if (!QTest::qWaitForWindowActive(m_dialog))
            qInfo("the dialog is not active");
        return asked;
    }
    QPushButton *button(const QString &name) const { return test::SignInDesk::buttonOn(*m_dialog, name); }
    bool says(const QString &words) const { return test::SignInDesk::wordsOn(*m_dialog).contains(words); }

private Q_SLOTS:
    void initTestCase()
    {
        m_issuer = std::make_unique<test::RealIssuer>();
        QVERIFY(!m_issuer->address().isEmpty());
        ui::applyTheme(*qApp, core::ThemeChoice::Light);
        m_window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_window));
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_gateway = std::make_unique<test::LiveGateway>();
        m_gateway->offerBrowser(m_issuer->address());
        QVERIFY(m_gateway->start());
        m_desk = std::make_unique<test::SignInDesk>();
        const auto signIn = m_desk->browser.start({m_gateway->address()});
        signInThere(m_gateway->email());
        const auto account = test::wait(signIn);
        QVERIFY_RESULT(account);
        m_account = *account;
        QVERIFY_RESULT(test::wait(m_desk->services.directory.refresh(m_account)));
    }

    void cleanup()
    {
        delete m_dialog;
        m_desk.reset();
        m_gateway.reset();
    }

    void itServesWhoSignedInByBrowser()
    {
        QVERIFY(ui::BrowserProof::serves(record()));
        QVERIFY(!m_desk->services.signIn(m_gateway->address(), m_gateway->email(), m_gateway->password()).isEmpty());
        QVERIFY(!ui::BrowserProof::serves(record())); // a password is known now, and less trouble
        auto here = record();
        here.way = core::SignInWay::Code;
        QVERIFY(ui::BrowserProof::serves(here));
        here.local = true;
        QVERIFY(!ui::BrowserProof::serves(here));
    }

    void whoSignsInAgainMayGoOn()
    {
        // The session stays alive; the proof grows old. It is over today, by which the provider's word is measured.
        m_gateway->clock().advance(-14h);
        QVERIFY(!m_desk->services.signIn(m_gateway->address(), m_gateway->email(), m_gateway->password()).isEmpty());
        for (int i = 0; i < 2; ++i) {
            m_gateway->clock().advance(7h);
            QVERIFY_RESULT(test::wait(m_desk->services.sessions.backend(m_account)->session()));
        }
        QCOMPARE_ERROR(create(), Error::Kind::ConfirmationRequired);
        const auto asked = ask();
        QVERIFY(says(m_gateway->email()));
        QCOMPARE(m_dialog->focusWidget(), button(u"Sign in with browser"_s));
        QTest::mouseClick(button(u"Sign in with browser"_s), Qt::LeftButton);
        QVERIFY(says(u"Sign in there. Keysteward goes on by itself"_s));
        QTRY_VERIFY(button(u"Cancel"_s)->visibleRegion().boundingRect() == button(u"Cancel"_s)->rect());
        QTRY_VERIFY(!m_dialog->findChild<QScrollArea *>()->verticalScrollBar()->isVisible());
        QVERIFY(m_desk->opened.toString().startsWith(m_gateway->address().toString()));
        signInThere(m_gateway->email());
        QVERIFY_RESULT(test::wait(asked));
        QTRY_VERIFY(!m_dialog);
        QVERIFY_RESULT(create());
        QCOMPARE(m_desk->services.sessions.accounts().size(), 1);
    }

    void somebodyElseIsTurnedAway()
    {
        const auto colleague = u"colleague@northwind.example"_s;
        QVERIFY(m_gateway->addPerson(colleague, core::Secret::copy("a password of some length")));
        const auto asked = ask();
        QTest::mouseClick(button(u"Sign in with browser"_s), Qt::LeftButton);
        signInThere(colleague);
        QTRY_VERIFY(says(u"or somebody else than %1 signed in there"_s.arg(m_gateway->email())));
        QVERIFY(!asked.isFinished());
        QCOMPARE(m_desk->services.sessions.accounts().size(), 1);
        QVERIFY(button(u"Sign in with browser"_s));
        QTest::mouseClick(button(u"Sign in with browser"_s), Qt::LeftButton);
        QVERIFY(!says(u"somebody else"_s));
        signInThere(m_gateway->email());
        QVERIFY_RESULT(test::wait(asked));
    }

    void whoeverClosesItGivesUp()
    {
        const auto asked = ask();
        QTest::mouseClick(button(u"Sign in with browser"_s), Qt::LeftButton);
        QVERIFY(!m_desk->browser.address().isEmpty());
        QTest::mouseClick(button(u"Close"_s), Qt::LeftButton);
        QCOMPARE_ERROR(test::wait(asked), Error::Kind::Cancelled);
        QVERIFY(m_desk->browser.address().isEmpty());
    }

    void escapeEndsTheWaitFirst()
    {
        const auto asked = ask();
        QTest::mouseClick(button(u"Sign in with browser"_s), Qt::LeftButton);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Escape);
        QVERIFY(m_desk->browser.address().isEmpty());
        QTRY_VERIFY(button(u"Sign in with browser"_s));
        QVERIFY(!asked.isFinished());
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Escape);
        QCOMPARE_ERROR(test::wait(asked), Error::Kind::Cancelled);
    }
};

QTEST_MAIN(BrowserProofTest)
#include "tst_browserproof.moc"
