#include "core/base/identifiers.h"
#include "tests/app/gateway/gatewayclient.h"
#include "tests/app/gateway/gatewayprogram.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20000;

} // namespace

//! `demo --live`, at a gateway that serves.
class LiveDemoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(test::addOwnedOrganization(file(), u"ann@example.org"_s, m_password, u"Rehearsals"_s));
        m_gateway = test::serveGateway(file());
        QVERIFY(!m_gateway.address.isEmpty());
        const QJsonObject signIn{{u"email"_s, u"ann@example.org"_s}, {u"password"_s, QString::fromLatin1(m_password)}};
        m_session = "Cookie: " + ask("POST", "/api/v1/session", signIn).cookie;
        m_organization = "/api/v1/organizations/" +
                         ask("GET", "/api/v1/organizations").body[u"data"][0][u"id"].toString().toLatin1();
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void callersOfARotatedKeyGoOverToItsSuccessor()
    {
        QProcess demo;
        begin(demo, m_password);
        QTRY_VERIFY_WITH_TIMEOUT(said(demo).contains("go over to it, one after the other"), patience);
        const auto old = keyNamed(u"Live CRM sync"_s);
        QTRY_COMPARE_WITH_TIMEOUT(callers(old).size(), 4, patience);
        const auto reports = "/activity?code=FORBIDDEN&key=" + keyNamed(u"Live reports"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!ask("GET", m_organization + reports).body[u"data"].toArray().isEmpty(), patience);

        const auto rotated = ask("POST", "/api/v1/keys/" + old + "/rotate", {{u"overlap_seconds"_s, 3600}}).body;
        const auto secret = rotated[u"secret"].toString().toLatin1();
        const auto successor = rotated[u"key"][u"id"].toString().toLatin1();
        QVERIFY(!secret.isEmpty());
        demo.write("not a secret\n" + secret + '\n');
        QTRY_VERIFY_WITH_TIMEOUT(said(demo).contains("4 callers go over to it"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(
            callers(successor).contains(QSet<QString>{u"crm-sync/2.4 (crm-1)"_s, u"crm-sync/2.4 (crm-2)"_s,
                                                      u"crm-sync/2.3 (crm-3)"_s, u"reporting/0.8"_s}),
            patience);
        // Its campaign calls as fast as it can, in half of every minute.
        const auto limited = "/activity?code=RATE_LIMITED&limit=200&key=" + keyNamed(u"Live campaign"_s);
        QTRY_VERIFY_WITH_TIMEOUT(ask("GET", m_organization + limited).body[u"data"].toArray().size() >= 5, 90000);
        const auto before = newest(old);
        QVERIFY(!before.isEmpty());
        QTest::qWait(3000); // twice as long as the longest pause of a caller
        QCOMPARE(newest(old), before);

        demo.terminate();
        QVERIFY(demo.waitForFinished(patience));
        QCOMPARE(demo.exitCode(), 0);
        QVERIFY(demo.readAllStandardError().contains("no secret of a living key"));
        QVERIFY(!said(demo).contains(secret));
        for (const auto &key : ask("GET", m_organization + "/keys").body[u"data"].toArray())
            QCOMPARE(key[u"status"].toString(), u"revoked"_s);
    }

    void aSecondDemoFindsOtherNames()
    {
        QProcess first;
        begin(first, m_password);
        QTRY_VERIFY_WITH_TIMEOUT(said(first).contains("go over to it, one after the other"), patience);
        QProcess second;
        begin(second, m_password);
        QTRY_VERIFY_WITH_TIMEOUT(said(second).contains("Live CRM sync 2"), patience);
        for (auto *demo : {&first, &second}) {
            demo->terminate();
            QVERIFY(demo->waitForFinished(patience));
            QCOMPARE(demo->exitCode(), 0);
        }
    }

    void whoMayNotSignInIsToldSo()
    {
        QProcess demo;
        begin(demo, "another password than ann's");
        QVERIFY(demo.waitForFinished(patience));
        QCOMPARE(demo.exitCode(), 1);
        QVERIFY(!demo.readAllStandardError().isEmpty());
    }

    void cleanupTestCase()
    {
        m_gateway.process->terminate();
        QVERIFY(m_gateway.process->waitForFinished(patience));
    }

private:
    QString file() const { return m_folder.filePath(u"keys.sqlite"_s); }
    void begin(QProcess &demo, const QByteArray &password) const
    {
        demo.start(qEnvironmentVariable("KEYSTEWARD_GATEWAY"),
                   {u"demo"_s, u"--live"_s, u"--gateway"_s, m_gateway.address.toString(), u"--email"_s,
                    u"ann@example.org"_s, u"--switch-every"_s, u"1"_s});
        demo.write(password + '\n');
    }
    //! Everything so far.
    QByteArray said(QProcess &demo)
    {
        auto &all = m_said[&demo];
        all += demo.readAllStandardOutput();
        return all;
    }
    test::Answer ask(const QByteArray &method, const QByteArray &path, const QJsonObject &body = {}) const
    {
        return test::ask(
            m_gateway.address,
            {method, path, body, QByteArray::fromStdString(std::string(core::newIdempotencyKey().reveal())), m_session},
            QDeadlineTimer(patience));
    }
    QByteArray keyNamed(const QString &name) const
    {
        for (const auto &key : ask("GET", m_organization + "/keys").body[u"data"].toArray())
            if (key[u"name"].toString() == name)
                return key[u"id"].toString().toLatin1();
        return {};
    }
    QJsonArray calls(const QByteArray &key) const
    {
        return ask("GET", m_organization + "/activity?kind=request&limit=200&key=" + key).body[u"data"].toArray();
    }
    QSet<QString> callers(const QByteArray &key) const
    {
        QSet<QString> agents;
        for (const auto &call : calls(key))
            agents += call[u"user_agent"].toString();
        return agents;
    }
    QString newest(const QByteArray &key) const { return calls(key).first()[u"id"].toString(); }

    const QByteArray m_password = "a long enough password";
    QTemporaryDir m_folder;
    test::ServingGateway m_gateway;
    QByteArray m_session;
    QByteArray m_organization;
    QHash<const QProcess *, QByteArray> m_said;
};

QTEST_GUILESS_MAIN(LiveDemoTest)
#include "tst_livedemo.moc"
