#include "tests/support/betterauth/servers.h"

#include "tests/support/check.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;
using test::olivia;
using test::tess;

//! How a person comes in and goes out, at real servers.
class BetterAuthSignInTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void theServerIsKnownForWhatItIs_data() { test::everyVersion(); }
    void theServerIsKnownForWhatItIs()
    {
        const auto stranger = m_servers.stranger();
        QVERIFY(stranger);
        const auto facts = test::wait(stranger->server());
        QVERIFY_RESULT(facts);
        QCOMPARE(facts->kind, BackendKind::BetterAuth);
        QVERIFY(facts->signsInByPassword && facts->signsInByCode && !facts->secure);
        QVERIFY(facts->browserProvider.isEmpty());
        QCOMPARE_ERROR(test::wait(stranger->session()), Kind::Unauthorized);
        QCOMPARE_ERROR(test::wait(stranger->organizations()), Kind::Unauthorized);
    }

    void whereNoCodesAreTakenNoneIsOffered()
    {
        test::RealBetterAuth server(u"1.7.5"_s, {u"--no-device"_s});
        BetterAuthBackend stranger(m_servers.http(), server.address());
        const auto facts = test::wait(stranger.server());
        QVERIFY_RESULT(facts);
        QVERIFY(!facts->signsInByCode);
        QCOMPARE_ERROR(test::wait(stranger.askForCode()), Kind::NotSupported);
    }

    void aSessionBeginsIsResumedAndEnds_data() { test::everyServer(); }
    void aSessionBeginsIsResumedAndEnds()
    {
        auto backend = m_servers.stranger();
        QVERIFY(backend);
        const auto signedIn = test::wait(backend->signIn(olivia, m_servers.current()->passwordOf(olivia)));
        QVERIFY_RESULT(signedIn);
        QCOMPARE(signedIn->email, olivia);
        QCOMPARE(signedIn->userName, u"Olivia Owner"_s);
        QCOMPARE(signedIn->userId, m_servers.current()->idOf(olivia));
        QVERIFY(signedIn->expiresAt > QDateTime::currentDateTimeUtc().addDays(6));

        // As after a start of the program: another backend, and what the keychain kept.
        const auto resumed = m_servers.stranger();
        resumed->setSession(signedIn->session);
        const auto session = test::wait(resumed->session());
        QVERIFY_RESULT(session);
        QCOMPARE(session->userId, signedIn->userId);
        QVERIFY(session->session == signedIn->session);
        QVERIFY_RESULT(test::wait(resumed->organizations()));

        QVERIFY_RESULT(test::wait(resumed->signOut()));
        backend->setSession(signedIn->session);
        QCOMPARE_ERROR(test::wait(backend->session()), Kind::Unauthorized);
        QCOMPARE_ERROR(test::wait(backend->changes(m_servers.place(), {})), Kind::Unauthorized);
    }

    void whatIsNoSessionIsRefusedAndNotSent_data() { test::everyVersion(); }
    void whatIsNoSessionIsRefusedAndNotSent()
    {
        const auto backend = m_servers.stranger();
        QVERIFY(backend);
        for (const auto *planted : {"b.person", "x.person.anything", "b.../../person.token", "nothing-like-it"}) {
            backend->setSession(Secret::copy(planted));
            QCOMPARE_ERROR(test::wait(backend->session()), Kind::Unauthorized);
        }
    }

    void aWrongPasswordIsSaidToBeOne_data() { test::everyServer(); }
    void aWrongPasswordIsSaidToBeOne()
    {
        const auto backend = m_servers.stranger();
        QVERIFY(backend);
        const auto wrong = Secret::copy("not the password at all");
        QCOMPARE_ERROR(test::wait(backend->signIn(olivia, wrong)), Kind::SignInFailed);
        QCOMPARE_ERROR(test::wait(backend->signIn(u"nobody@example.com"_s, wrong)), Kind::SignInFailed);
        const auto noEmail = test::wait(backend->signIn(u"not an address"_s, wrong));
        QCOMPARE_ERROR(noEmail, Kind::Validation);
        QVERIFY(noEmail.error().fields.contains(u"email"_s));
    }

    void tooManyWrongPasswordsAreLimitedWithATime_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QStringList>("options");
        for (const auto &version : {u"1.7.5"_s, u"1.4.22"_s})
            QTest::newRow(qPrintable(version)) << version << QStringList{u"--limit-calls"_s};
    }
    void tooManyWrongPasswordsAreLimitedWithATime()
    {
        const auto backend = m_servers.stranger();
        QVERIFY(backend);
        Result<SignedIn> last = Error{Kind::Cancelled};
        for (int i = 0; i < 4; ++i)
            last = test::wait(backend->signIn(olivia, Secret::copy("not the password at all")));
        QCOMPARE_ERROR(last, Kind::RateLimited);
        QVERIFY(last.error().retryAfter > 0s && last.error().retryAfter <= 10s);
    }

    void aSecondFactorIsAskedForAndProved_data() { test::everyServer(); }
    void aSecondFactorIsAskedForAndProved()
    {
        auto *server = m_servers.current();
        const auto backend = m_servers.stranger();
        QVERIFY(backend);
        QCOMPARE_ERROR(test::wait(backend->signIn(tess, server->passwordOf(tess))), Kind::SecondFactorRequired);
        QVERIFY(!backend->hasSession());
        const auto wrong = Secret::copy("000000x");
        QCOMPARE_ERROR(test::wait(backend->proveSecondFactor(wrong, SecondFactor::Authenticator)), Kind::SignInFailed);
        const auto code = server->tell(u"totp"_s, {{u"email"_s, tess}}).value("code"_L1).toString().toStdString();
        const auto signedIn = test::wait(backend->proveSecondFactor(Secret::copy(code), SecondFactor::Authenticator));
        QVERIFY_RESULT(signedIn);
        QCOMPARE(signedIn->email, tess);
        backend->setSession(signedIn->session);
        QVERIFY_RESULT(test::wait(backend->session()));
        QVERIFY_RESULT(test::wait(backend->organizations()));
    }

    void aBackupCodeServesOnce_data() { test::everyServer(); }
    void aBackupCodeServesOnce()
    {
        auto *server = m_servers.current();
        QVERIFY(server);
        const auto backup = server->backupCodeOf(tess, 1);
        for (const bool again : {false, true}) {
            const auto backend = m_servers.stranger();
            QVERIFY(backend);
            QCOMPARE_ERROR(test::wait(backend->signIn(tess, server->passwordOf(tess))), Kind::SecondFactorRequired);
            const auto signedIn = test::wait(backend->proveSecondFactor(backup, SecondFactor::BackupCode));
            if (again)
                QCOMPARE_ERROR(signedIn, Kind::SignInFailed);
            else
                QVERIFY_RESULT(signedIn);
        }
    }

    void aSecondFactorWithoutThePasswordIsNothing_data() { test::everyVersion(); }
    void aSecondFactorWithoutThePasswordIsNothing()
    {
        const auto backend = m_servers.stranger();
        QVERIFY(backend);
        const auto proved = test::wait(
            backend->proveSecondFactor(m_servers.current()->backupCodeOf(tess, 2), SecondFactor::BackupCode));
        QVERIFY(!proved);
        QVERIFY(proved.error().kind == Kind::Unauthorized || proved.error().kind == Kind::Server);
    }

    void aCodeInTheBrowserSignsIn_data() { test::everyVersion(); }
    void aCodeInTheBrowserSignsIn()
    {
        auto *server = m_servers.current();
        const auto backend = m_servers.stranger();
        QVERIFY(backend);
        const auto code = test::wait(backend->askForCode());
        QVERIFY_RESULT(code);
        QCOMPARE(code->page.host(), u"127.0.0.1"_s);
        QVERIFY(code->page.toString().contains(code->userCode));
        QCOMPARE(code->interval, 1s);
        QCOMPARE_ERROR(test::wait(backend->signInByCode(*code)), Kind::InProgress);
        QCOMPARE_ERROR(test::wait(backend->signInByCode(*code)), Kind::RateLimited);
        QVERIFY(server->tell(u"approve"_s, {{u"email"_s, olivia}, {u"userCode"_s, code->userCode}})
                    .value("success"_L1)
                    .toBool());
        Result<SignedIn> signedIn = Error{Kind::Cancelled};
        const auto asked = [&] {
            signedIn = test::wait(backend->signInByCode(*code));
            return bool(signedIn) || signedIn.error().kind != Kind::RateLimited;
        };
        QVERIFY(QTest::qWaitFor(asked, 10000));
        QVERIFY_RESULT(signedIn);
        QCOMPARE(signedIn->email, olivia);
        backend->setSession(signedIn->session);
        QVERIFY_RESULT(test::wait(backend->changes(m_servers.place(), {})));
        QCOMPARE_ERROR(test::wait(backend->signInByCode(*code)), Kind::TimedOut);
    }

    void aCodeThatIsRefusedInTheBrowserSaysSo_data() { test::everyVersion(); }
    void aCodeThatIsRefusedInTheBrowserSaysSo()
    {
        const auto backend = m_servers.stranger();
        QVERIFY(backend);
        const auto code = test::wait(backend->askForCode());
        QVERIFY_RESULT(code);
        m_servers.current()->tell(u"approve"_s,
                                  {{u"email"_s, olivia}, {u"userCode"_s, code->userCode}, {u"deny"_s, true}});
        QCOMPARE_ERROR(test::wait(backend->signInByCode(*code)), Kind::Forbidden);
    }

    void everyChangeSaysWhereItComesFrom_data() { test::everyServer(); }
    void everyChangeSaysWhereItComesFrom()
    {
        const auto backend = m_servers.signedIn(olivia);
        QVERIFY(backend);
        QVERIFY_RESULT(test::wait(backend->createKey(m_servers.place(), {u"origin"_s, {}, {}, {}}, {})));
        const auto origin = m_servers.current()->address().toString();
        for (const auto &entry : m_servers.current()->tell(u"seen"_s).value("calls"_L1).toArray()) {
            const auto call = entry.toObject();
            if (call.value("method"_L1) == "POST"_L1)
                QCOMPARE(call.value("origin"_L1).toString(), origin);
        }
    }

private:
    test::Servers m_servers;
};

QTEST_GUILESS_MAIN(BetterAuthSignInTest)
#include "tst_betterauthsignin.moc"
