#include "core/gateway/check/routetable.h"
#include "samplekeys.h"

#include <QTest>

using gateway::check::ProfileFacts;
using gateway::check::RouteTable;

class RouteTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void aListedRouteNamesItsScope_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("scope");
        const auto row = [](const char *method, const char *path, const char *scope) {
            QTest::addRow("%s %s", method, path) << QByteArray(method) << QByteArray(path) << QByteArray(scope);
        };
        row("GET", "/api/v1/contacts", "contacts:read");
        row("HEAD", "/api/v1/contacts", "contacts:read");
        row("POST", "/api/v1/contacts", "contacts:write");
        row("GET", "/api/v1/contacts/42", "contacts:read");
        row("GET", "/api/v1/contacts/a%20b", "contacts:read");
        row("DELETE", "/api/v1/users/u-1", "users:manage");
        row("GET", "/1042/api/v1/getContacts", "contacts:read");
    }
    void aListedRouteNamesItsScope()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, scope);
        const RouteTable table(test::sampleProfile());
        const auto match = table.find(method.toStdString(), path.toStdString());
        QVERIFY(match);
        QCOMPARE(std::string(match->scope), scope.toStdString());
        QVERIFY(match->position);
    }

    void whatIsNotListedIsRefused_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        const auto row = [](const char *method, const char *path) {
            QTest::addRow("%s %s", method, path) << QByteArray(method) << QByteArray(path);
        };
        row("PUT", "/api/v1/contacts");
        row("get", "/api/v1/contacts");
        row("HEAD", "/api/v1/users/1");
        row("GET", "/api/v1/contacts/");
        row("GET", "/api/v1/contacts/1/2");
        row("GET", "//api/v1/contacts");
        row("GET", "/api/v1/contacts/..");
        row("GET", "/api/v1/contacts/.");
        row("GET", "/api/v1/contacts/%2e%2e");
        row("GET", "/api/v1/contacts/%2E.");
        row("GET", "/api/v1/contacts/a%2fb");
        row("GET", "/api/v1/contacts/a%5cb");
        row("GET", "/api/v1/contacts/a%00");
        row("GET", "/api/v1/contacts/a%252f");
        row("GET", "/api/v1/contacts/%4");
        row("GET", "/api/v1/%63ontacts");
        row("GET", "/api/v1/Contacts");
        row("GET", "");
        row("GET", "api/v1/contacts");
        row("", "/api/v1/contacts");
    }
    void whatIsNotListedIsRefused()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        const RouteTable table(test::sampleProfile());
        QVERIFY(!table.find(method.toStdString(), path.toStdString()));
    }

    void aScopeThatTheProfileDoesNotHaveCanBeHeldByNoKey()
    {
        ProfileFacts profile = test::sampleProfile();
        profile.routes.push_back({"GET", "/api/v1/secret", "secret:read"});
        const RouteTable table(profile);
        const auto match = table.find("GET", "/api/v1/secret");
        QVERIFY(match);
        QVERIFY(!match->position);
        QVERIFY(table.setOf({"secret:read"}).none());
        QCOMPARE(table.setOf({"contacts:read", "users:manage"}).count(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(RouteTableTest)
#include "tst_routetable.moc"
