#include "ui/signin/signinpage.h"

#include "core/credentials/memorystore.h"
#include "core/services/browsersignin.h"
#include "core/services/localgateway.h"
#include "tests/core/services/desk.h"
#include "tests/support/betterauth/realbetterauth.h"
#include "tests/support/check.h"

#include <QApplication>
#include <QComboBox>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

QString textOf(const core::Secret &secret)
{
    return QString::fromUtf8(secret.reveal().data(), qsizetype(secret.size()));
}

} // namespace

//! The sign-in page at a real better-auth server: what is found there, the second step, and the code in the browser.
class BetterAuthPageTest : public QObject {
    Q_OBJECT

public Q_SLOTS:
    void open(const QUrl &page) { m_opened = page; }

private:
    std::unique_ptr<test::RealBetterAuth> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<core::MemoryStore> m_credentials;
    std::unique_ptr<test::Desk> m_desk;
    std::unique_ptr<core::LocalGateway> m_local;
    std::unique_ptr<core::BrowserSignIn> m_browser;
    std::unique_ptr<ui::SignInPage> m_page;
    QUrl m_opened;

    QLineEdit *edit(const QString &name) const { return m_page->findChild<QLineEdit *>(name); }
    QPushButton *button(const QString &name) const
    {
        for (auto *each : m_page->findChildren<QPushButton *>()) {
            if (each->text() == name && each->isVisible() && each->isEnabled())
                return each;
        }
        return nullptr;
    }
    bool says(const QString &words) const
    {
        const auto labels = m_page->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
    }
    static void type(QLineEdit *edit, const QString &text)
    {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    void signIn(const QString &person)
    {
        type(m_page->findChild<QComboBox *>(u"gateway"_s)->lineEdit(), m_server->address().toString());
        type(edit(u"email"_s), person);
        type(edit(u"password"_s), textOf(m_server->passwordOf(person)));
        QTest::mouseClick(button(u"Sign in"_s), Qt::LeftButton);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<test::RealBetterAuth>(u"1.7.5"_s);
        QVERIFY(m_server->address().isValid());
        QDesktopServices::setUrlHandler(u"http"_s, this, "open");
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_opened.clear();
        m_folder = std::make_unique<QTemporaryDir>();
        m_credentials = std::make_unique<core::MemoryStore>();
        m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
        m_local =
            std::make_unique<core::LocalGateway>(u"/nowhere/keysteward-gateway"_s, m_folder->filePath(u"local"_s));
        m_browser = std::make_unique<core::BrowserSignIn>(m_desk->sessions, [](const QUrl &) { return false; });
        m_page = std::make_unique<ui::SignInPage>(m_desk->sessions, *m_browser, *m_local, *m_credentials);
        m_page->resize(1024, 640);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void cleanup()
    {
        m_page.reset();
        m_browser.reset();
        m_desk.reset();
    }
    void cleanupTestCase() { QDesktopServices::unsetUrlHandler(u"http"_s); }

    void aPersonSignsInThoughNobodyLookedBefore()
    {
        QSignalSpy signedIn(m_page.get(), &ui::SignInPage::signedIn);
        signIn(u"olivia@example.com"_s); // sooner than the page looks what answers
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.count(), 1, 20000);
        const auto account = m_desk->sessions.account(signedIn.first().first().toString());
        QCOMPARE(account->record.kind, core::BackendKind::BetterAuth);
    }

    void theAddressSaysWhatWasFound()
    {
        type(m_page->findChild<QComboBox *>(u"gateway"_s)->lineEdit(), m_server->address().toString());
        QTRY_VERIFY_WITH_TIMEOUT(says(u"better-auth"_s), 10000);
        QVERIFY(button(u"Sign in with browser"_s));
        type(m_page->findChild<QComboBox *>(u"gateway"_s)->lineEdit(), u"http://127.0.0.1:9"_s);
        QTRY_VERIFY(!button(u"Sign in with browser"_s));
    }

    void aSecondFactorIsASecondStep()
    {
        QSignalSpy signedIn(m_page.get(), &ui::SignInPage::signedIn);
        signIn(u"tess@example.com"_s);
        QTRY_VERIFY_WITH_TIMEOUT(edit(u"code"_s)->isVisible(), 20000);
        QVERIFY(!edit(u"password"_s)->isVisible());
        QCOMPARE(edit(u"code"_s)->accessibleName(), u"Code"_s);
        type(edit(u"code"_s), u"000 00x"_s);
        QTest::keyClick(edit(u"code"_s), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(says(u"This code is wrong"_s), 20000);
        QVERIFY(edit(u"code"_s)->text().isEmpty());
        QTest::mouseClick(button(u"Use a backup code"_s), Qt::LeftButton);
        QVERIFY(says(u"Each works once"_s));
        type(edit(u"code"_s), textOf(m_server->backupCodeOf(u"tess@example.com"_s, 0)));
        QTest::mouseClick(button(u"Sign in"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.count(), 1, 20000);
    }

    void theFirstStepCanBeTakenAgain()
    {
        signIn(u"tess@example.com"_s);
        QTRY_VERIFY_WITH_TIMEOUT(edit(u"code"_s)->isVisible(), 20000);
        QTest::mouseClick(button(u"Back"_s), Qt::LeftButton);
        QVERIFY(edit(u"password"_s)->isVisible() && !edit(u"code"_s)->isVisible());
        QVERIFY(edit(u"password"_s)->text().isEmpty());
    }

    void aCodeIsShownAndItsPageOpened()
    {
        QSignalSpy signedIn(m_page.get(), &ui::SignInPage::signedIn);
        type(m_page->findChild<QComboBox *>(u"gateway"_s)->lineEdit(), m_server->address().toString());
        QTRY_VERIFY_WITH_TIMEOUT(button(u"Sign in with browser"_s), 10000);
        QTest::mouseClick(button(u"Sign in with browser"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_opened.isValid() && !m_opened.isEmpty(), 10000);
        const auto code = m_page->findChild<QLabel *>(u"signInCode"_s)->text();
        QVERIFY(m_opened.toString().endsWith(code));
        QVERIFY(!edit(u"password"_s)->isVisible() && button(u"Cancel"_s));
        m_server->tell(u"approve"_s, {{u"email"_s, u"olivia@example.com"_s}, {u"userCode"_s, code}});
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.count(), 1, 20000);
    }

    void whoCancelsIsBackAtTheForm()
    {
        type(m_page->findChild<QComboBox *>(u"gateway"_s)->lineEdit(), m_server->address().toString());
        QTRY_VERIFY_WITH_TIMEOUT(button(u"Sign in with browser"_s), 10000);
        QTest::mouseClick(button(u"Sign in with browser"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_opened.isEmpty(), 10000);
        QTest::mouseClick(button(u"Cancel"_s), Qt::LeftButton);
        QVERIFY(edit(u"password"_s)->isVisible() && button(u"Sign in with browser"_s));
    }
};

QTEST_MAIN(BetterAuthPageTest)
#include "tst_betterauthpage.moc"
