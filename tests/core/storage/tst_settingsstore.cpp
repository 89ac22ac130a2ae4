#include "core/storage/settingsstore.h"

#include "tests/support/check.h"

#include <QTemporaryDir>

using namespace core;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class SettingsStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<QTemporaryDir>();
    }
    void anEmptyFileGivesTheDefaults();
    void whatWasSetIsThereAgain();
    void theFileIsPrivate();
    void accountsAreWrittenAtOnce();
    void aShorterListLeavesNothingOfTheLonger();
    void valuesOfAnUnwiseHandAreKeptInBounds_data();
    void valuesOfAnUnwiseHandAreKeptInBounds();

private:
    QString file() const { return m_home->filePath(u"config/keysteward.ini"_s); }

    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

AccountRecord account(const QString &id)
{
    return {id,
            core::BackendKind::BetterAuth,
            QUrl(u"https://gateway.example:8443/base"_s),
            u"ada@example.com"_s,
            u"Ada, \"L\"; \u202E"_s,
            false,
            true,
            true,
            core::SignInWay::Code};
}

} // namespace

void SettingsStoreTest::anEmptyFileGivesTheDefaults()
{
    const SettingsStore store(file());
    QVERIFY(store.accounts().empty());
    QCOMPARE(store.theme(), ThemeChoice::System);
    QCOMPARE(store.clipboardLife(), 30s);
    QCOMPARE(store.lockAfter(), 10min);
    QCOMPARE(store.lastOrganization(), 0);
    QVERIFY(store.state(u"window"_s).isEmpty());
}

void SettingsStoreTest::whatWasSetIsThereAgain()
{
    const QByteArray state("\0\1\xFF geometry", 12);
    {
        SettingsStore store(file());
        store.setAccounts({account(u"a1"_s), account(u"a2"_s)});
        store.setTheme(ThemeChoice::Dark);
        store.setClipboardLife(60s);
        store.setLockAfter(0min);
        store.setState(u"window"_s, state);
        store.setLastOrganization(1LL << 40);
    }
    const SettingsStore store(file());
    QCOMPARE(store.accounts(), (std::vector{account(u"a1"_s), account(u"a2"_s)}));
    QCOMPARE(store.theme(), ThemeChoice::Dark);
    QCOMPARE(store.clipboardLife(), 60s);
    QCOMPARE(store.lockAfter(), 0min);
    QCOMPARE(store.state(u"window"_s), state);
    QCOMPARE(store.lastOrganization(), 1LL << 40);
}

void SettingsStoreTest::theFileIsPrivate()
{
    const auto owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    {
        SettingsStore store(file());
        store.setTheme(ThemeChoice::Light);
    }
    QCOMPARE(QFile::permissions(file()), owner);
    QVERIFY(QFile::setPermissions(file(), owner | QFile::ReadOther));
    {
        SettingsStore store(file());
        store.setTheme(ThemeChoice::Dark);
    }
    QCOMPARE(QFile::permissions(file()), owner);
    QCOMPARE(QFile::permissions(QFileInfo(file()).absolutePath()), owner | QFile::ExeOwner | QFile::ExeUser);
}

void SettingsStoreTest::accountsAreWrittenAtOnce()
{
    SettingsStore store(file());
    store.setAccounts({account(u"a1"_s)});
    QFile onDisk(file());
    QVERIFY(onDisk.open(QIODevice::ReadOnly));
    QVERIFY(onDisk.readAll().contains("ada@example.com"));
}

void SettingsStoreTest::aShorterListLeavesNothingOfTheLonger()
{
    {
        SettingsStore store(file());
        store.setAccounts({account(u"a1"_s), account(u"a2"_s)});
        store.setAccounts({account(u"a3"_s)});
    }
    QCOMPARE(SettingsStore(file()).accounts(), std::vector{account(u"a3"_s)});
    QFile onDisk(file());
    QVERIFY(onDisk.open(QIODevice::ReadOnly));
    QVERIFY(!onDisk.readAll().contains("a2"));
    {
        SettingsStore store(file());
        store.setAccounts({});
    }
    QVERIFY(SettingsStore(file()).accounts().empty());
}

void SettingsStoreTest::valuesOfAnUnwiseHandAreKeptInBounds_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("words for numbers") << QByteArray(
        "[General]\nclipboard_seconds=x\nlock_minutes=y\ntheme=7\nlast_organization=z\n");
    QTest::newRow("out of range") << QByteArray("[General]\nclipboard_seconds=999999\nlock_minutes=-3\n");
    QTest::newRow("accounts without sense") << QByteArray("[accounts]\n1\\id=\n2\\email=a\nsize=99\n");
    QTest::newRow("no settings at all") << QByteArray("\xFF\xFE\0\0[[[=", 8);
}

void SettingsStoreTest::valuesOfAnUnwiseHandAreKeptInBounds()
{
    QFETCH(QByteArray, content);
    QVERIFY(QDir().mkpath(QFileInfo(file()).absolutePath()));
    QFile onDisk(file());
    QVERIFY(onDisk.open(QIODevice::WriteOnly));
    QCOMPARE(onDisk.write(content), content.size());
    onDisk.close();
    const SettingsStore store(file());
    QVERIFY(store.accounts().empty());
    QVERIFY(store.clipboardLife() >= 10s && store.clipboardLife() <= 120s);
    QVERIFY(store.lockAfter() >= 0min && store.lockAfter() <= 24h);
    QCOMPARE(store.theme(), ThemeChoice::System);
    QCOMPARE(store.lastOrganization(), 0);
}

QTEST_GUILESS_MAIN(SettingsStoreTest)
#include "tst_settingsstore.moc"
