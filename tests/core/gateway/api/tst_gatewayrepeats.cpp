#include "core/base/crypto.h"
#include "core/gateway/store/password.h"
#include "tests/core/gateway/api/gatewaytest.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>
#include <algorithm>
#include <future>

using namespace Qt::StringLiterals;

//! What depends on two requests at one time, and on how long one takes.
class GatewayRepeatsTest : public test::GatewayTest {
    Q_OBJECT

public:
    GatewayRepeatsTest() : GatewayTest(Begin::SignedOut) {}

private Q_SLOTS:
    void aRepetitionOfWhatIsUnderWayWaitsForIt_data()
    {
        QTest::addColumn<QByteArray>("action");
        QTest::addColumn<QJsonObject>("body");
        QTest::addColumn<int>("status");
        QTest::newRow("create") << QByteArray()
                                << QJsonObject{{u"name"_s, u"Two"_s},
                                               {u"scopes"_s, QJsonArray{u"contacts:read"_s}},
                                               {u"expires_at"_s, QJsonValue::Null}}
                                << 201;
        QTest::newRow("rotate") << QByteArray("/rotate") << QJsonObject{{u"overlap_seconds"_s, 60}} << 201;
        QTest::newRow("revoke") << QByteArray("/revoke") << QJsonObject{{u"reason"_s, u"unused"_s}} << 200;
    }

    void aRepetitionOfWhatIsUnderWayWaitsForIt()
    {
        QFETCH(QByteArray, action);
        QFETCH(QJsonObject, body);
        QCOMPARE(m_gateway->signIn(u"owner@a.example"_s).status, 200);
        const auto keys = organizationPath() + "/keys";
        const auto one = m_gateway->createKey(u"One"_s).json()[u"key"][u"id"].toString().toLatin1();
        const auto path = action.isEmpty() ? keys : "/api/v1/keys/" + one + action;
        const auto request = test::RunningGateway::newRequestKey();

        // While another program writes, whichever comes first waits for its turn, and the other one finds it under way.
        const auto database = m_gateway->database();
        std::optional<gateway::store::Change> writing(std::in_place, *database);
        const auto ask = [&] { return m_gateway->change(path, body, request); };
        auto a = std::async(std::launch::async, ask);
        auto b = std::async(std::launch::async, ask);
        const auto isDone = [](std::future<test::Reply> &asked) {
            return asked.wait_for(std::chrono::milliseconds(10)) == std::future_status::ready;
        };
        bool aIsDone = false;
        while (!(aIsDone = isDone(a)) && !isDone(b)) {
        }
        const auto refused = (aIsDone ? a : b).get();
        writing.reset();
        const auto done = (aIsDone ? b : a).get();

        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.code(), u"IN_PROGRESS"_s);
        QCOMPARE(refused.headers["retry-after"], "1");
        QTEST(done.status, "status");
        const auto again = ask();
        QCOMPARE(again.json(), done.json());
        QCOMPARE(again.headers["idempotency-replayed"], "true");
        QCOMPARE(m_gateway->get(keys).json()[u"total"].toInt(), done.status == 201 ? 2 : 1);
    }

    //! The cost of a sign-in is the password's hash. Each gateway of this test is new, so this is its first sign-in,
    //! too.
    void anUnknownPersonIsRefusedAsSlowlyAsAKnownOne()
    {
        QList<qint64> known;
        QList<qint64> unknown;
        const auto took = [&](const QString &email) {
            QElapsedTimer timer;
            timer.start();
            const auto status = m_gateway->signIn(email, "not the password").status;
            return status == 401 ? timer.nsecsElapsed() : 0;
        };
        for (int i = 0; i < 5; ++i) {
            unknown += took(u"nobody%1@a.example"_s.arg(i));
            known += took(u"owner@a.example"_s);
        }
        QVERIFY(!known.contains(0) && !unknown.contains(0));
        const auto least = [](const QList<qint64> &times) {
            return static_cast<double>(*std::min_element(times.begin(), times.end()));
        };
        const auto ratio = least(unknown) / least(known);
        QVERIFY2(ratio > 0.6 && ratio < 1.6, qPrintable(QString::number(ratio)));
    }

    //! Measured by itself: the time of a thread, which other programs on the computer do not lengthen.
    void evenTheFirstUnknownPersonCostsOneHash()
    {
        const auto password = core::Secret::copy("not the password");
        const auto phc = gateway::store::password::hash(core::Secret::copy("a password of ours"));
        const auto cost = [](const auto &work) {
            timespec before{};
            timespec after{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
            const bool right = work();
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
            return right ? 0.0
                         : static_cast<double>(after.tv_sec - before.tv_sec) +
                               static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e9;
        };
        const gateway::store::password::Nobody nobody;
        const auto first = cost([&] { return nobody.verify(password); });
        const auto known = cost([&] { return gateway::store::password::verify(password, phc); });
        QVERIFY(first > 0 && known > 0);
        QVERIFY2(first < 1.6 * known && known < 1.6 * first, qPrintable(u"%1 s, %2 s"_s.arg(first).arg(known)));
    }
};

QTEST_GUILESS_MAIN(GatewayRepeatsTest)
#include "tst_gatewayrepeats.moc"
