#include "core/domain/keyjson.h"
#include "core/domain/organizationjson.h"
#include "tests/support/check.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace core;
using namespace Qt::StringLiterals;

class KeyJsonTest : public QObject {
    Q_OBJECT

    static Key full()
    {
        const QDateTime at(QDate(2026, 9, 14), QTime(8, 0), Qt::UTC);
        Key key;
        key.id = u"0190-k"_s;
        key.organizationId = u"org"_s;
        key.name = u"CRM sync"_s;
        key.note = u"Finance"_s;
        key.hint = u"wa_7Qd2…x9Fa"_s;
        key.scopes = {u"read"_s, u"send"_s};
        key.status = KeyStatus::Retiring;
        key.createdAt = at;
        key.createdBy = {u"u1"_s, u"Owner"_s};
        key.expiresAt = at.addDays(90);
        key.lastUsed = LastUse{at.addDays(1), u"203.0.113.7"_s, u"curl/8"_s};
        key.replacedBy = u"0190-l"_s;
        key.retiresAt = at.addDays(2);
        key.revokedAt = at.addDays(3);
        key.revokedBy = Person{u"u2"_s, u"Admin"_s};
        key.revokedReason = u"unused"_s;
        key.rateLimitPerMinute = 100;
        key.version = 7;
        key.acknowledged = false;
        return key;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aKeySurvivesTheWayThroughJson()
    {
        const auto read = keyFromJson(toJson(full()));
        QVERIFY_RESULT(read);
        QVERIFY(*read == full());
    }

    void unknownMembersAndStatesAreTaken()
    {
        auto object = toJson(full());
        object[u"colour"_s] = u"blue"_s;
        object[u"status"_s] = u"sleeping"_s;
        const auto read = keyFromJson(object);
        QVERIFY_RESULT(read);
        QCOMPARE(read->status, KeyStatus::Unknown);
    }

    void aMemberOfAnotherTypeIsAnErrorThatNamesIt_data()
    {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("id") << u"id"_s << QJsonValue(7);
        QTest::newRow("scopes") << u"scopes"_s << QJsonValue(u"read"_s);
        QTest::newRow("a scope") << u"scopes"_s << QJsonValue(QJsonArray{1});
        QTest::newRow("time without zone") << u"expires_at"_s << QJsonValue(u"2026-11-20T10:04:00"_s);
        QTest::newRow("time of the 24th hour") << u"expires_at"_s << QJsonValue(u"2026-11-20T24:00:00Z"_s);
        QTest::newRow("version as text") << u"version"_s << QJsonValue(u"7"_s);
        QTest::newRow("version as a fraction") << u"version"_s << QJsonValue(7.5);
        QTest::newRow("last_used") << u"last_used"_s << QJsonValue(u"yesterday"_s);
        QTest::newRow("acknowledged") << u"acknowledged"_s << QJsonValue(1);
    }

    void aMemberOfAnotherTypeIsAnErrorThatNamesIt()
    {
        QFETCH(QString, member);
        QFETCH(QJsonValue, value);
        auto object = toJson(full());
        object[member] = value;
        const auto read = keyFromJson(object);
        QCOMPARE_ERROR(read, Error::Kind::Protocol);
        QVERIFY2(read.error().detail.contains(member), qPrintable(read.error().detail));
    }

    void anOrganizationSurvivesTheWayThroughJson()
    {
        Organization organization{u"o1"_s,      u"Northwind"_s,        u"northwind"_s, Role::Admin,
                                  u"generic"_s, u"Generic"_s,          u"ks_"_s,       u"Team"_s,
                                  100,          {5, 1, 1, 1, 1, 1, 0}, {90, 180, true}};
        const auto read = organizationFromJson(toJson(organization));
        QVERIFY_RESULT(read);
        QVERIFY(*read == organization);
    }

    void anUnknownRoleMayTheLeast() { QCOMPARE(roleFrom(u"emperor"), Role::Viewer); }
};

QTEST_GUILESS_MAIN(KeyJsonTest)
#include "tst_keyjson.moc"
