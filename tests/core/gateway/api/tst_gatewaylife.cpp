#include "tests/core/gateway/api/gatewaytest.h"
#include "tests/support/check.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTcpSocket>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! A gateway from start to stop: what survives, what refuses to start, and what is never written.
class GatewayLifeTest : public test::GatewayTest {
    Q_OBJECT

    using Gateway = test::RunningGateway;

private Q_SLOTS:
    void everythingSurvivesARestart()
    {
        const auto secret = m_gateway->createKey(u"Import"_s).json()[u"secret"].toString().toLatin1();
        m_gateway->stop();
        QVERIFY_RESULT(m_gateway->start());
        QCOMPARE(m_gateway->get("/api/v1/session").status, 200);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/contacts").status, 200);
    }

    void theSecretIsStillThereAfterARestartUntilItArrived()
    {
        const auto request = Gateway::newRequestKey();
        const auto path = organizationPath() + "/keys";
        const QJsonObject body{
            {u"name"_s, u"Once"_s}, {u"scopes"_s, QJsonArray{u"contacts:read"_s}}, {u"expires_at"_s, QJsonValue::Null}};
        const auto made = m_gateway->change(path, body, request).json();
        m_gateway->stop();
        QVERIFY_RESULT(m_gateway->start());
        QCOMPARE(m_gateway->change(path, body, request).json(), made);
    }

    void whatTheCallsLeftIsWrittenAtTheStop()
    {
        const auto secret = m_gateway->createKey(u"Import"_s).json()[u"secret"].toString().toLatin1();
        for (int i = 0; i < 50; ++i)
            m_gateway->bearer(secret, "/api/v1/contacts");
        m_gateway->stop();
        QCOMPARE(m_gateway->eventCount(u"request"_s), 50);
    }

    void aMissingPepperIsSaidWhereThereAreKeys()
    {
        m_gateway->createKey(u"Import"_s);
        m_gateway->stop();
        QVERIFY(QFile::remove(m_gateway->databaseFile + u".pepper"_s));
        const auto started = m_gateway->start();
        QCOMPARE_ERROR(started, core::Error::Kind::Storage);
        QVERIFY(started.error().detail.contains(u"pepper"_s));
        QVERIFY(!QFile::exists(m_gateway->databaseFile + u".pepper"_s));
    }

    void aSecondGatewayOnTheSameDatabaseDoesNotStart()
    {
        gateway::Options options;
        options.databaseFile = m_gateway->databaseFile;
        gateway::Gateway second(options);
        const auto started = second.start();
        QCOMPARE_ERROR(started, core::Error::Kind::Storage);
        QCOMPARE(started.error().facts.value(u"database"_s), u"locked"_s);
    }

    void plainHttpIsNotServedToTheWorld()
    {
        QTemporaryDir folder;
        gateway::Options options;
        options.databaseFile = folder.filePath(u"g.sqlite"_s);
        options.listenAddress = u"0.0.0.0"_s;
        gateway::Gateway open(options);
        const auto started = open.start();
        QCOMPARE_ERROR(started, core::Error::Kind::Storage);
        QVERIFY(!started.error().detail.isEmpty());
        QVERIFY(open.address().isEmpty());
    }

