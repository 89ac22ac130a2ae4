#include "core/backend/betterauth/authsession.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

HttpReply setting(const QByteArray &cookies, const char *token = "")
{
    HttpReply reply;
    reply.status = 200;
    reply.cookies = headers::cookies(cookies);
    reply.sessionToken = Secret::copy(token);
    return reply;
}

QByteArray sent(const AuthSession &session)
{
    HttpRequest request;
    session.addTo(request);
    if (request.secretHeaders.isEmpty())
        return {};
    const auto &[name, value] = request.secretHeaders.first();
    return name + ": " + QByteArray(value.reveal().data(), qsizetype(value.size()));
}

} // namespace

//! What is kept of what a server hands out.
class AuthSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void cookiesGoBackAsTheyCameThroughTheKeychainToo()
    {
        AuthSession session;
        session.setPersonId(u"p1"_s);
        session.take(setting("a.session_token=x%2By%3D; Path=/; HttpOnly\nproxy=1.2; Secure"));
        QCOMPARE(sent(session), QByteArray("Cookie: a.session_token=x%2By%3D; proxy=1.2"));
        const auto again = AuthSession::from(session.kept());
        QCOMPARE(sent(again), sent(session));
        QCOMPARE(again.personId(), u"p1"_s);
    }

    void whatIsTakenBackIsGone()
    {
        AuthSession session;
        session.take(setting("a=1; Max-Age=600\nb=2\nb=; Max-Age=0"));
        QCOMPARE(sent(session), QByteArray("Cookie: a=1"));
        session.take(setting("a=3; Max-Age=0"));
        QVERIFY(session.isEmpty());
        QVERIFY(session.kept().isEmpty());
    }

    void whatTheServerWouldBelieveWithoutLookingIsNotKept()
    {
        AuthSession session;
        session.take(setting("better-auth.session_token=t\nbetter-auth.session_data=d\n__Secure-x.session_data.0=e"));
        QCOMPARE(sent(session), QByteArray("Cookie: better-auth.session_token=t"));
    }

    void aTokenIsBetterThanCookies()
    {
        AuthSession session;
        session.setPersonId(u"p1"_s);
        session.take(setting("half=1"));
        session.take(setting("better-auth.session_token=c", "t.s+/=%2F"));
        QCOMPARE(sent(session), QByteArray("Authorization: Bearer t.s+/=%2F"));
        session.take(setting("better-auth.session_token=; Max-Age=0"));
        QCOMPARE(sent(AuthSession::from(session.kept())), QByteArray("Authorization: Bearer t.s+/=%2F"));
    }

    void whatWasPlantedInTheKeychainIsNoSession_data()
    {
        QTest::addColumn<QByteArray>("planted");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a gateway's session") << QByteArray("abcdefghijklmnopqrstuvwxyz0123456789");
        QTest::newRow("no person") << QByteArray("b..token");
        QTest::newRow("a path") << QByteArray("b.../../x.token");
        QTest::newRow("another kind") << QByteArray("z.p1.token");
    }
    void whatWasPlantedInTheKeychainIsNoSession()
    {
        QFETCH(QByteArray, planted);
        QVERIFY(AuthSession::from(Secret::take(std::move(planted))).isEmpty());
    }
};

QTEST_GUILESS_MAIN(AuthSessionTest)
#include "tst_authsession.moc"
