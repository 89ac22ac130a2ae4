#include "core/credentials/credentialnames.h"
#include "core/credentials/keychainstore.h"

#include "tests/support/check.h"
#include "tests/support/keyring.h"

using namespace core;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

//! A desktop whose keyring was never unlocked, as after an automatic login.
class KeychainLockedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingSaysLockedUntilItIsUnlocked()
    {
        const auto name = sessionName(QUrl(u"https://keys.example.com"_s), u"a1"_s);
        const auto value = Secret::copy("a-session-that-was-made-for-this-test-alone");
        KeychainStore store;
        test::Keyring keyring;
        QVERIFY(keyring.isLocked());
        QCOMPARE_ERROR(test::wait(store.read(name)), Kind::KeychainLocked);
        QCOMPARE_ERROR(test::wait(store.write(name, value)), Kind::KeychainLocked);
        QCOMPARE_ERROR(test::wait(store.remove(name)), Kind::KeychainLocked);
        QVERIFY(keyring.unlock());
        QCOMPARE_ERROR(test::wait(store.read(name)), Kind::NotFound);
        QVERIFY_RESULT(test::wait(store.write(name, value)));
        QVERIFY_RESULT(test::wait(store.read(name)));
        QVERIFY_RESULT(test::wait(store.remove(name)));
    }
};

QTEST_GUILESS_MAIN(KeychainLockedTest)
#include "tst_keychainlocked.moc"
