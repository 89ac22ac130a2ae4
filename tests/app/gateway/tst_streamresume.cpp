#include "tests/app/gateway/servedorganization.h"
#include "tests/core/gateway/api/streamclient.h"

#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using test::StreamClient;

//! A stream across ends of the program that nobody prepared for.
class StreamResumeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void initTestCase() { QVERIFY(m_served.begin()); }

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
            const auto made = m_served.createKey(u"Key %1"_s.arg(kill));
            keys += made[u"key"][u"id"].toString();
            QVERIFY(m_served.call(made[u"secret"].toString().toLatin1(), 10));
            client->readUntil([] { return false; }, 40 * kill); // heard in part, or not at all
            QVERIFY(m_served.kill());
            QVERIFY(client->hearsTheEnd());
            QVERIFY(!client->endedInGoodForm());
            take();
            QVERIFY(m_served.start());
            client = listen(client->lastId());
        }
        keys += m_served.createKey(u"Last"_s)[u"key"][u"id"].toString();
        QVERIFY(client->readUntil([&] {
            const auto changed = client->events("key.changed");
            return !changed.isEmpty() && changed.last().data[u"id"].toString() == keys.last();
        }));
        QVERIFY(client->readUntil([&] {
            const auto events = client->events("activity");
            return !events.isEmpty() && events.last().data[u"key"][u"id"].toString() == keys.last();
        }));
        take();
        auto kept = m_served.storedEvents();
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
        m_served.createKey(u"Before"_s);
        QVERIFY(client->hears("key.changed"));
        m_served.signalProgram(SIGSTOP);
        QVERIFY(!client->readUntil([&] { return client->events("key.changed").size() > 1; }, 2000));
        m_served.signalProgram(SIGCONT);
        m_served.createKey(u"After"_s);
        QVERIFY(client->hears("key.changed", 2));
        QCOMPARE(client->events("key.changed").size(), 2);
    }

    void cleanupTestCase() { QVERIFY(m_served.stop()); }

private:
    std::unique_ptr<StreamClient> listen(const QByteArray &lastId) const
    {
        return std::make_unique<StreamClient>(m_served.address(), m_served.id(), m_served.session(), lastId);
    }

    test::ServedOrganization m_served;
};

QTEST_GUILESS_MAIN(StreamResumeTest)
#include "tst_streamresume.moc"
