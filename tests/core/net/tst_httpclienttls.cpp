#include "core/net/httpclient.h"

#include "core/base/clock.h"
#include "tests/support/check.h"
#include "tests/support/toxicpeer.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>

using namespace core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::ToxicPeer;
using Verb = HttpRequest::Verb;
using Kind = Error::Kind;

//! Over TLS Qt repeats a change up to four times, and a certificate is all that keeps a session from a stranger.
class HttpClientTlsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        openssl(u"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem"_s);
        certify(u"right"_s, u"IP:127.0.0.1"_s, u"2"_s);
        certify(u"elsewhere"_s, u"DNS:keys.example.com"_s, u"2"_s);
        certify(u"expired"_s, u"IP:127.0.0.1"_s, u"-1"_s);
        openssl(u"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=alone -addext subjectAltName=IP:127.0.0.1 "
                "-keyout alone.key -out alone.pem"_s);
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void anAuthorityOfOnesOwnIsTrustedOnceItWasNamed()
    {
        ToxicPeer peer({ToxicPeer::honest()}, tls(u"right"_s));
        HttpClient client(m_clock, m_deadlines);
        client.trustAuthority(read(u"ca.pem"_s));
        for (const auto verb : {Verb::Get, Verb::Post, Verb::Patch, Verb::Delete})
            QVERIFY_RESULT(test::wait(client.send({verb, peer.url()})));
        QCOMPARE(peer.requests(), 4);
    }

    void nothingIsSentToAPeerThatCannotProveWhoItIs_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<bool>("namesAuthority");
        QTest::newRow("unknown authority") << u"right"_s << false;
        QTest::newRow("another host") << u"elsewhere"_s << true;
        QTest::newRow("expired") << u"expired"_s << true;
        QTest::newRow("signed by itself") << u"alone"_s << true;
    }
    void nothingIsSentToAPeerThatCannotProveWhoItIs()
    {
        QFETCH(QString, certificate);
        QFETCH(bool, namesAuthority);
        ToxicPeer peer({ToxicPeer::honest()}, tls(certificate));
        HttpClient client(m_clock, m_deadlines);
        if (namesAuthority)
            client.trustAuthority(read(u"ca.pem"_s));
        QCOMPARE_ERROR(test::wait(client.send({Verb::Get, peer.url()})), Kind::Insecure);
        QCOMPARE_ERROR(test::wait(client.send({Verb::Post, peer.url()})), Kind::Insecure);
        QCOMPARE(peer.requests(), 0);
    }

    void aPeerWithoutTlsIsInsecure()
    {
        ToxicPeer peer({"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", ToxicPeer::After::Close});
        auto url = peer.url();
        url.setScheme(u"https"_s);
        HttpClient client(m_clock, m_deadlines);
        const auto outcome = test::wait(client.send({Verb::Post, url}));
        QVERIFY(!outcome);
        QVERIFY2(outcome.error().kind == Kind::Insecure || outcome.error().kind == Kind::Offline,
                 qPrintable(test::words(outcome.error())));
    }

    void aChangeIsSentOnceOverTlsToo_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("resets");
        for (const bool resets : {false, true}) {
            const char *how = resets ? "resets" : "closes";
            QTest::addRow("%s after the request", how) << QByteArray() << resets;
            QTest::addRow("%s in the status line", how) << QByteArray("HTTP/1.1 2") << resets;
            QTest::addRow("%s in the body", how)
                << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{") << resets;
        }
    }
    void aChangeIsSentOnceOverTlsToo()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, resets);
        for (const auto verb : {Verb::Post, Verb::Patch, Verb::Delete}) {
            ToxicPeer peer({answer, resets ? ToxicPeer::After::Reset : ToxicPeer::After::Close}, tls(u"right"_s));
            HttpClient client(m_clock, m_deadlines);
            client.trustAuthority(read(u"ca.pem"_s));
            QCOMPARE_ERROR(test::wait(client.send({verb, peer.url()})), Kind::OutcomeUnknown);
            QCOMPARE(peer.requests(), 1);
        }
    }

private:
    void openssl(const QString &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(u"openssl"_s, arguments.split(u' '));
        QVERIFY2(process.waitForFinished() && process.exitCode() == 0, process.readAllStandardError().constData());
    }
    void certify(const QString &name, const QString &alternative, const QString &days)
    {
        QFile extensions(m_folder.filePath(name + u".ext"_s));
        QVERIFY(extensions.open(QIODevice::WriteOnly));
        extensions.write("subjectAltName=" + alternative.toLatin1());
        extensions.close();
        openssl(u"req -newkey rsa:2048 -nodes -subj /CN=%1 -keyout %1.key -out %1.csr"_s.arg(name));
        openssl(
            u"x509 -req -in %1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days %2 -extfile %1.ext -out %1.pem"_s.arg(
                name, days));
    }
    QByteArray read(const QString &name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QSslConfiguration tls(const QString &name) const
    {
        auto configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(read(name + u".pem"_s)));
        configuration.setPrivateKey(QSslKey(read(name + u".key"_s), QSsl::Rsa));
        return configuration;
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    HttpDeadlines m_deadlines{2s, 2s, 4s};
};

QTEST_GUILESS_MAIN(HttpClientTlsTest)
#include "tst_httpclienttls.moc"
