#include "core/services/browsersignin.h"

#include "core/base/crypto.h"
#include "core/base/identifiers.h"
#include "core/credentials/memorystore.h"
#include "tests/core/services/desk.h"
#include "tests/core/services/livegateway.h"
#include "tests/core/services/webbrowser.h"
#include "tests/support/check.h"
#include "tests/support/oidc/realissuer.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;

//! Against the real gateway, with a certified OpenID provider behind it.
class BrowserSignInTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RealIssuer> m_issuer;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<core::MemoryStore> m_credentials;
    std::unique_ptr<test::LiveGateway> m_gateway;
    std::unique_ptr<test::Desk> m_desk;
    std::unique_ptr<core::BrowserSignIn> m_signIn;
    test::WebBrowser m_browser;
    QUrl m_opened;

    void make(std::chrono::milliseconds patience, bool hasBrowser = true)
    {
        m_signIn = std::make_unique<core::BrowserSignIn>(
            m_desk->sessions,
            [this, hasBrowser](const QUrl &address) {
                m_opened = address;
                return hasBrowser;
            },
            patience);
    }

    //! Where the browser is sent in the end, when \a email has signed in at the provider.
    QUrl throughTheProvider(const QString &email)
    {
        return m_browser.open(m_issuer->signIn(m_browser.open(m_opened).redirect, email)).redirect;
    }

    static QString valueIn(const QUrl &url, const QString &name) { return QUrlQuery(url).queryItemValue(name); }
    QUrl redirectAddress() const
    {
        return QUrl(QUrlQuery(m_opened).queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_issuer = std::make_unique<test::RealIssuer>();
        QVERIFY(!m_issuer->address().isEmpty());
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_credentials = std::make_unique<core::MemoryStore>();
        m_gateway = std::make_unique<test::LiveGateway>();
        m_gateway->offerBrowser(m_issuer->address());
        QVERIFY(m_gateway->start());
        m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
        make(1min);
    }

    void cleanup()
    {
        m_signIn.reset();
        m_desk.reset();
        m_gateway.reset();
    }

    void whoSignsInThereIsSignedInHere()
    {
        const auto operation = m_signIn->start({m_gateway->address()});
        QCOMPARE(m_opened, m_signIn->address());
        QVERIFY(m_signIn->browserOpened());
        const auto page = m_browser.open(throughTheProvider(m_gateway->email()));
        QCOMPARE(page.status, 200);
        QVERIFY2(page.body.contains("You can go back to Keysteward"), page.body.constData());
        const auto account = test::wait(operation);
        QVERIFY_RESULT(account);
        QCOMPARE(m_desk->state(*account), core::Account::State::SignedIn);
        QCOMPARE(m_desk->sessions.account(*account)->record.email, m_gateway->email());
        QVERIFY_RESULT(test::wait(m_desk->directory.refresh(*account)));
        QVERIFY(m_signIn->address().isEmpty());
    }

    void itRenewsAnAccountThatIsThere()
    {
        const auto known = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
        const auto operation = m_signIn->start({m_gateway->address()});
        m_browser.open(throughTheProvider(m_gateway->email()));
        const auto account = test::wait(operation);
        QVERIFY_RESULT(account);
        QCOMPARE(*account, known);
        QCOMPARE(m_desk->sessions.accounts().size(), 1);
        QCOMPARE(m_desk->sessions.account(known)->record.way, core::SignInWay::Browser);
    }

    //! As where a change wants the person to prove again who they are.
    void whoIsToRenewAnAccountMustBeItsPerson()
    {
        const auto colleague = u"colleague@northwind.example"_s;
        QVERIFY(m_gateway->addPerson(colleague, core::newToken()));
        const auto known = m_desk->signIn(m_gateway->address(), m_gateway->email(), m_gateway->password());
        const core::ServerPlace place{m_gateway->address(), core::BackendKind::Gateway, false, known};

        const auto wrong = m_signIn->start(place);
        m_browser.open(throughTheProvider(colleague));
        QCOMPARE_ERROR(test::wait(wrong), Error::Kind::SignInFailed);
        QCOMPARE(m_desk->sessions.accounts().size(), 1);
        QCOMPARE(m_desk->sessions.account(known)->record.way, core::SignInWay::Password);
        QCOMPARE(m_desk->state(known), core::Account::State::SignedIn);

        const auto right = m_signIn->start(place);
        m_browser.open(throughTheProvider(m_gateway->email()));
        QVERIFY_RESULT(test::wait(right));
        QCOMPARE(*right.result(), known);
    }

    void whatIsOpenedCarriesNoSecret()
    {
        const auto operation = m_signIn->start({m_gateway->address()});
        QCOMPARE(valueIn(m_opened, u"code_challenge_method"_s), u"S256"_s);
        QCOMPARE(valueIn(m_opened, u"code_challenge"_s).size(), 43);
        QCOMPARE(valueIn(m_opened, u"state"_s).size(), 43);
        QCOMPARE(redirectAddress().host(), u"127.0.0.1"_s);
        const auto first = m_opened;
        const auto second = m_signIn->start({m_gateway->address()});
        for (const auto &name : {u"code_challenge"_s, u"state"_s, u"redirect_uri"_s})
            QVERIFY(valueIn(m_opened, name) != valueIn(first, name));
        m_signIn->cancel();
    }

    void nothingOfItWorksTwice()
    {
        const auto operation = m_signIn->start({m_gateway->address()});
        const auto redirect = throughTheProvider(m_gateway->email());
        QCOMPARE(m_browser.open(redirect).status, 200);
        const auto account = test::wait(operation);
        QVERIFY_RESULT(account);
        QCOMPARE(m_browser.open(redirect).status, 0); // nobody listens any more

        const core::BrowserAnswer stolen{core::Secret::take(valueIn(redirect, u"code"_s)),
                                         core::Secret::copy(std::string(43, 'v'))};
        QCOMPARE_ERROR(test::wait(m_desk->sessions.finishBrowserSignIn({m_gateway->address()}, stolen)),
                       Error::Kind::SignInFailed);
        QCOMPARE(m_desk->sessions.accounts().size(), 1);
    }

    void aRedirectWithAnotherStateIsRefusedAndTheRightOneStillTaken()
    {
        const auto operation = m_signIn->start({m_gateway->address()});
        const auto redirect = throughTheProvider(m_gateway->email());
        auto forged = redirect;
        QUrlQuery query(forged);
        query.removeQueryItem(u"state"_s);
        query.addQueryItem(u"state"_s, QString(43, u'a'));
        forged.setQuery(query);
        QCOMPARE(m_browser.open(forged).status, 403);
        QVERIFY(!operation.isFinished());
        QCOMPARE(m_browser.open(redirect).status, 200);
        QVERIFY_RESULT(test::wait(operation));
    }

    //! Somebody's own code, brought to another's port with the right state, is not worth a session.
    void aCodeOfAnotherSignInIsRefused()
    {
        const auto first = m_signIn->start({m_gateway->address()});
        const auto code = valueIn(throughTheProvider(m_gateway->email()), u"code"_s);
        QVERIFY(!code.isEmpty());
        const auto second = m_signIn->start({m_gateway->address()});
        QCOMPARE_ERROR(test::wait(first), Error::Kind::Cancelled);
        auto redirect = redirectAddress();
        redirect.setQuery(QUrlQuery{{u"code"_s, code}, {u"state"_s, valueIn(m_opened, u"state"_s)}});
        QCOMPARE(m_browser.open(redirect).status, 200);
        QCOMPARE_ERROR(test::wait(second), Error::Kind::SignInFailed);
        QVERIFY(m_desk->sessions.accounts().isEmpty());
    }

    void aCodeThatWaitedTooLongIsRefused()
    {
        const auto operation = m_signIn->start({m_gateway->address()});
        const auto redirect = throughTheProvider(m_gateway->email());
        m_gateway->clock().advance(61s);
        m_browser.open(redirect);
        QCOMPARE_ERROR(test::wait(operation), Error::Kind::SignInFailed);
    }

    void whoCancelsThereIsNotSignedIn()
    {
        const auto operation = m_signIn->start({m_gateway->address()});
        const auto back = m_issuer->cancel(m_browser.open(m_opened).redirect);
        const auto page = m_browser.open(m_browser.open(back).redirect);
        QVERIFY2(page.body.contains("You are not signed in"), page.body.constData());
        QCOMPARE_ERROR(test::wait(operation), Error::Kind::SignInFailed);
        QVERIFY(m_desk->sessions.accounts().isEmpty());
    }

    void nobodyWhoComesBackIsATimeOut()
    {
        make(50ms);
        const auto operation = m_signIn->start({m_gateway->address()});
        const auto redirect = redirectAddress();
        QCOMPARE_ERROR(test::wait(operation), Error::Kind::TimedOut);
        QCOMPARE(m_browser.open(redirect).status, 0);
        QVERIFY(m_signIn->address().isEmpty());
    }

    void cancelClosesThePortAtOnce()
    {
        const auto operation = m_signIn->start({m_gateway->address()});
        const auto redirect = redirectAddress();
        QCOMPARE(m_browser.open(redirect.resolved(QUrl(u"/"_s))).status, 404);
        m_signIn->cancel();
        QVERIFY(m_signIn->address().isEmpty());
        QCOMPARE_ERROR(test::wait(operation), Error::Kind::Cancelled);
        QCOMPARE(m_browser.open(redirect).status, 0);
    }

    void withoutABrowserTheAddressIsStillThere()
    {
        make(1min, false);
        const auto operation = m_signIn->start({m_gateway->address()});
        QVERIFY(!m_signIn->browserOpened());
        QVERIFY(!m_signIn->address().isEmpty());
        m_browser.open(throughTheProvider(m_gateway->email()));
        QVERIFY_RESULT(test::wait(operation));
    }

    void aGatewayThatIsNotToBeTrustedIsNotOpened()
    {
        const auto operation = m_signIn->start({QUrl(u"http://gateway.example"_s)});
        QCOMPARE_ERROR(test::wait(operation), Error::Kind::Insecure);
        QVERIFY(m_opened.isEmpty() || m_opened.host() != u"gateway.example"_s);
        QVERIFY(m_signIn->address().isEmpty());
    }

    void aGatewayThatIsGoneIsSaidSo()
    {
        const auto operation = m_signIn->start({m_gateway->address()});
        const auto redirect = throughTheProvider(m_gateway->email());
        m_gateway->stop();
        QCOMPARE(m_browser.open(redirect).status, 200);
        QCOMPARE_ERROR(test::wait(operation), Error::Kind::Offline);
    }
};

QTEST_GUILESS_MAIN(BrowserSignInTest)
#include "tst_browsersignin.moc"
