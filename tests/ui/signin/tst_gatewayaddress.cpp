#include "ui/signin/gatewayaddress.h"

#include <QTest>

using namespace Qt::StringLiterals;

class GatewayAddressTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsTypedBecomesAnAddress_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        QTest::newRow("whole") << u"https://gateway.example"_s << u"https://gateway.example"_s;
        QTest::newRow("without a scheme") << u" gateway.example "_s << u"https://gateway.example"_s;
        QTest::newRow("port and path") << u"gateway.example:8443/keys"_s << u"https://gateway.example:8443/keys"_s;
        QTest::newRow("this computer") << u"127.0.0.1:8470"_s << u"http://127.0.0.1:8470"_s;
        QTest::newRow("localhost") << u"localhost:8470"_s << u"http://localhost:8470"_s;
        QTest::newRow("this computer, IPv6") << u"[::1]:8470"_s << u"http://[::1]:8470"_s;
        QTest::newRow("this computer by TLS") << u"https://localhost:8470"_s << u"https://localhost:8470"_s;
        QTest::newRow("nothing") << u"  "_s << QString();
        QTest::newRow("words") << u"my gateway"_s << QString();
        QTest::newRow("a password in it") << u"https://me:secret@gateway.example"_s << QString();
        QTest::newRow("a query") << u"https://gateway.example/?a=b"_s << QString();
        QTest::newRow("another scheme") << u"ftp://gateway.example"_s << QString();
        QTest::newRow("a file") << u"file:///etc/passwd"_s << QString();
        QTest::newRow("only a scheme") << u"https://"_s << QString();
        QTest::newRow("endless") << QString(100000, u'a') << QString();
    }

    void whatIsTypedBecomesAnAddress()
    {
        QFETCH(QString, typed);
        QFETCH(QString, address);
        QCOMPARE(ui::gatewayFrom(typed).toString(), address);
    }

    void plainHttpIsForThisComputerAlone()
    {
        for (const auto &near :
             {u"http://127.0.0.1:1"_s, u"http://127.8.9.10"_s, u"http://localhost"_s, u"http://[::1]:1"_s})
            QVERIFY2(!ui::isPlainHttpElsewhere(QUrl(near)), qPrintable(near));
        for (const auto &far : {u"http://gateway.example"_s, u"http://127.0.0.1.example"_s, u"http://10.0.0.1"_s,
                                u"http://localhost.example"_s})
            QVERIFY2(ui::isPlainHttpElsewhere(QUrl(far)), qPrintable(far));
        QVERIFY(!ui::isPlainHttpElsewhere(QUrl(u"https://gateway.example"_s)));
    }
};

QTEST_GUILESS_MAIN(GatewayAddressTest)
#include "tst_gatewayaddress.moc"
