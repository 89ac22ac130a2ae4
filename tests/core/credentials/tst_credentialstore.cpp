#include "core/credentials/credentialnames.h"
#include "core/credentials/keychainstore.h"
#include "core/credentials/memorystore.h"

#include "tests/support/check.h"
#include "tests/support/keyring.h"

#include <QElapsedTimer>
#include <QRegularExpression>

using namespace core;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

//! What every store promises, on each of them; and then what only a real keychain can go through.
class CredentialStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<bool>("keychain");
        QTest::newRow("memory") << false;
        QTest::newRow("keychain") << true;
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        QFETCH_GLOBAL(bool, keychain);
        if (keychain)
            m_store = std::make_unique<KeychainStore>();
        else
            m_store = std::make_unique<MemoryStore>();
    }
    void cleanup()
    {
        QVERIFY_RESULT(test::wait(m_store->remove(m_name)));
        m_store.reset();
    }

    void whatWasWrittenIsRead()
    {
        QVERIFY_RESULT(test::wait(m_store->write(m_name, m_value)));
        const auto read = test::wait(m_store->read(m_name));
        QVERIFY_RESULT(read);
        QVERIFY(*read == m_value);
    }

    void everyPrintableCharacterSurvives()
    {
        std::string all;
        for (char c = '\x21'; c < '\x7f'; ++c)
            all += c;
        all.resize(1024, '"');
        QVERIFY_RESULT(test::wait(m_store->write(m_name, Secret::copy(all))));
        const auto read = test::wait(m_store->read(m_name));
        QVERIFY_RESULT(read);
        QVERIFY(read->reveal() == all);
    }

    void aSecondWriteReplacesTheFirst()
    {
        QVERIFY_RESULT(test::wait(m_store->write(m_name, Secret::copy("another-session-of-before"))));
        QVERIFY_RESULT(test::wait(m_store->write(m_name, m_value)));
        const auto read = test::wait(m_store->read(m_name));
        QVERIFY_RESULT(read);
        QVERIFY(*read == m_value);
    }

    void namesAreKeptApart()
    {
        const auto other = intentName(u"0190"_s);
        QVERIFY_RESULT(test::wait(m_store->write(m_name, m_value)));
        QCOMPARE_ERROR(test::wait(m_store->read(other)), Kind::NotFound);
        QVERIFY_RESULT(test::wait(m_store->remove(other)));
        QVERIFY_RESULT(test::wait(m_store->read(m_name)));
    }

    void whatWasRemovedIsGone()
    {
        QVERIFY_RESULT(test::wait(m_store->write(m_name, m_value)));
        QVERIFY_RESULT(test::wait(m_store->remove(m_name)));
        QCOMPARE_ERROR(test::wait(m_store->read(m_name)), Kind::NotFound);
    }

    void removingNothingSucceeds() { QVERIFY_RESULT(test::wait(m_store->remove(m_name))); }

    void whatCouldNotBeReadAgainIsNotWritten()
    {
        for (const auto &value : {Secret(), Secret::copy("short"), Secret::copy(std::string(4097, 'x')),
                                  Secret::copy("two words, which no session has")})
            QCOMPARE_ERROR(test::wait(m_store->write(m_name, value)), Kind::Protocol);
        QCOMPARE_ERROR(test::wait(m_store->read(m_name)), Kind::NotFound);
    }

    void manyAtOnceAllFinish()
    {
        QList<Async<>> writes;
        for (int i = 0; i < 20; ++i)
            writes += m_store->write(intentName(QString::number(i)), m_value);
        for (const auto &write : writes)
            QVERIFY_RESULT(test::wait(write));
        for (int i = 0; i < 20; ++i)
            QVERIFY_RESULT(test::wait(m_store->remove(intentName(QString::number(i)))));
    }

    void aStoreThatGoesEndsWhatIsUnderWay()
    {
        const auto write = m_store->write(m_name, m_value);
        const auto read = m_store->read(m_name);
        m_store.reset();
        const auto written = test::wait(write);
        QVERIFY(written || written.error().kind == Kind::Cancelled);
        const auto readBack = test::wait(read);
        QVERIFY(readBack || readBack.error().kind == Kind::Cancelled);
        init();
    }

    void aPlantedEntryIsNotBelieved()
    {
        QFETCH_GLOBAL(bool, keychain);
        if (!keychain)
            QSKIP("nobody can reach into the memory store");
        test::Keyring keyring;
        QVERIFY(keyring.plant(m_name, "0123456789abcdef0\r\nX-Injected: 1"));
        QCOMPARE_ERROR(test::wait(m_store->read(m_name)), Kind::NotFound);
        QVERIFY(keyring.plant(m_name, "0123456789abcdef0123"));
        QVERIFY_RESULT(test::wait(m_store->read(m_name)));
    }

    void aLockedKeyringIsNeitherEmptyNorAnsweringForARemoval()
    {
        QFETCH_GLOBAL(bool, keychain);
        if (!keychain)
            QSKIP("the memory store has no lock");
        test::Keyring keyring;
        QVERIFY_RESULT(test::wait(m_store->write(m_name, m_value)));
        QVERIFY(keyring.lock());
        QCOMPARE_ERROR(test::wait(m_store->read(m_name)), Kind::KeychainLocked);
        QCOMPARE_ERROR(test::wait(m_store->write(m_name, m_value)), Kind::KeychainLocked);
        QCOMPARE_ERROR(test::wait(m_store->remove(m_name)), Kind::KeychainLocked);
        QVERIFY(keyring.unlock());
        const auto read = test::wait(m_store->read(m_name));
        QVERIFY_RESULT(read);
        QVERIFY(*read == m_value);
    }

    void onlyTheKeychainOutlivesTheProgram()
    {
        QFETCH_GLOBAL(bool, keychain);
        QCOMPARE(m_store->isPersistent(), keychain);
        QCOMPARE(m_store->title(), keychain ? u"GNOME Keyring"_s : u"memory"_s);
    }

private:
    std::unique_ptr<CredentialStore> m_store;
    const QString m_name = sessionName(QUrl(u"http://127.0.0.1:8470"_s), u"a1"_s);
    const Secret m_value = Secret::copy("a-session-that-was-made-for-this-test-alone");
};

QTEST_GUILESS_MAIN(CredentialStoreTest)
#include "tst_credentialstore.moc"
