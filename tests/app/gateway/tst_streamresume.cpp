#include "core/base/identifiers.h"
#include "tests/app/gateway/gatewayclient.h"
#include "tests/app/gateway/gatewayprogram.h"
#include "tests/core/gateway/api/streamclient.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using test::StreamClient;

namespace {

constexpr int patience = 20000;

} // namespace

//! A stream across ends of the program that nobody prepared for.
class StreamResumeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void initTestCase()
    {
        QVERIFY(test::addOwnedOrganization(file(), u"ann@example.org"_s, m_password, u"Streams"_s));
        start();
        const QJsonObject signIn{{u"email"_s, u"ann@example.org"_s}, {u"password"_s, QString::fromLatin1(m_password)}};
        m_session = ask("POST", "/api/v1/session", signIn).cookie.mid(sizeof "keysteward_session");
        m_organization = ask("GET", "/api/v1/organizations").body[u"data"][0][u"id"].toString();
        QVERIFY(!m_organization.isEmpty());
    }

    void nothingIsMissedAndNothingDoubleWhenTheGatewayIsKilled()
    {
        auto client = listen({});
        QStringList heard;
        QStringList keysHeard;
        const auto take = [&] {
            for (const auto &event : client->events("activity"))
                heard += event.data[u"id"].toString();
            for (const auto &event : client->events("key.changed"))
                keysHeard += event.data[u"id"].toString();
            QVERIFY(client->events("reset").isEmpty());
        };
        QStringList keys;
        for (int kill = 0; kill < 8; ++kill) {
            const auto made = createKey(kill);
            keys += made[u"key"][u"id"].toString();
            const auto key = "x-api-key: " + made[u"secret"].toString().toLatin1();
            for (int call = 0; call < 10; ++call)
                QCOMPARE(ask("GET", "/api/v1/whoami", {}, key).status, 200);
            client->readUntil([] { return false; }, 40 * kill); // heard in part, or not at all
            QVERIFY(::kill(static_cast<pid_t>(m_gateway.process->processId()), SIGKILL) == 0);
            QVERIFY(m_gateway.process->waitForFinished(patience));
            QVERIFY(client->hearsTheEnd());
            QVERIFY(!client->endedInGoodForm());
            take();
            start();
            client = listen(client->lastId());
        }
        keys += createKey(100)[u"key"][u"id"].toString();
        QVERIFY(client->readUntil([&] {
            const auto changed = client->events("key.changed");
            return !changed.isEmpty() && changed.last().data[u"id"].toString() == keys.last();
        }));
        QVERIFY(client->readUntil([&] {
            const auto events = client->events("activity");
            return !events.isEmpty() && events.last().data[u"key"][u"id"].toString() == keys.last();
        }));
        take();
        auto kept = storedEvents();
        // From before the stream began: the organization's first sign-in.
        while (!kept.isEmpty() && !heard.isEmpty() && kept.first() != heard.first())
            kept.removeFirst();
        QCOMPARE(heard, kept);
        QVERIFY(heard.size() >= 9);
        for (const auto &key : keys)
            QVERIFY(keysHeard.contains(key));
        qInfo("%lld events in order across 8 kills", static_cast<long long>(heard.size()));
    }

    //! As when the machine sleeps.
    void aStreamGoesOnAfterTheGatewayStoodStill()
    {
        auto client = listen({});
        const auto pid = static_cast<pid_t>(m_gateway.process->processId());
        createKey(200);
        QVERIFY(client->hears("key.changed"));
        QVERIFY(::kill(pid, SIGSTOP) == 0);
        QVERIFY(!client->readUntil([&] { return client->events("key.changed").size() > 1; }, 2000));
        QVERIFY(::kill(pid, SIGCONT) == 0);
        createKey(201);
        QVERIFY(client->hears("key.changed", 2));
        QCOMPARE(client->events("key.changed").size(), 2);
    }

    void cleanupTestCase()
    {
        m_gateway.process->terminate();
        QVERIFY(m_gateway.process->waitForFinished(patience));
    }

private:
    QString file() const { return m_folder.filePath(u"keys.sqlite"_s); }
    void start()
    {
        m_gateway = test::serveGateway(file());
        QVERIFY2(!m_gateway.address.isEmpty(), m_gateway.process->readAllStandardError().constData());
    }
    test::Answer ask(const QByteArray &method, const QByteArray &path, const QJsonObject &body = {},
                     const QByteArray &credential = {}) const
    {
        const auto session = "Cookie: keysteward_session=" + m_session;
        return test::ask(m_gateway.address,
                         {method, path, body,
                          QByteArray::fromStdString(std::string(core::newIdempotencyKey().reveal())),
                          credential.isEmpty() ? session : credential},
                         QDeadlineTimer(patience));
    }
    QJsonObject createKey(int number) const
    {
        return ask("POST", "/api/v1/organizations/" + m_organization.toLatin1() + "/keys",
                   {{u"name"_s, u"Key %1"_s.arg(number)},
                    {u"scopes"_s, QJsonArray{u"contacts:read"_s}},
                    {u"expires_at"_s, QJsonValue::Null}})
            .body;
    }
    std::unique_ptr<StreamClient> listen(const QByteArray &lastId) const
    {
        return std::make_unique<StreamClient>(m_gateway.address, m_organization, m_session, lastId);
    }
    //! The ids, oldest first.
    QStringList storedEvents() const
    {
        QStringList ids;
        QByteArray cursor;
        do {
            const auto page =
                ask("GET", "/api/v1/organizations/" + m_organization.toLatin1() + "/activity?limit=200" + cursor).body;
            for (const auto &event : page[u"data"].toArray())
                ids.prepend(event[u"id"].toString());
            cursor = page[u"next_cursor"].isString() ? "&cursor=" + page[u"next_cursor"].toString().toLatin1()
                                                     : QByteArray();
        } while (!cursor.isEmpty());
        return ids;
    }

    const QByteArray m_password = "a long enough password";
    QTemporaryDir m_folder;
    test::ServingGateway m_gateway;
    QByteArray m_session;
    QString m_organization;
};

QTEST_GUILESS_MAIN(StreamResumeTest)
#include "tst_streamresume.moc"
