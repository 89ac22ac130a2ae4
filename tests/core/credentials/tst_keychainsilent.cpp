#include "core/credentials/credentialnames.h"
#include "core/credentials/keychainstore.h"

#include "tests/support/check.h"
#include "tests/support/keyring.h"

#include <QElapsedTimer>

using namespace core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

//! A service that owns the name and never answers, as while a prompt waits for the person.
class KeychainSilentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDeadlineEndsTheWaitAndTheStoreMayGo()
    {
        const test::SilentSecretService silent;
        QVERIFY(silent.isThere());
        const auto name = sessionName(QUrl(u"https://keys.example.com"_s), u"a1"_s);
        auto store = std::make_unique<KeychainStore>(300ms);
        QElapsedTimer elapsed;
        elapsed.start();
        // The second and third wait behind the first: QtKeychain has one queue.
        const auto read = store->read(name);
        const auto write = store->write(name, Secret::copy("a-session-that-was-made-for-this-test-alone"));
        const auto remove = store->remove(name);
        QCOMPARE_ERROR(test::wait(read), Kind::KeychainTimedOut);
        QCOMPARE_ERROR(test::wait(write), Kind::KeychainTimedOut);
        QCOMPARE_ERROR(test::wait(remove), Kind::KeychainTimedOut);
        QVERIFY(elapsed.elapsed() < 2000);
        // Its jobs are still waiting when the program ends; they must not be touched.
        store.reset();
        QTRY_VERIFY(elapsed.elapsed() > 400);
    }
};

QTEST_GUILESS_MAIN(KeychainSilentTest)
#include "tst_keychainsilent.moc"
