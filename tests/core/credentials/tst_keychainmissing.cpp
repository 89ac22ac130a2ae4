#include "core/credentials/credentialnames.h"
#include "core/credentials/keychainstore.h"

#include "tests/support/check.h"

#include <QDir>
#include <QElapsedTimer>

using namespace core;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

//! A desktop without a bus, or with a bus on which nothing keeps secrets, or a Qt that could not hear the answer.
class KeychainMissingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingSaysMissingAndSoon()
    {
        const auto name = sessionName(QUrl(u"https://keys.example.com"_s), u"a1"_s);
        KeychainStore store;
        QElapsedTimer elapsed;
        elapsed.start();
        QCOMPARE_ERROR(test::wait(store.read(name)), Kind::KeychainMissing);
        const auto value = Secret::copy("a-session-that-was-made-for-this-test-alone");
        QCOMPARE_ERROR(test::wait(store.write(name, value)), Kind::KeychainMissing);
        QCOMPARE_ERROR(test::wait(store.remove(name)), Kind::KeychainMissing);
        QVERIFY(elapsed.elapsed() < 2000);
    }

    void nothingIsWrittenToAPlainFileInstead()
    {
        // QtKeychain can do that, and never may.
        const QDir config(qEnvironmentVariable("XDG_CONFIG_HOME"));
        QVERIFY(config.exists());
        QCOMPARE(config.entryList(QDir::Files | QDir::NoDotAndDotDot), QStringList());
    }
};

QTEST_GUILESS_MAIN(KeychainMissingTest)
#include "tst_keychainmissing.moc"
