#include "core/base/identifiers.h"
#include "core/base/log.h"
#include "core/domain/keytoken.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

class LogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aKeyIsFoundWhereverItStands()
    {
        const QStringList around{u"GET /x?key=%1&y=1"_s, u"Authorization: Bearer %1"_s, u"{\"secret\":\"%1\"}"_s,
                                 u"x-api-key:%1"_s,      u"failed for '%1'"_s,          u"(%1)"_s};
        const QStringList prefixes{u"wa_"_s, u"wz_live_"_s, u"ks_"_s, u"wati_"_s, u"watsi_"_s, u"kst_"_s};
        for (int i = 0; i < 10000; ++i) {
            const auto prefix = prefixes.at(i % prefixes.size()).toStdString();
            const auto secret = QString::fromStdString(keytoken::generate(prefix));
            const auto line = core::redacted(
                around.at(QRandomGenerator::global()->bounded(static_cast<int>(around.size()))).arg(secret));
            QVERIFY2(!line.contains(secret.mid(static_cast<qsizetype>(prefix.size()), 20)), qPrintable(line));
        }
    }

    void namedValuesAreHidden_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("hidden");
        QTest::newRow("cookie") << u"Cookie: keysteward_session=abcDEF"_s << u"abcDEF"_s;
        QTest::newRow("set-cookie") << u"set-cookie: keysteward_session=abcDEF; Path=/"_s << u"abcDEF"_s;
        QTest::newRow("json password") << u"{\"email\":\"a@b.c\",\"password\":\"hunter2!\"}"_s << u"hunter2!"_s;
        QTest::newRow("code") << u"GET /cb?state=1&code=SplxlOBe"_s << u"SplxlOBe"_s;
        QTest::newRow("verifier") << u"code_verifier=dBjftJeZ4CVP"_s << u"dBjftJeZ4CVP"_s;
        QTest::newRow("idempotency") << u"Idempotency-Key: Zm9vYmFy"_s << u"Zm9vYmFy"_s;
        QTest::newRow("basic") << u"authorization: Basic dXNlcg"_s << u"Basic dXNlcg"_s;
    }

    void namedValuesAreHidden()
    {
        QFETCH(QString, line);
        QFETCH(QString, hidden);
        const auto out = core::redacted(line);
        for (const auto &word : hidden.split(u' '))
            QVERIFY2(!out.contains(word), qPrintable(out));
    }

    void anOrdinaryLineStaysAsItIs()
    {
        const auto line = u"synchronized 10000 keys of organization 0190c6a1-2f6e-7d3a-9b1c-0242ac120002 in 1.2 s"_s;
        QCOMPARE(core::redacted(line), line);
    }

    void identifiersSortByTime()
    {
        const QDateTime now(QDate(2026, 11, 20), QTime(10, 4), Qt::UTC);
        const auto first = core::newId(now);
        const auto second = core::newId(now.addMSecs(1));
        QVERIFY(first < second);
        QVERIFY(QRegularExpression(u"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s)
                    .match(first)
                    .hasMatch());
        QVERIFY(core::isPathSafe(first));
        for (const auto &bad : {u""_s, u"a/b"_s, u"a b"_s, u"a\r\nb"_s, u"../x"_s, QString(65, u'a')})
            QVERIFY(!core::isPathSafe(bad));
    }
};

QTEST_GUILESS_MAIN(LogTest)
#include "tst_log.moc"
