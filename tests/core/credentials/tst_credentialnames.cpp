#include "core/credentials/credentialnames.h"

#include "core/credentials/credentialvalue.h"
#include "tests/support/check.h"

using namespace core;
using namespace Qt::StringLiterals;

class CredentialNamesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSessionIsFiledUnderItsOrigin_data()
    {
        QTest::addColumn<QString>("gateway");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *gateway, const char *origin) {
            QTest::newRow(gateway) << QString::fromLatin1(gateway)
                                   << u"io.keysteward.Keysteward/session/%1/a1"_s.arg(QLatin1StringView(origin));
        };
        row("https://keys.example.com", "https://keys.example.com:443");
        row("https://KEYS.example.com:443/team/", "https://keys.example.com:443");
        row("https://keys.example.com:8443", "https://keys.example.com:8443");
        row("http://127.0.0.1:8470", "http://127.0.0.1:8470");
        row("http://localhost", "http://localhost:80");
        row("http://[::1]:8470", "http://[::1]:8470");
        row("https://m\xfcller.example", "https://xn--mller-kva.example:443");
    }
    void aSessionIsFiledUnderItsOrigin()
    {
        QFETCH(QString, gateway);
        QFETCH(QString, name);
        QCOMPARE(sessionName(QUrl(gateway), u"a1"_s), name);
    }

    void anIdCannotReachIntoAnotherName()
    {
        QCOMPARE(intentName(u"0190-a_b"_s), u"io.keysteward.Keysteward/intent/0190-a_b"_s);
        QCOMPARE(intentName(u"../session/ü"_s), u"io.keysteward.Keysteward/intent/..%2Fsession%2F%C3%BC"_s);
    }

    void aCredentialIsPrintableAndOfASensibleLength()
    {
        QVERIFY(isCredential(Secret::copy(std::string(8, '!'))));
        QVERIFY(isCredential(Secret::copy(std::string(4096, '~'))));
        QVERIFY(!isCredential(Secret()));
        QVERIFY(!isCredential(Secret::copy(std::string(7, 'a'))));
        QVERIFY(!isCredential(Secret::copy(std::string(4097, 'a'))));
        QVERIFY(!isCredential(Secret::copy(std::string(20, 'a') + " b")));
        QVERIFY(!isCredential(Secret::copy(std::string(20, 'a') + "\r\n")));
        QVERIFY(!isCredential(Secret::copy(std::string(20, 'a') + "\x7f")));
    }
};

QTEST_GUILESS_MAIN(CredentialNamesTest)
#include "tst_credentialnames.moc"
