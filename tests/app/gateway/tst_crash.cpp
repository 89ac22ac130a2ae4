#include "core/base/identifiers.h"
#include "tests/app/gateway/gatewayclient.h"
#include "tests/app/gateway/gatewayprogram.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

//! A change of the keys, asked for again and again under its one request key until it is answered.
struct Operation {
    enum class Kind { Create, Rotate, Revoke } kind;
    test::Question question;
    QString keyId; //!< of rotate and revoke
};

struct LiveKey {
    QString id;
    QByteArray secret;
};

constexpr int kills = 60;
constexpr int patience = 20000;

} // namespace

//! The program is killed at random moments while keys are made, replaced and revoked, and started again.
class CrashTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(test::addOwnedOrganization(file(), u"ann@example.org"_s, m_password, u"Example"_s)); }

    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void nothingIsLostDoneTwiceOrRevivedByAKill()
    {
        start();
        signIn();
        for (int kill = 0; kill < kills && !QTest::currentTestFailed(); ++kill) {
            changeUntilKilled(QDeadlineTimer(m_random.bounded(60), Qt::PreciseTimer));
            if (kill % 10 == 9)
                checkDatabase();
            start();
            theLastRevokedStayRevoked(3);
        }
        while (m_pending && !QTest::currentTestFailed())
            take(test::ask(m_gateway.address, m_pending->question, QDeadlineTimer(patience)));
        if (QTest::currentTestFailed())
            return;
        theLastRevokedStayRevoked(m_revoked.size());
        everyKeyIsOneThatWasAnswered();
        m_gateway.process->terminate();
        QVERIFY(m_gateway.process->waitForFinished(patience));
        checkDatabase();
        qInfo("%d kills: %d operations, %d unanswered at a kill, %d of these had been done", kills, m_done,
              m_interrupted, m_replayed);
        // Else it was no test of anything: nothing was under way when the program was killed.
        QVERIFY(m_interrupted >= kills / 3);
        QVERIFY(m_replayed > 0);
    }

