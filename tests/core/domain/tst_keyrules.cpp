#include "core/domain/keyrules.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

class KeyRulesTest : public QObject {
    Q_OBJECT

    const QDateTime m_now{QDate(2026, 11, 20), QTime(10, 4), Qt::UTC};

    Key active() const
    {
        Key key;
        key.status = KeyStatus::Active;
        key.createdAt = m_now.addDays(-30);
        return key;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aNameIsJudgedAfterTrimming_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<keyrules::NameFault>("fault");
        using keyrules::NameFault;
        QTest::newRow("plain") << u"CRM sync"_s << NameFault::None;
        QTest::newRow("spaces around") << u"  CRM sync "_s << NameFault::None;
        QTest::newRow("only spaces") << u"   "_s << NameFault::Empty;
        QTest::newRow("100 letters") << QString(100, u'a') << NameFault::None;
        QTest::newRow("101 letters") << QString(101, u'a') << NameFault::TooLong;
        QTest::newRow("100 letters outside the basic plane") << u"😀"_s.repeated(100) << NameFault::None;
        QTest::newRow("newline") << u"a\nb"_s << NameFault::HiddenCharacters;
        QTest::newRow("right-to-left override") << u"a\u202Eb"_s << NameFault::HiddenCharacters;
        QTest::newRow("zero-width space") << u"a\u200Bb"_s << NameFault::HiddenCharacters;
        QTest::newRow("a lone surrogate") << (u"a"_s + QChar(0xD800)) << NameFault::HiddenCharacters;
    }

    void aNameIsJudgedAfterTrimming()
    {
        QFETCH(QString, name);
        QFETCH(keyrules::NameFault, fault);
        QCOMPARE(keyrules::judgeName(name), fault);
    }

    void namesAreTheSameWithoutRegardToCase()
    {
        QCOMPARE(keyrules::foldedName(u" CRM Sync"_s), keyrules::foldedName(u"crm sync"_s));
        QCOMPARE(keyrules::foldedName(u"STRASSE"_s), keyrules::foldedName(u"straße"_s));
        QVERIFY(keyrules::foldedName(u"crm sync 2"_s) != keyrules::foldedName(u"crm sync"_s));
    }

    void anExpiryIsJudgedByThePolicy()
    {
        using keyrules::ExpiryFault;
        const Policy free;
        Policy ninety;
        ninety.maxLifetimeDays = 90;
        Policy required;
        required.requireExpiry = true;
        QCOMPARE(keyrules::judgeExpiry({}, free, m_now), ExpiryFault::None);
        QCOMPARE(keyrules::judgeExpiry({}, ninety, m_now), ExpiryFault::Required);
        QCOMPARE(keyrules::judgeExpiry({}, required, m_now), ExpiryFault::Required);
        QCOMPARE(keyrules::judgeExpiry(m_now, free, m_now), ExpiryFault::InThePast);
        QCOMPARE(keyrules::judgeExpiry(m_now.addDays(90), ninety, m_now), ExpiryFault::None);
        QCOMPARE(keyrules::judgeExpiry(m_now.addDays(92), ninety, m_now), ExpiryFault::BeyondPolicy);
        Policy endless;
        endless.maxLifetimeDays = std::numeric_limits<int>::max();
        QCOMPARE(keyrules::judgeExpiry(m_now.addDays(92), endless, m_now), ExpiryFault::None);
    }

    void timeEndsAKeyThoughNobodySaidSo()
    {
        auto key = active();
        QCOMPARE(keyrules::statusAt(key, m_now), KeyStatus::Active);
        key.expiresAt = m_now;
        QCOMPARE(keyrules::statusAt(key, m_now), KeyStatus::Expired);
        key.expiresAt = {};
        key.status = KeyStatus::Retiring;
        key.retiresAt = m_now.addSecs(1);
        QCOMPARE(keyrules::statusAt(key, m_now), KeyStatus::Retiring);
        QCOMPARE(keyrules::statusAt(key, m_now.addSecs(1)), KeyStatus::Expired);
        key.status = KeyStatus::Revoked;
        QCOMPARE(keyrules::statusAt(key, m_now.addYears(1)), KeyStatus::Revoked);
    }

    void soonIsFourteenDaysAndIdleNinety()
    {
        auto key = active();
        key.expiresAt = m_now.addDays(14);
        QVERIFY(keyrules::expiresSoon(key, m_now));
        key.expiresAt = m_now.addDays(14).addSecs(1);
        QVERIFY(!keyrules::expiresSoon(key, m_now));
        QVERIFY(!keyrules::isIdle(key, m_now));
        key.createdAt = m_now.addDays(-200);
        QVERIFY(keyrules::isIdle(key, m_now));
        key.lastUsed = LastUse{m_now.addDays(-1), {}, {}};
        QVERIFY(!keyrules::isIdle(key, m_now));
    }

    void aKeyWhoseUseNobodyTellsIsNeverIdle()
    {
        auto key = active();
        key.createdAt = m_now.addDays(-400);
        key.useIsTold = false;
        QVERIFY(!keyrules::isIdle(key, m_now));
    }

    void aRotationNeverLengthensALife()
    {
        auto key = active();
        QCOMPARE(keyrules::retirement(key, std::chrono::hours(1), m_now), m_now.addSecs(3600));
        key.expiresAt = m_now.addSecs(60);
        QCOMPARE(keyrules::retirement(key, std::chrono::hours(1), m_now), m_now.addSecs(60));
        QCOMPARE(keyrules::retirement(key, std::chrono::seconds(0), m_now), m_now);
    }
};

QTEST_GUILESS_MAIN(KeyRulesTest)
#include "tst_keyrules.moc"
