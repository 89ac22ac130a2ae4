#include "core/domain/watching.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

const QByteArray good = R"({"dashboard_way":"w","hosts":[],"message_at":[],"code_at":[],"pause_seconds":60,"kinds":[)"
                        R"({"id":"k","name":"K","header":"Authorization","header_value":"Bearer {key}","scopes":[],)"
                        R"("explanation":"e","probe":{"path":"/"}}]})";

} // namespace

class WatchingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void anAddressIsReadAsAPersonTypesIt_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        const auto row = [](const QString &typed, const QString &address) {
            QTest::newRow(qPrintable(typed)) << typed << address;
        };
        row(u"api.watsi.ai"_s, u"https://api.watsi.ai"_s);
        row(u" https://api.watsi.ai/ "_s, u"https://api.watsi.ai"_s);
        row(u"live-mt-server-7.wati.io:8443"_s, u"https://live-mt-server-7.wati.io:8443"_s);
        row(u"https://wati.example/base/"_s, u"https://wati.example/base"_s);
        row(u"http://127.0.0.1:8080"_s, u"http://127.0.0.1:8080"_s);
        row(u"http://localhost:8080"_s, u"http://localhost:8080"_s);
        row(u"http://[::1]:8080"_s, u"http://[::1]:8080"_s);
        for (const auto *none : {"", "   ", "http://api.watsi.ai", "ftp://api.watsi.ai", "https://me@api.watsi.ai",
                                 "https://api.watsi.ai?key=1", "https://api.watsi.ai#top", "two words", "https://",
                                 "http://127.0.0.1.example", "http://localhost.example", "a\\b"})
            row(QString::fromLatin1(none), {});
        row(u"https://wa\u202eti.io"_s, {});
    }
    void anAddressIsReadAsAPersonTypesIt()
    {
        QFETCH(QString, typed);
        const auto address = watching::addressFrom(typed);
        QTEST(address ? address->toString() : QString(), "address");
    }

    void partsOfARequestAreJudged()
    {
        QVERIFY(watching::isTenant({}));
        QVERIFY(watching::isTenant(u"10042"_s));
        for (const auto *bad : {"..", "a/b", "a b", "%2e", "-x"})
            QVERIFY2(!watching::isTenant(QString::fromLatin1(bad)), bad);
        QVERIFY(watching::isPath(u"/api/v1/devices?limit=1"_s));
        for (const auto *bad : {"", "api", "//host/x", "/a b", "/a#b", "/a/../b", "/..", "/a\\b", "/a\r\nX: y"})
            QVERIFY2(!watching::isPath(QString::fromLatin1(bad)), bad);
        QVERIFY(watching::isHeader(u"X-API-Key"_s));
        for (const auto *bad : {"", "Host", "Content-Length", "X Key", "X:Key", "X\r\nY"})
            QVERIFY2(!watching::isHeader(QString::fromLatin1(bad)), bad);
        QVERIFY(watching::isHeaderValue(u"Bearer {key}"_s));
        for (const auto *bad : {"", "Bearer", "{key}{key}", "{key}\r\nX: y"})
            QVERIFY2(!watching::isHeaderValue(QString::fromLatin1(bad)), bad);
    }

    void theTenantStandsInThePathAndNothingLeavesTheHost()
    {
        WatchedOrganization place;
        place.address = QUrl(u"https://eu-api.wati.io/base"_s);
        place.tenant = u"10042"_s;
        ProbeCall probe;
        probe.path = u"/{tenant}/api/v1/getContacts"_s;
        probe.query = u"pageSize=1"_s;
        QCOMPARE(watching::probeUrl(place, probe).toString(),
                 u"https://eu-api.wati.io/base/10042/api/v1/getContacts?pageSize=1"_s);
        probe.path = u"/@elsewhere.example/"_s;
        QCOMPARE(watching::probeUrl(place, probe).host(), u"eu-api.wati.io"_s);
    }

    void aBrokenDescriptionIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QVERIFY(read(good));
        const auto row = [](const char *what, const char *from, const char *to) {
            auto json = good;
            QVERIFY(json.contains(from));
            QTest::newRow(what) << json.replace(from, to);
        };
        row("no kinds", R"("kinds":[{)", R"("kinds":[],"other":[{)");
        row("a path to another host", R"("path":"/")", "\"path\":\"//elsewhere.example\"");
        row("a header that leads astray", R"("header":"Authorization")", R"("header":"Host")");
        row("a value without the key", "Bearer {key}", "Bearer");
        row("an address in clear", R"("hosts":[])", "\"hosts\":[{\"name\":\"n\",\"address\":\"http://n.example\"}]");
        row("a missing pause", R"("pause_seconds":60,)", "");
    }
    void aBrokenDescriptionIsRefused()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!read(json));
    }

private:
    static bool read(const QByteArray &json) { return bool(watchingFromJson(QJsonDocument::fromJson(json).object())); }
};

QTEST_GUILESS_MAIN(WatchingTest)
#include "tst_watching.moc"