private:
    QString file() const { return m_folder.filePath(u"keys.sqlite"_s); }
    QByteArray session() const { return "Cookie: " + m_cookie; }

    void start()
    {
        m_gateway = test::serveGateway(file());
        QVERIFY2(!m_gateway.address.isEmpty(), m_gateway.process->readAllStandardError().constData());
    }

    void signIn()
    {
        const auto answer =
            test::ask(m_gateway.address,
                      {"POST",
                       "/api/v1/session",
                       {{u"email"_s, u"ann@example.org"_s}, {u"password"_s, QString::fromLatin1(m_password)}}},
                      QDeadlineTimer(patience));
        QCOMPARE(answer.status, 200);
        m_cookie = answer.cookie;
        const auto list =
            test::ask(m_gateway.address, {"GET", "/api/v1/organizations", {}, {}, session()}, QDeadlineTimer(patience));
        m_keys = "/api/v1/organizations/" + list.body[u"data"][0][u"id"].toString().toLatin1() + "/keys";
    }

    void changeUntilKilled(QDeadlineTimer until)
    {
        while (!until.hasExpired() && !QTest::currentTestFailed()) {
            if (!m_pending)
                m_pending = next();
            take(test::ask(m_gateway.address, m_pending->question, until));
        }
        m_gateway.process->kill();
        QVERIFY(m_gateway.process->waitForFinished(patience));
        m_interrupted += m_pending ? 1 : 0;
    }

    Operation next()
    {
        const auto requestKey = QByteArray::fromStdString(std::string(core::newIdempotencyKey().reveal()));
        const auto choice = m_random.bounded(4);
        if (m_live.size() < 3 || choice < 2) {
            const QJsonObject body{{u"name"_s, u"Key %1"_s.arg(++m_named)},
                                   {u"scopes"_s, QJsonArray{u"contacts:read"_s}},
                                   {u"expires_at"_s, QJsonValue::Null}};
            return {Operation::Kind::Create, {"POST", m_keys, body, requestKey, session()}, {}};
        }
        const auto &key = m_live.at(m_random.bounded(static_cast<int>(m_live.size())));
        const auto path = "/api/v1/keys/" + key.id.toLatin1();
        if (choice == 2)
            return {Operation::Kind::Rotate,
                    {"POST", path + "/rotate", {{u"overlap_seconds"_s, 3600}}, requestKey, session()},
                    key.id};
        return {Operation::Kind::Revoke,
                {"POST", path + "/revoke", {{u"reason"_s, u"unused"_s}}, requestKey, session()},
                key.id};
    }

    //! What an answer to the pending operation means for what we know.
    void take(const test::Answer &answer)
    {
        if (answer.status == 0)
            return;
        const auto operation = *std::exchange(m_pending, std::nullopt);
        ++m_done;
        m_replayed += answer.replayed ? 1 : 0;
        if (operation.kind == Operation::Kind::Revoke) {
            QCOMPARE(answer.status, 200);
            m_revoked += forget(operation.keyId);
            return;
        }
        QCOMPARE(answer.status, 201);
        const LiveKey made{answer.body[u"key"][u"id"].toString(), answer.body[u"secret"].toString().toLatin1()};
        QVERIFY(!made.secret.isEmpty());
        QVERIFY(!m_known.contains(made.id));
        m_known += made.id;
        if (operation.kind == Operation::Kind::Rotate) {
            QCOMPARE(answer.body[u"key"][u"replaces"].toString(), operation.keyId);
            forget(operation.keyId);
        }
        m_live += made;
    }

    LiveKey forget(const QString &id)
    {
        const auto at = std::find_if(m_live.begin(), m_live.end(), [&](const auto &key) { return key.id == id; });
        return m_live.takeAt(at - m_live.begin());
    }

    QString codeFor(const LiveKey &key) const
    {
        const auto answer = test::ask(m_gateway.address, {"GET", "/api/v1/whoami", {}, {}, "x-api-key: " + key.secret},
                                      QDeadlineTimer(patience));
        return answer.status == 200 ? u"works"_s : answer.body[u"error"][u"code"].toString();
    }

    void theLastRevokedStayRevoked(qsizetype count)
    {
        for (const auto &key : m_revoked.mid(std::max<qsizetype>(0, m_revoked.size() - count)))
            QCOMPARE(codeFor(key), u"KEY_REVOKED"_s);
    }

    void everyKeyIsOneThatWasAnswered()
    {
        for (const auto &key : std::as_const(m_live))
            QCOMPARE(codeFor(key), u"works"_s);
        QSet<QString> listed;
        QByteArray cursor;
        do {
            const auto page = test::ask(m_gateway.address, {"GET", m_keys + "?limit=200" + cursor, {}, {}, session()},
                                        QDeadlineTimer(patience));
            QCOMPARE(page.status, 200);
            QCOMPARE(page.body[u"total"].toInt(), static_cast<int>(m_known.size()));
            for (const auto &key : page.body[u"data"].toArray())
                listed += key[u"id"].toString();
            const auto further = page.body[u"next_cursor"].toString().toLatin1();
            cursor = further.isEmpty() ? QByteArray() : "&cursor=" + further;
        } while (!cursor.isEmpty());
        QCOMPARE(listed, m_known);
    }

    void checkDatabase() const
    {
        const auto checked = test::runGateway({u"check"_s, u"--database"_s, u"sqlite:"_s + file()});
        QVERIFY2(checked.code == 0, qPrintable(checked.error));
        QVERIFY2(checked.out.contains(u"integrity: ok"_s), qPrintable(checked.out));
    }

    const QByteArray m_password = "a long enough password";
    QTemporaryDir m_folder;
    QRandomGenerator m_random{20261120};
    test::ServingGateway m_gateway;
    QByteArray m_cookie;
    QByteArray m_keys; //!< the path of the organization's keys
    std::optional<Operation> m_pending;
    QList<LiveKey> m_live; //!< neither replaced nor revoked
    QList<LiveKey> m_revoked;
    QSet<QString> m_known; //!< every key that an answer named as new
    int m_named = 0;
    int m_done = 0;
    int m_interrupted = 0;
    int m_replayed = 0;
};

QTEST_GUILESS_MAIN(CrashTest)
#include "tst_crash.moc"
