#include "core/base/json.h"
#include "core/base/times.h"
#include "tests/support/check.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace core;
using namespace Qt::StringLiterals;

class JsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theFirstFaultIsKept()
    {
        JsonReader reader({{u"a"_s, 1}, {u"b"_s, u"x"_s}}, u"thing."_s);
        QCOMPARE(reader.integer("a"), 1);
        QVERIFY(!reader.failed());
        reader.integer("b");
        reader.text("missing");
        QCOMPARE(reader.error().detail, u"thing.b: expected a whole number"_s);
    }

    void nullAndAbsentAreTheSame()
    {
        JsonReader reader({{u"a"_s, QJsonValue::Null}});
        QVERIFY(!reader.integerOrNull("a"));
        QVERIFY(!reader.timeOrNull("b").isValid());
        QVERIFY(reader.textOrNull("c").isNull());
        QVERIFY(!reader.objectOrNull("d"));
        QVERIFY(!reader.failed());
    }

    void aNestedFaultReachesTheTop()
    {
        JsonReader reader({{u"inner"_s, QJsonObject{{u"x"_s, true}}}}, u"outer."_s);
        auto inner = reader.object("inner");
        inner.text("x");
        reader.absorb(inner);
        QCOMPARE(reader.error().detail, u"outer.inner.x: expected text"_s);
    }

    void aBodyMustBeOneObject_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("html") << QByteArray("<html>");
        QTest::newRow("trailing") << QByteArray("{} x");
        QTest::newRow("cut") << QByteArray("{\"a\":");
        QTest::newRow("too deep") << QByteArray(5000, '[') + QByteArray(5000, ']');
        QTest::newRow("bad utf-8") << QByteArray("{\"a\":\"\xff\"}");
    }

    void aBodyMustBeOneObject()
    {
        QFETCH(QByteArray, body);
        QCOMPARE_ERROR(parseObject(body), Error::Kind::Protocol);
    }

    void timesAreReadStrictly_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("utc");
        QTest::newRow("utc") << u"2026-11-20T10:04:00Z"_s << u"2026-11-20T10:04:00Z"_s;
        QTest::newRow("offset") << u"2026-11-20T10:04:00+02:00"_s << u"2026-11-20T08:04:00Z"_s;
        QTest::newRow("fraction") << u"2026-11-20T10:04:00.5Z"_s << u"2026-11-20T10:04:00Z"_s;
        QTest::newRow("leap day") << u"2028-02-29T00:00:00Z"_s << u"2028-02-29T00:00:00Z"_s;
        for (const auto *bad :
             {"", "2026-11-20", "2026-11-20T10:04:00", "2026-11-20 10:04:00Z", "2027-02-29T00:00:00Z",
              "2026-11-20T24:00:00Z", "2026-11-20T10:60:00Z", "2026-13-01T00:00:00Z", "soon", "2026-11-20T10:04Z"})
            QTest::newRow(bad) << QString::fromLatin1(bad) << QString();
    }

    void timesAreReadStrictly()
    {
        QFETCH(QString, text);
        QFETCH(QString, utc);
        const auto time = fromRfc3339(text);
        QCOMPARE(time.isValid() ? toRfc3339(time) : QString(), utc);
    }
};

QTEST_GUILESS_MAIN(JsonTest)
#include "tst_json.moc"
