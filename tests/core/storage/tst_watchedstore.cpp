#include "core/storage/watchedstore.h"

#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "tests/support/check.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

QDateTime at(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(1'800'000'000 + seconds, Qt::UTC);
}

WatchedOrganization organization(const QString &id)
{
    return {id, u"Shop "_s + id, u"wati"_s, QUrl(u"https://eu-api.wati.io"_s), u"10042"_s, {}, {}, {}, {}};
}

WatchedKey key(const QString &id, const QString &organizationId = u"o1"_s)
{
    WatchedKey key;
    key.id = id;
    key.organizationId = organizationId;
    key.kindId = u"api-token"_s;
    key.name = u"Key "_s + id;
    key.scopes = {u"contacts:read"_s, u"of my own"_s};
    key.createdAt = at(0);
    key.registeredAt = at(10);
    key.expiresAt = at(5000);
    key.hint = u"…abcd"_s;
    key.sha256 = QByteArray(31, 'h') + id.toLatin1().right(1);
    return key;
}

WatchedDeed deed(const QString &keyId, WatchedDeed::Kind kind = WatchedDeed::Kind::Registered)
{
    WatchedDeed deed;
    deed.kind = kind;
    deed.at = at(10);
    deed.keyId = keyId;
    return deed;
}

KeyCheck everythingOfACheck()
{
    KeyCheck check;
    check.outcome = CheckOutcome::Limited;
    check.doubt = Doubt::None;
    check.at = at(20);
    check.status = 429;
    check.message = u"slow down"_s;
    check.code = u"RATE_LIMITED"_s;
    check.redirect = u"https://elsewhere.example"_s;
    check.headers = {{u"retry-after"_s, u"17"_s}, {u"x-odd"_s, u"ü"_s}};
    check.retryAt = at(37);
    return check;
}

} // namespace

class WatchedStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup()
    {
        m_store.reset();
        m_database.reset();
    }

    void whatWasWrittenIsReadAfterARestart()
    {
        auto place = organization(u"o1"_s);
        place.dashboardUrl = u"https://dashboard.example"_s;
        place.probePath = u"/ping"_s;
        place.header = u"X-Key"_s;
        place.headerValue = u"{key}"_s;
        QVERIFY_RESULT(m_store->put(place));
        auto full = key(u"k1"_s);
        full.note = u"note"_s;
        full.owner = u"Ann"_s;
        full.secretKept = true;
        full.replaces = u"k0"_s;
        full.replacedBy = u"k2"_s;
        full.handedOver = false;
        full.revokedThereAt = at(11);
        full.endedAt = at(12);
        full.endedReason = u"replaced"_s;
        full.version = 7;
        full.lastCheck = everythingOfACheck();
        QVERIFY_RESULT(m_store->put({full}, deed(u"k1"_s)));
        auto bare = key(u"k2"_s);
        bare.expiresAt = {};
        QVERIFY_RESULT(m_store->put({bare}, deed(u"k2"_s)));
        open();
        QCOMPARE(*m_store->organization(u"o1"_s), place);
        QCOMPARE(*m_store->key(u"k1"_s), full);
        QCOMPARE(*m_store->key(u"k2"_s), bare);
        QCOMPARE(*m_store->keys(u"o1"_s), (QList<WatchedKey>{full, bare}));
        QCOMPARE(*m_store->find(u"o1"_s, full.sha256), full);
        QCOMPARE_ERROR(m_store->key(u"k9"_s), Error::Kind::NotFound);
        QCOMPARE_ERROR(m_store->organization(u"o9"_s), Error::Kind::NotFound);
    }

    void changesComeInOrderAndEachOnce()
    {
        QVERIFY_RESULT(m_store->put(organization(u"o1"_s)));
        QVERIFY_RESULT(m_store->put(organization(u"o2"_s)));
        QCOMPARE(*m_store->latestChange(), 0);
        for (const auto &id : {u"k1"_s, u"k2"_s, u"k3"_s})
            QVERIFY_RESULT(m_store->put({key(id)}, deed(id)));
        QVERIFY_RESULT(m_store->put({key(u"k4"_s, u"o2"_s)}, deed(u"k4"_s)));
        QVERIFY_RESULT(m_store->put({key(u"k1"_s)}, deed(u"k1"_s, WatchedDeed::Kind::Changed)));
        const auto all = m_store->changedSince(u"o1"_s, 0, 10);
        QVERIFY_RESULT(all);
        QStringList ids;
        for (const auto &each : *all)
            ids += each.key.id;
        QCOMPARE(ids, (QStringList{u"k2"_s, u"k3"_s, u"k1"_s}));
        QCOMPARE(m_store->changedSince(u"o1"_s, all->at(1).change, 10)->size(), 1);
        QCOMPARE(m_store->changedSince(u"o1"_s, 0, 2)->size(), 2);
        QCOMPARE(all->last().change, *m_store->latestChange());
    }

    void aKeyIsWatchedOnceInAnOrganization()
    {
        QVERIFY_RESULT(m_store->put(organization(u"o1"_s)));
        QVERIFY_RESULT(m_store->put(organization(u"o2"_s)));
        QVERIFY_RESULT(m_store->put({key(u"k1"_s)}, deed(u"k1"_s)));
        auto twin = key(u"k2"_s);
        twin.sha256 = key(u"k1"_s).sha256;
        const auto refused = m_store->put({twin}, deed(u"k2"_s));
        QCOMPARE_ERROR(refused, Error::Kind::Conflict);
        QCOMPARE(refused.error().facts.value(u"name"_s), u"Key k1"_s);
        QCOMPARE(m_store->history(u"o1"_s, 0, 10)->size(), 1);
        twin.organizationId = u"o2"_s;
        QVERIFY_RESULT(m_store->put({twin}, deed(u"k2"_s)));
    }

    void theHistoryIsReadBackwards()
    {
        QVERIFY_RESULT(m_store->put(organization(u"o1"_s)));
        QVERIFY_RESULT(m_store->put({key(u"k1"_s)}, deed(u"k1"_s)));
        auto checked = deed(u"k1"_s, WatchedDeed::Kind::Checked);
        checked.status = 401;
        checked.detail = u"invalid"_s;
        QVERIFY_RESULT(m_store->put({key(u"k1"_s)}, checked));
        QVERIFY_RESULT(m_store->put({key(u"k1"_s)}, deed(u"k1"_s, WatchedDeed::Kind::Ended)));
        const auto newest = m_store->history(u"o1"_s, 0, 2);
        QVERIFY_RESULT(newest);
        QCOMPARE(newest->size(), 2);
        QCOMPARE(newest->first().kind, WatchedDeed::Kind::Ended);
        QCOMPARE(newest->last().status, 401);
        QCOMPARE(newest->last().keyName, u"Key k1"_s);
        const auto older = m_store->history(u"o1"_s, newest->last().number, 10);
        QCOMPARE(older->size(), 1);
        QCOMPARE(older->first().kind, WatchedDeed::Kind::Registered);
    }

    void forgettingAnOrganizationForgetsItsKeysAndNoOthers()
    {
        for (const auto &id : {u"o1"_s, u"o2"_s})
            QVERIFY_RESULT(m_store->put(organization(id)));
        QVERIFY_RESULT(m_store->put({key(u"k1"_s)}, deed(u"k1"_s)));
        QVERIFY_RESULT(m_store->put({key(u"k2"_s, u"o2"_s)}, deed(u"k2"_s)));
        QVERIFY_RESULT(m_store->forget(u"o1"_s));
        QCOMPARE_ERROR(m_store->key(u"k1"_s), Error::Kind::NotFound);
        QVERIFY_RESULT(m_store->key(u"k2"_s));
        QCOMPARE(m_store->organizations()->size(), 1);
        QVERIFY(m_store->history(u"o1"_s, 0, 10)->isEmpty());
    }

    void writingAnOrganizationAnewKeepsItsKeys()
    {
        QVERIFY_RESULT(m_store->put(organization(u"o1"_s)));
        QVERIFY_RESULT(m_store->put({key(u"k1"_s)}, deed(u"k1"_s)));
        auto moved = organization(u"o1"_s);
        moved.address = QUrl(u"https://live-mt-server.wati.io"_s);
        QVERIFY_RESULT(m_store->put(moved));
        QCOMPARE(m_store->organization(u"o1"_s)->address, moved.address);
        QVERIFY_RESULT(m_store->key(u"k1"_s));
    }

    void everyDamagedFileIsKept()
    {
        for (int round = 1; round <= 2; ++round) {
            cleanup();
            QFile file(path());
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write("not a database, but perhaps it can be repaired");
            file.close();
            // Two in one second have the same name.
            QTRY_VERIFY(!QFile::exists(path() + u".corrupt-"_s +
                                       QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s)));
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"A database is set aside"_s));
            open();
            QCOMPARE(m_database->recovery(), Database::Recovery::SetAside);
            QCOMPARE(QDir(m_home->path()).entryList({u"*.corrupt-*"_s}, QDir::Files).size(), round);
        }
    }

    void whatIsWrittenIsOnTheDisk()
    {
        Statement care(*m_database, u"PRAGMA synchronous"_s);
        QVERIFY_RESULT(care.run());
        QVERIFY(care.next());
        QCOMPARE(care.integer(0), 2); // FULL
    }

private:
    QString path() const { return m_home->filePath(u"watched.sqlite"_s); }

    void open()
    {
        m_store.reset();
        m_database.reset();
        auto opened = Database::open(path(), WatchedStore::migrations(), Database::Worth::Own);
        QVERIFY_RESULT(opened);
        m_database = *std::move(opened);
        m_store = std::make_unique<WatchedStore>(*m_database);
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<WatchedStore> m_store;
};

QTEST_GUILESS_MAIN(WatchedStoreTest)
#include "tst_watchedstore.moc"
