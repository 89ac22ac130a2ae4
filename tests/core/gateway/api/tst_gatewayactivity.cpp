#include "tests/core/gateway/api/gatewaytest.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

class GatewayActivityTest : public test::GatewayTest {
    Q_OBJECT

private Q_SLOTS:
    void aKeysCallsAndChangesAreShownNewestFirst()
    {
        const auto made = callWithKey(u"Import"_s);
        const auto id = made[u"key"][u"id"].toString();
        QTRY_COMPARE(list("?key=" + id.toLatin1()).size(), 3);
        const auto events = list("?key=" + id.toLatin1());
        QCOMPARE(words(events, u"kind"), (QStringList{u"request"_s, u"request"_s, u"key.created"_s}));
        const auto refused = events[0].toObject();
        QCOMPARE(refused[u"method"], u"GET"_s);
        QCOMPARE(refused[u"path"], u"/api/v1/messages"_s);
        QCOMPARE(refused[u"status"], 403);
        QCOMPARE(refused[u"code"], u"FORBIDDEN"_s);
        QCOMPARE(refused[u"scope"], u"messages:read"_s);
        QCOMPARE(refused[u"address"], u"127.0.0.1"_s);
        QCOMPARE(refused[u"actor"][u"kind"], u"key"_s);
        QCOMPARE(refused[u"key"][u"hint"], made[u"key"][u"hint"]);
        QCOMPARE(events[2][u"actor"][u"name"], u"owner"_s);
        QVERIFY(events[2][u"status"].isNull());
    }

    void aRotatedKeyKeepsItsEvents()
    {
        const auto id = callWithKey(u"Import"_s)[u"key"][u"id"].toString().toLatin1();
        QTRY_COMPARE(list("?key=" + id).size(), 3);
        QCOMPARE(m_gateway->change("/api/v1/keys/" + id + "/rotate", {{u"overlap_seconds"_s, 60}}).status, 201);
        QCOMPARE(words(list("?key=" + id), u"kind").first(), u"key.rotated"_s);
        QCOMPARE(list("?key=" + id).size(), 4);
    }

    void filtersAreJudged()
    {
        for (const auto *query :
             {"?kind=key.eaten", "?kind=request,", "?class=fine", "?result=great", "?since=yesterday", "?until=2026",
              "?limit=0", "?limit=1001", "?cursor=abc", "?colour=red"}) {
            const auto refused = m_gateway->get(organizationPath() + "/activity" + query);
            QCOMPARE(refused.status, 400);
            QCOMPARE(refused.code(), u"VALIDATION_FAILED"_s);
        }
        QCOMPARE(m_gateway->get(organizationPath() + "/activity?q=" + QByteArray(201, 'a')).status, 400);
    }

    void filtersChooseAndCursorsLeadOn()
    {
        const auto id = callWithKey(u"Import"_s)[u"key"][u"id"].toString().toLatin1();
        callWithKey(u"Export"_s);
        QTRY_COMPARE(list("?kind=request").size(), 4);
        QCOMPARE(list("?kind=request,key.created").size(), 6);
        QCOMPARE(list("?kind=request&key=" + id).size(), 2);
        QCOMPARE(list("?class=refused&kind=request").size(), 2);
        QCOMPARE(list("?result=forbidden").size(), 2);
        QCOMPARE(list("?result=limited").size(), 0);
        QCOMPARE(list("?code=FORBIDDEN").size(), 2);
        QCOMPARE(list("?scope=messages%3Aread").size(), 2);
        QCOMPARE(list("?address=127.0.0.1&kind=request").size(), 4);
        QCOMPARE(list("?address=192.0.2.1").size(), 0);
        QCOMPARE(list("?q=MESSAGES").size(), 2);
        QCOMPARE(list("?kind=request&since=2026-11-20T10:05:00Z").size(), 0);
        QCOMPARE(list("?kind=request&until=2026-11-20T10:05:00Z").size(), 4);
        const auto all = words(list(""), u"id");
        QStringList paged;
        QByteArray cursor;
        do {
            const auto page = m_gateway->get(organizationPath() + "/activity?limit=2" + cursor).json();
            paged += words(page[u"data"].toArray(), u"id");
            QCOMPARE(page[u"total"].toInt(), all.size());
            cursor =
                page[u"next_cursor"].isNull() ? QByteArray() : "&cursor=" + page[u"next_cursor"].toString().toLatin1();
        } while (!cursor.isEmpty());
        QCOMPARE(paged, all);
        const auto next = m_gateway->get(organizationPath() + "/activity?limit=2").json()[u"next_cursor"].toString();
        QCOMPARE(m_gateway->get(organizationPath() + "/activity?kind=request&cursor=" + next.toLatin1()).status, 400);
    }