    void theServerSaysWhatItIs()
    {
        m_gateway->session.clear();
        const auto server = m_gateway->get("/api/v1/server").json();
        QCOMPARE(server[u"name"].toString(), u"Keysteward"_s);
        QCOMPARE(server[u"sign_in"].toArray(), QJsonArray{u"password"_s});
        QVERIFY(server[u"browser_provider"].isNull());
        QCOMPARE(m_gateway->get("/healthz").status, 200);
        QCOMPARE(m_gateway->get("/readyz").status, 200);
        QVERIFY(m_gateway->get("/metrics").body.contains("keysteward_keys 0\n"));
        const auto document = m_gateway->get("/api/v1/openapi.yaml");
        QVERIFY(document.body.startsWith("openapi: 3.1"));
        QVERIFY(document.headers["content-type"].startsWith("application/yaml"));
        const auto head = m_gateway->send("HEAD", "/api/v1/server");
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.isEmpty());
    }

    void withoutAnAuditRowThereIsNoChange()
    {
        for (int refusals = 0; refusals < 2; ++refusals)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^database: full"_s));
        const auto secret = m_gateway->createKey(u"Import"_s).json()[u"secret"].toString().toLatin1();
        const auto keys = organizationPath() + "/keys";
        const auto id = m_gateway->get(keys).json()[u"data"][0][u"id"].toString().toLatin1();
        m_gateway->database()->run(u"CREATE TRIGGER full BEFORE INSERT ON events WHEN NEW.actor_kind IS NOT NULL "
                                   "BEGIN SELECT RAISE(ABORT, 'full'); END"_s);
        const auto refused = m_gateway->createKey(u"Two"_s);
        QCOMPARE(refused.status, 503);
        QVERIFY(!refused.headers["retry-after"].isEmpty());
        QVERIFY(!refused.body.contains("full"));
        QCOMPARE(m_gateway->change("/api/v1/keys/" + id + "/revoke", {{u"reason"_s, u"unused"_s}}).status, 503);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/contacts").status, 200);
        m_gateway->database()->run(u"DROP TRIGGER full"_s);
        QCOMPARE(m_gateway->get(keys).json()[u"total"].toInt(), 1);
        QCOMPARE(m_gateway->change("/api/v1/keys/" + id + "/revoke", {{u"reason"_s, u"unused"_s}}).status, 200);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/contacts").status, 401);
    }

    void aRevokedKeyIsNeverAcceptedAfterTheAnswer()
    {
        std::atomic<int> late{0};
        for (int round = 0; round < 20; ++round) {
            const auto made = m_gateway->createKey(u"Key %1"_s.arg(round)).json();
            const auto secret = made[u"secret"].toString().toLatin1();
            const auto id = made[u"key"][u"id"].toString().toLatin1();
            std::atomic<bool> revoked{false};
            std::vector<std::thread> callers;
            for (int i = 0; i < 4; ++i) {
                callers.emplace_back([&] {
                    for (int call = 0; call < 20; ++call) {
                        const bool after = revoked.load();
                        const int status = whoami(secret);
                        if (after && status == 200)
                            ++late;
                    }
                });
            }
            const int status = m_gateway->change("/api/v1/keys/" + id + "/revoke", {{u"reason"_s, u"unused"_s}}).status;
            revoked = true;
            for (auto &caller : callers)
                caller.join();
            QCOMPARE(status, 200);
        }
        QCOMPARE(late.load(), 0);
    }

    void nothingSecretIsInTheFiles()
    {
        const auto request = Gateway::newRequestKey();
        const auto made = m_gateway->createKey(u"Import"_s).json();
        const auto id = made[u"key"][u"id"].toString().toLatin1();
        m_gateway->bearer(made[u"secret"].toString().toLatin1(), "/api/v1/contacts?token=in-the-query");
        m_gateway->change("/api/v1/keys/" + id + "/rotate", {{u"overlap_seconds"_s, 60}}, request);
        m_gateway->get("/api/v1/personal-token");
        m_gateway->signIn(u"owner@a.example"_s, "a wrong password of ours");
        m_gateway->stop();
        auto secrets = m_gateway->secrets;
        secrets << request << "in-the-query";
        QVERIFY(secrets.size() >= 6);
        int files = 0;
        for (const auto &name : QDir(m_gateway->folder.path()).entryList(QDir::Files)) {
            QFile file(m_gateway->folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto content = file.readAll();
            ++files;
            for (const auto &secret : std::as_const(secrets)) {
                QVERIFY(secret.size() > 10);
                for (const auto &form : {secret, secret.toHex(), secret.toBase64().chopped(4), utf16(secret)})
                    QVERIFY2(!content.contains(form), qPrintable(name));
            }
        }
        QVERIFY(files >= 2);
    }

private:
    static QByteArray utf16(const QByteArray &text)
    {
        const auto wide = QString::fromLatin1(text);
        return QByteArray(reinterpret_cast<const char *>(wide.utf16()), wide.size() * 2);
    }

    int whoami(const QByteArray &secret) const
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(m_gateway->gateway.address().port()));
        if (!socket.waitForConnected(5000))
            return 0;
        socket.write("GET /api/v1/whoami HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nx-api-key: " + secret +
                     "\r\n\r\n");
        while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(5000)) {
        }
        return socket.readAll().mid(9, 3).toInt();
    }
};

QTEST_GUILESS_MAIN(GatewayLifeTest)
#include "tst_gatewaylife.moc"
