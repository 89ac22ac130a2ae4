#include "core/domain/activityjson.h"
#include "tests/support/check.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace core;
using namespace Qt::StringLiterals;

class ActivityJsonTest : public QObject {
    Q_OBJECT

    static ActivityEvent full()
    {
        const QDateTime at(QDate(2026, 11, 20), QTime(10, 4), Qt::UTC);
        return {u"0190-e"_s,
                at,
                EventKind::Request,
                {EventActor::Kind::Key, u"k1"_s, u"CRM sync"_s},
                EventKey{u"k1"_s, u"CRM sync"_s, u"wa_7Qd2…x9Fa"_s},
                u"GET"_s,
                u"/api/v1/contacts"_s,
                403,
                u"FORBIDDEN"_s,
                u"203.0.113.7"_s,
                u"curl/8"_s,
                u"contacts:read"_s,
                u"missing scope"_s};
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void anEventSurvivesTheWayThereAndBack()
    {
        const auto event = activityEventFromJson(toJson(full()));
        QVERIFY_RESULT(event);
        QCOMPARE(*event, full());
    }

    void anEventWithoutKeyOrCallIsOneToo()
    {
        ActivityEvent bare;
        bare.id = u"0190-f"_s;
        bare.at = full().at;
        bare.kind = EventKind::SessionFailed;
        const auto event = activityEventFromJson(toJson(bare));
        QVERIFY_RESULT(event);
        QCOMPARE(*event, bare);
    }

    void everyKindHasAWordOfItsOwn()
    {
        QSet<QString> words;
        for (const auto kind : allEventKinds()) {
            QCOMPARE(eventKindFrom(wordFor(kind)), kind);
            words.insert(wordFor(kind));
        }
        QCOMPARE(words.size(), allEventKinds().size());
        QVERIFY(!words.contains(QString()));
    }

    void aKindOfANewerGatewayIsUnknownAndNoError()
    {
        QJsonObject json = toJson(full());
        json[u"kind"_s] = u"key.polished"_s;
        const auto event = activityEventFromJson(json);
        QVERIFY_RESULT(event);
        QCOMPARE(event->kind, EventKind::Unknown);
    }

    void whatIsNotAnEventIsRefused_data()
    {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("no id") << u"id"_s << QJsonValue();
        QTest::newRow("a time in words") << u"at"_s << QJsonValue(u"yesterday"_s);
        QTest::newRow("an actor in words") << u"actor"_s << QJsonValue(u"Owner"_s);
        QTest::newRow("a status in words") << u"status"_s << QJsonValue(u"403"_s);
        QTest::newRow("a key without id") << u"key"_s << QJsonValue(QJsonObject());
    }
    void whatIsNotAnEventIsRefused()
    {
        QFETCH(QString, member);
        QFETCH(QJsonValue, value);
        QJsonObject json = toJson(full());
        json[member] = value;
        QCOMPARE_ERROR(activityEventFromJson(json), Error::Kind::Protocol);
    }

    void countsAddUp()
    {
        const QJsonObject json{{u"start"_s, u"2026-11-20T00:00:00Z"_s},
                               {u"ok"_s, 10},
                               {u"unauthorized"_s, 1},
                               {u"forbidden"_s, 2},
                               {u"limited"_s, 3},
                               {u"other"_s, 4}};
        const auto count = usageCountFromJson(json);
        QVERIFY_RESULT(count);
        QCOMPARE(count->refused(), 10);
        QCOMPARE(count->total(), 20);
        QJsonObject negative = json;
        negative[u"limited"_s] = -3;
        QCOMPARE_ERROR(usageCountFromJson(negative), Error::Kind::Protocol);
    }

    void aBreakdownNamesWhoAndWhat()
    {
        const auto one = [](const QString &name, const QString &value) {
            return QJsonArray{QJsonObject{{name, value}, {u"count"_s, 7}, {u"last_at"_s, u"2026-11-20T10:04:00Z"_s}}};
        };
        const QJsonObject rest{{u"addresses"_s, 4}, {u"user_agents"_s, 3}, {u"scopes"_s, 2}, {u"routes"_s, 1}};
        QJsonObject json{{u"addresses"_s, one(u"address"_s, u"203.0.113.7"_s)},
                         {u"user_agents"_s, one(u"user_agent"_s, u"curl/8"_s)},
                         {u"scopes"_s, one(u"name"_s, u"contacts:read"_s)},
                         {u"routes"_s, one(u"route"_s, u"GET /api/v1/contacts"_s)},
                         {u"everything_else"_s, rest}};
        const auto breakdown = usageBreakdownFromJson(json);
        QVERIFY_RESULT(breakdown);
        QCOMPARE(breakdown->addresses.constFirst().name, u"203.0.113.7"_s);
        QCOMPARE(breakdown->userAgents.constFirst().count, 7);
        QVERIFY(!breakdown->scopes.constFirst().firstAt.isValid());
        QCOMPARE(breakdown->routes.constFirst().name, u"GET /api/v1/contacts"_s);
        QCOMPARE(breakdown->everythingElse, (UsageRest{.addresses = 4, .userAgents = 3, .scopes = 2, .routes = 1}));
        QCOMPARE(toJson(*breakdown)[u"everything_else"], rest);
        const auto kept = usageBreakdownFromJson(toJson(*breakdown)); // as the cache does
        QVERIFY_RESULT(kept);
        QCOMPARE(*kept, *breakdown);
        json.remove(u"everything_else"_s); // without it nobody knows whether the lists are whole
        QCOMPARE_ERROR(usageBreakdownFromJson(json), Error::Kind::Protocol);
        QCOMPARE_ERROR(usageBreakdownFromJson({}), Error::Kind::Protocol);
    }

    void outcomesFollowTheStatus()
    {
        QCOMPARE(outcomeOf(200), CallOutcome::Ok);
        QCOMPARE(outcomeOf(204), CallOutcome::Ok);
        QCOMPARE(outcomeOf(401), CallOutcome::Unauthorized);
        QCOMPARE(outcomeOf(403), CallOutcome::Forbidden);
        QCOMPARE(outcomeOf(429), CallOutcome::Limited);
        QCOMPARE(outcomeOf(404), CallOutcome::Other);
        QCOMPARE(outcomeOf(503), CallOutcome::Other);
    }
};

QTEST_GUILESS_MAIN(ActivityJsonTest)
#include "tst_activityjson.moc"