    void usageCountsCallsByTheirEnd()
    {
        const auto id = callWithKey(u"Import"_s)[u"key"][u"id"].toString().toLatin1();
        callWithKey(u"Export"_s);
        const auto path =
            organizationPath() + "/usage?bucket=hour&since=2026-11-20T08:30:00Z&until=2026-11-20T10:30:00Z";
        const auto counted = [&](const QByteArray &query) {
            return m_gateway->get(path + query).json()[u"data"].toArray();
        };
        QTRY_COMPARE(counted({}).last()[u"ok"].toInt(), 2);
        QCOMPARE(counted({}).size(), 3);
        QCOMPARE(counted({}).first()[u"start"], u"2026-11-20T08:00:00Z"_s);
        QCOMPARE(counted({}).first()[u"ok"], 0);
        QCOMPARE(counted({}).last()[u"forbidden"], 2);
        QCOMPARE(counted("&key=" + id).last()[u"forbidden"], 1);
        QCOMPARE(counted("&key=none").last()[u"forbidden"], 0);
        QCOMPARE(m_gateway->get(organizationPath() + "/usage").json()[u"data"].toArray().size(), 31);
        for (const auto *query : {"?bucket=week", "?since=2026-11-21T00:00:00Z&until=2026-11-20T00:00:00Z",
                                  "?bucket=hour&since=2020-01-01T00:00:00Z", "?since=soon", "?colour=red"})
            QCOMPARE(m_gateway->get(organizationPath() + "/usage" + query).status, 400);
    }

    void aBreakdownNamesCallersAndWhatTheyAskedFor()
    {
        const auto id = callWithKey(u"Import"_s)[u"key"][u"id"].toString().toLatin1();
        const auto read = [&] { return m_gateway->get("/api/v1/keys/" + id + "/usage/breakdown").json(); };
        QTRY_COMPARE(read()[u"addresses"][0][u"count"].toInt(), 2);
        const auto found = read();
        QCOMPARE(found[u"addresses"][0][u"address"], u"127.0.0.1"_s);
        QCOMPARE(words(found[u"scopes"].toArray(), u"name"), (QStringList{u"contacts:read"_s, u"messages:read"_s}));
        QCOMPARE(found[u"routes"][0][u"route"], u"GET /api/v1/contacts"_s);
        QCOMPARE(found[u"routes"][0][u"last_at"], u"2026-11-20T10:04:00Z"_s);
        QCOMPARE(found[u"everything_else"][u"routes"], 0);
        QVERIFY(m_gateway->get("/api/v1/keys/" + id + "/usage/breakdown?since=2026-11-21T00:00:00Z")
                    .json()[u"addresses"]
                    .toArray()
                    .isEmpty());
        QCOMPARE(m_gateway->get("/api/v1/keys/" + id + "/usage/breakdown?since=soon").status, 400);
    }

    void oldEventsAreForgottenWhileTheGatewayRuns()
    {
        callWithKey(u"Import"_s);
        QTRY_COMPARE(m_gateway->eventCount(u"request"_s), 2);
        m_gateway->clock.advance(std::chrono::hours(24 * 91));
        QCOMPARE(m_gateway->signIn(u"owner@a.example"_s).status, 200);
        QTRY_COMPARE(words(list(""), u"kind"), QStringList{u"session.started"_s});
        QCOMPARE(m_gateway->eventCount(u"request"_s), 0);
        const auto day =
            m_gateway->get(organizationPath() + "/usage?since=2026-11-20T00:00:00Z&until=2026-11-21T00:00:00Z");
        QCOMPARE(day.json()[u"data"][0][u"ok"], 1);
    }

    void everyMemberReadsAndNobodyElse()
    {
        const auto id = callWithKey(u"Import"_s)[u"key"][u"id"].toString().toLatin1();
        const QList<QByteArray> paths{organizationPath() + "/activity", organizationPath() + "/usage",
                                      "/api/v1/keys/" + id + "/usage/breakdown"};
        m_gateway->addUser(u"viewer@a.example"_s);
        m_gateway->addUser(u"stranger@b.example"_s);
        m_gateway->addMember(m_gateway->organization, u"viewer@a.example"_s, core::Role::Viewer);
        QCOMPARE(m_gateway->signIn(u"viewer@a.example"_s).status, 200);
        for (const auto &path : paths)
            QCOMPARE(m_gateway->get(path).status, 200);
        QCOMPARE(m_gateway->signIn(u"stranger@b.example"_s).status, 200);
        for (const auto &path : paths)
            QCOMPARE(m_gateway->get(path).status, 404);
        m_gateway->session.clear();
        for (const auto &path : paths)
            QCOMPARE(m_gateway->get(path).status, 401);
    }

private:
    //! One call that is allowed and one that is not.
    QJsonObject callWithKey(const QString &name)
    {
        const auto made = m_gateway->createKey(name).json();
        const auto secret = made[u"secret"].toString().toLatin1();
        m_gateway->bearer(secret, "/api/v1/contacts");
        m_gateway->bearer(secret, "/api/v1/messages?text=in-the-query");
        return made;
    }
    QJsonArray list(const QByteArray &query)
    {
        return m_gateway->get(organizationPath() + "/activity" + query).json()[u"data"].toArray();
    }
    static QStringList words(const QJsonArray &entries, QStringView member)
    {
        QStringList all;
        for (const auto &entry : entries)
            all += entry[member].toString();
        return all;
    }
};

QTEST_GUILESS_MAIN(GatewayActivityTest)
#include "tst_gatewayactivity.moc"
