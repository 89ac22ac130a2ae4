#include "ui/keys/expirychoice.h"

#include "core/domain/keyrules.h"
#include "tests/support/fakeclock.h"
#include "ui/kit/plainlabel.h"

#include <QDateEdit>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>
#include <ctime>

using namespace Qt::StringLiterals;

class ExpiryChoiceTest : public QObject {
    Q_OBJECT

    test::FakeClock m_clock; // 20 November 2026, 10:04 UTC

    static QRadioButton *choice(const ui::ExpiryChoice &in, const QString &name)
    {
        for (auto *each : in.findChildren<QRadioButton *>()) {
            if (each->accessibleName() == name)
                return each;
        }
        return nullptr;
    }
    static QString line(const ui::ExpiryChoice &in) { return in.findChild<ui::PlainLabel *>(u"expiryLine"_s)->text(); }
    static void setZone(const char *zone)
    {
        qputenv("TZ", zone);
        tzset();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void cleanup() { setZone("UTC"); }

    void sixMonthsAreChosenAndSpelledOut()
    {
        const ui::ExpiryChoice expiry(u"Expires"_s, {}, m_clock);
        QVERIFY(choice(expiry, u"6 months"_s)->isChecked());
        QCOMPARE(line(expiry), u"20 May 2027, 23:59 your time."_s);
        QCOMPARE(expiry.expiresAt(), QDateTime({2027, 5, 20}, {23, 59, 59}, Qt::UTC));
        QVERIFY(expiry.fault().isEmpty());
    }

    void aDayLastsUntilItsEndWhereThePersonIs()
    {
        setZone("Africa/Nairobi"); // three hours ahead
        ui::ExpiryChoice expiry(u"Expires"_s, {}, m_clock);
        expiry.show();
        QSignalSpy changed(&expiry, &ui::ExpiryChoice::changed);
        QTest::mouseClick(choice(expiry, u"30 days"_s), Qt::LeftButton);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(expiry.expiresAt(), QDateTime({2026, 12, 20}, {20, 59, 59}, Qt::UTC));
        QCOMPARE(line(expiry), u"20 Dec 2026, 23:59 your time."_s);
        QTest::mouseClick(choice(expiry, u"Never"_s), Qt::LeftButton);
        QVERIFY(!expiry.expiresAt().isValid());
        QCOMPARE(line(expiry), u"It works until it is revoked."_s);
    }

    void whatThePolicyForbidsCannotBeChosenAndSaysWhy()
    {
        core::Policy policy;
        policy.maxLifetimeDays = 90;
        const ui::ExpiryChoice expiry(u"Expires"_s, policy, m_clock);
        for (const auto &name : {u"30 days"_s, u"90 days"_s, u"Custom…"_s})
            QVERIFY2(choice(expiry, name)->isEnabled(), qPrintable(name));
        for (const auto &name : {u"6 months"_s, u"1 year"_s}) {
            QVERIFY2(!choice(expiry, name)->isEnabled(), qPrintable(name));
            QVERIFY(choice(expiry, name)->toolTip().contains(u"at most 90 days"_s));
        }
        QVERIFY(!choice(expiry, u"Never"_s)->isEnabled());
        QVERIFY(choice(expiry, u"90 days"_s)->isChecked());
        QCOMPARE(expiry.findChild<QDateEdit *>()->maximumDate(), QDate(2027, 2, 18));
    }

    void wantedExpiryTakesNeverAway()
    {
        core::Policy policy;
        policy.requireExpiry = true;
        const ui::ExpiryChoice expiry(u"Expires"_s, policy, m_clock);
        QVERIFY(!choice(expiry, u"Never"_s)->isEnabled());
        QVERIFY(choice(expiry, u"Never"_s)->toolTip().contains(u"every key to expire"_s));
        QVERIFY(choice(expiry, u"1 year"_s)->isEnabled());
    }

    void aPolicyBelowEveryChoiceLeavesADayOfOnesOwn()
    {
        core::Policy policy;
        policy.maxLifetimeDays = 7;
        const ui::ExpiryChoice expiry(u"Expires"_s, policy, m_clock);
        QVERIFY(choice(expiry, u"Custom…"_s)->isChecked());
        QCOMPARE(line(expiry), u"27 Nov 2026, 23:59 your time."_s);
        QVERIFY(expiry.fault().isEmpty());
    }

    void aLongerDayDoesNotCarryItBeyondThePolicy()
    {
        setZone("Europe/Berlin");
        const test::FakeClock early(QDateTime(QDate(2026, 10, 1), QTime(0, 0, 10)).toUTC());
        core::Policy policy;
        policy.maxLifetimeDays = 30; // the night of the 25th is an hour longer
        const ui::ExpiryChoice expiry(u"Expires"_s, policy, early);
        QVERIFY(choice(expiry, u"30 days"_s)->isEnabled());
        QVERIFY(choice(expiry, u"30 days"_s)->isChecked());
        using core::keyrules::ExpiryFault;
        QCOMPARE(core::keyrules::judgeExpiry(expiry.expiresAt(), policy, early.now()), ExpiryFault::None);
    }

    void anExpiryThatIsNotChangedStaysToTheSecond()
    {
        ui::ExpiryChoice expiry(u"Expires"_s, {}, m_clock);
        const QDateTime odd({2027, 3, 4}, {5, 6, 7}, Qt::UTC);
        expiry.setCurrent(odd);
        QCOMPARE(expiry.expiresAt(), odd);
        expiry.findChild<QDateEdit *>()->setDate({2027, 3, 5});
        QCOMPARE(expiry.expiresAt(), QDateTime({2027, 3, 5}, {23, 59, 59}, Qt::UTC));
        expiry.setCurrent({});
        QVERIFY(!expiry.expiresAt().isValid());
    }

    void anExpiryOfBeforeThePolicyMayStay()
    {
        core::Policy policy;
        policy.maxLifetimeDays = 30;
        ui::ExpiryChoice expiry(u"Expires"_s, policy, m_clock);
        expiry.setCurrent({});
        QVERIFY(expiry.fault().isEmpty());
        const QDateTime far({2030, 1, 1}, {0, 0}, Qt::UTC);
        expiry.setCurrent(far);
        QCOMPARE(expiry.expiresAt(), far);
        QVERIFY(expiry.fault().isEmpty());
    }

    void theGatewaysWordsStandUntilTheNextChoice()
    {
        ui::ExpiryChoice expiry(u"Expires"_s, {}, m_clock);
        expiry.show();
        expiry.setError(u"The plan allows 60 days."_s);
        QCOMPARE(line(expiry), u"The plan allows 60 days."_s);
        QTest::mouseClick(choice(expiry, u"30 days"_s), Qt::LeftButton);
        QCOMPARE(line(expiry), u"20 Dec 2026, 23:59 your time."_s);
    }
};

QTEST_MAIN(ExpiryChoiceTest)
#include "tst_expirychoice.moc"
