#include "core/gateway/store/keys.h"
#include "core/gateway/store/users.h"
#include "tests/core/gateway/api/gatewaytest.h"
#include "tests/support/check.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class GatewayListsTest : public test::GatewayTest {
    Q_OBJECT

private Q_SLOTS:
    void keysAreListedByPagesInEveryOrder()
    {
        for (const auto &name : {u"delta"_s, u"Alpha"_s, u"charlie"_s, u"Bravo"_s, u"100%_"_s}) {
            QCOMPARE(m_gateway->createKey(name).status, 201);
            m_gateway->clock.advance(1min);
        }
        const QStringList byName{u"100%_"_s, u"Alpha"_s, u"Bravo"_s, u"charlie"_s, u"delta"_s};
        QCOMPARE(pages("?limit=2"), byName);
        QCOMPARE(pages("?limit=2&sort=-name"), QStringList(byName.rbegin(), byName.rend()));
        QCOMPARE(pages("?limit=3&sort=created_at").first(), u"delta"_s);
        QCOMPARE(pages("?limit=1&sort=expires_at").size(), 5);
        QCOMPARE(pages("?limit=1&sort=-last_used").size(), 5);
        QCOMPARE(pages("?q=ALP"), QStringList{u"Alpha"_s});
        QCOMPARE(pages("?q=%25_"), QStringList{u"100%_"_s});
        QCOMPARE(pages("?status=revoked"), QStringList());
        QCOMPARE(pages("?scope=contacts:read&status=active,disabled").size(), 5);
        QCOMPARE(pages("?scope=contacts"), QStringList());
        const auto path = organizationPath() + "/keys";
        const auto cursor = m_gateway->get(path + "?limit=2").json()[u"next_cursor"].toString().toLatin1();
        for (const auto &wrong :
             {"?limit=2&sort=-name&cursor=" + cursor, QByteArray("?cursor=abc"),
              "?limit=2&cursor=" + QByteArray(cursor.startsWith('A') ? "B" : "A") + cursor.mid(1),
              QByteArray("?limit=0"), QByteArray("?limit=201"), QByteArray("?sort=hint"), QByteArray("?status=gone"),
              QByteArray("?idle_days=x"), QByteArray("?expires_before=soon"), QByteArray("?colour=red")})
            QCOMPARE(m_gateway->get(path + wrong).code(), u"VALIDATION_FAILED"_s);
    }

    void changesTellWhatIsNewAndWhatTimeHasEnded()
    {
        const auto path = organizationPath();
        m_gateway->createKey(u"One"_s);
        const auto two = m_gateway->change(path + "/keys", {{u"name"_s, u"Two"_s},
                                                            {u"scopes"_s, QJsonArray{u"contacts:read"_s}},
                                                            {u"expires_at"_s, u"2026-11-20T10:34:00Z"_s}});
        auto changes = m_gateway->get(path + "/changes?limit=1").json();
        QCOMPARE(changes[u"data"].toArray().size(), 1);
        QCOMPARE(changes[u"more"].toBool(), true);
        changes = m_gateway->get(path + "/changes?since=" + changes[u"next_cursor"].toString().toLatin1()).json();
        QCOMPARE(changes[u"data"][0][u"name"].toString(), u"Two"_s);
        QCOMPARE(changes[u"more"].toBool(), false);
        const auto since = "/changes?since=" + changes[u"next_cursor"].toString().toLatin1();
        QCOMPARE(m_gateway->get(path + since).json()[u"data"].toArray().size(), 0);
        m_gateway->clock.advance(30min);
        QTRY_COMPARE(m_gateway->get(path + since).json()[u"data"][0][u"status"].toString(), u"expired"_s);
        QCOMPARE(m_gateway->eventCount(u"key.expired"_s), 1);
        QCOMPARE(m_gateway->bearer(two.json()[u"secret"].toString().toLatin1(), "/api/v1/contacts").code(),
                 u"KEY_EXPIRED"_s);
        QCOMPARE(m_gateway->get(path + "/changes?since=abc").code(), u"VALIDATION_FAILED"_s);
    }

    void organizationsSayWhatTheyHold()
    {
        m_gateway->createKey(u"One"_s);
        const auto listed = m_gateway->get("/api/v1/organizations").json();
        QCOMPARE(listed[u"total"].toInt(), 1);
        QCOMPARE(listed[u"data"][0][u"counts"][u"active"].toInt(), 1);
        QCOMPARE(listed[u"data"][0][u"key_prefix"].toString(), u"ks_"_s);
        QCOMPARE(listed[u"data"][0][u"role"].toString(), u"owner"_s);
    }

    void tenThousandKeysAreSynchronizedFromNothing()
    {
        fill(10000);
        const auto path = organizationPath() + "/changes?limit=1000";
        qsizetype count = 0;
        QByteArray since;
        for (bool more = true; more;) {
            const auto page = m_gateway->get(path + since).json();
            count += page[u"data"].toArray().size();
            more = page[u"more"].toBool();
            since = "&since=" + page[u"next_cursor"].toString().toLatin1();
        }
        QCOMPARE(count, 10000);
    }

private:
    //! Follows the cursors; the names in order.
    QStringList pages(const QByteArray &query)
    {
        const auto path = organizationPath() + "/keys" + query;
        QStringList names;
        QByteArray cursor;
        do {
            const auto page = m_gateway->get(path + cursor).json();
            for (const auto &key : page[u"data"].toArray())
                names += key[u"name"].toString();
            cursor = page[u"next_cursor"].isString() ? "&cursor=" + page[u"next_cursor"].toString().toLatin1()
                                                     : QByteArray();
        } while (!cursor.isEmpty());
        return names;
    }

    //! While the gateway is stopped: a slow machine would keep its own threads waiting for their turn too long.
    void fill(int count)
    {
        m_gateway->stop();
        const auto database = m_gateway->database();
        gateway::store::Keys keys(*database);
        const auto owner = gateway::store::Users(*database).byEmail(u"owner@a.example"_s);
        gateway::store::Change change(*database);
        for (int i = 0; i < count; ++i) {
            core::Key key;
            key.id = u"key-%1"_s.arg(i);
            key.organizationId = m_gateway->organization;
            key.name = u"Key %1"_s.arg(i);
            key.hint = u"ks_abcd…wxyz"_s;
            key.scopes = QStringList{u"contacts:read"_s, u"messages:read"_s};
            key.status = core::KeyStatus::Active;
            key.createdAt = m_gateway->clock.now();
            key.createdBy = {owner->id, owner->name};
            key.rateLimitPerMinute = 100;
            key.version = 1;
            keys.add(key, QByteArray::number(i).rightJustified(32, '0'));
        }
        QVERIFY(change.commit());
        QVERIFY_RESULT(m_gateway->start());
    }
};

QTEST_GUILESS_MAIN(GatewayListsTest)
#include "tst_gatewaylists.moc"
