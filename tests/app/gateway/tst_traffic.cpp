#include "app/gateway/sample.h"
#include "core/base/crypto.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/store.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using gateway::store::Database, gateway::store::Store;

namespace {

//! A Friday, in the afternoon.
class OneMoment final : public core::Clock {
public:
    QDateTime now() const override { return QDateTime({2026, 11, 20}, {15, 4}, Qt::UTC); }
};

constexpr qint64 minute = 60 * 1000;
constexpr qint64 day = 24 * 60 * minute;

const auto calls = u"SELECT count(*) FROM events e JOIN keys k ON k.number = e.key JOIN shapes s ON s.number = e.shape "
                   "JOIN organizations o ON o.number = e.organization "
                   "WHERE s.kind = 'request' AND o.name = 'Northwind' AND "_s;

} // namespace

//! Ninety days that look as if they had happened.
class TrafficTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(crypto::initialize());
        make(u"sample.sqlite"_s, 60000, 1);
        m_store = *Store::open(file(u"sample.sqlite"_s), Store::Purpose::Tend);
        m_database = *m_store->connect();
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void thereAreAsManyCallsAsAskedForInTheOrderOfTime()
    {
        QCOMPARE(number(u"SELECT count(*) FROM events WHERE actor_kind IS NULL"_s), 60000);
        QCOMPARE(number(u"SELECT last_event FROM activity_marks"_s), number(u"SELECT max(number) FROM events"_s));
        QCOMPARE(number(u"SELECT count(*) FROM (SELECT at, lag(at) OVER (ORDER BY number) AS before FROM events) WHERE "
                        "at < before"_s),
                 0);
        QCOMPARE(number(u"SELECT max(at) FROM events"_s), OneMoment().now().toMSecsSinceEpoch());
        QVERIFY(number(u"SELECT min(at) FROM events WHERE actor_kind IS NULL"_s) >=
                OneMoment().now().addDays(-90).toMSecsSinceEpoch());
    }

    void theRollUpsAgreeWithTheEvents()
    {
        const auto sum = u"SELECT sum(ok + unauthorized + forbidden + limited + other) FROM hourly_counts WHERE "_s;
        QCOMPARE(number(sum + u"key = 0"_s), 60000);
        QCOMPARE(number(sum + u"key <> 0"_s), 60000);
        QCOMPARE(
            number(u"SELECT count(*) FROM (SELECT e.organization, e.key, e.at / 3600000 AS hour, sum(s.status < 400) "
                   "AS good, sum(s.status = 429) AS much FROM events e JOIN shapes s ON s.number = e.shape WHERE "
                   "e.actor_kind IS NULL GROUP BY 1, 2, 3) e LEFT JOIN hourly_counts c ON c.organization = "
                   "e.organization AND c.key = e.key AND c.hour = e.hour WHERE c.ok IS NOT e.good OR c.limited IS "
                   "NOT e.much"_s),
            0);
    }

    void officesWorkByDayAndNotOnWeekends()
    {
        const auto ofCrm = calls + u"k.name LIKE 'CRM sync%' AND "_s;
        const auto hour = u"e.at / 3600000 % 24 "_s;
        QVERIFY(number(ofCrm + hour + u"BETWEEN 8 AND 17"_s) > 8 * number(ofCrm + hour + u"NOT BETWEEN 6 AND 20"_s));
        const auto weekday = u"(e.at / 86400000 + 3) % 7 "_s;
        QVERIFY(number(ofCrm + weekday + u"< 5"_s) > 10 * number(ofCrm + weekday + u">= 5"_s));
    }

    void eachKeyHasTheFateOfItsName()
    {
        const auto ago = [](int days) { return QString::number(OneMoment().now().addDays(-days).toMSecsSinceEpoch()); };
        QCOMPARE(number(calls + u"k.name = 'Old staging bot'"_s), 0);
        const auto ofContractor = calls + u"k.name = 'Contractor laptop' AND "_s;
        QVERIFY(number(ofContractor + u"s.code = 'FORBIDDEN'"_s) > 50);
        QVERIFY(number(ofContractor + u"s.code = 'KEY_REVOKED'"_s) > 0);
        QCOMPARE(number(ofContractor + u"(s.status = 401) <> (e.at >= %1)"_s.arg(ago(18))), 0);
        QVERIFY(number(calls + u"k.name = 'Import of the old system' AND s.code = 'KEY_DISABLED'"_s) > 0);
        QCOMPARE(number(calls + u"k.name = 'Billing webhook' AND s.status <> 200"_s), 0);
    }

    //! Now and then a campaign calls faster than allowed: for some minutes, and not on other days.
    void whatIsLimitedComesInBursts()
    {
        const auto bursts = spells(u"k.name = 'Campaign sender' AND s.status = 429"_s);
        QVERIFY(bursts.size() >= 2);
        const auto ofCampaign = calls + u"k.name = 'Campaign sender' AND "_s;
        for (const auto &burst : bursts) {
            QVERIFY2(burst.last - burst.first < 12 * minute, qPrintable(QString::number(burst.last - burst.first)));
            QVERIFY2(burst.count >= 15, qPrintable(QString::number(burst.count)));
            // Among them is about every second call of these minutes.
            const auto meanwhile = number(ofCampaign + u"e.at BETWEEN %1 AND %2"_s.arg(burst.first).arg(burst.last));
            QVERIFY2(burst.count * 4 > meanwhile, qPrintable(QString::number(meanwhile)));
            QVERIFY(burst.count * 4 < meanwhile * 3);
        }
        QVERIFY(number(ofCampaign + u"s.status <> 429"_s) > 500);
    }

    //! Some nights, for some minutes, one key is tried for what it may not do.
    void lackedScopesAreProbedAtNight()
    {
        const auto probes = spells(u"k.name = 'Contractor laptop' AND s.code = 'FORBIDDEN'"_s);
        QVERIFY(probes.size() >= 5);
        qint64 refused = 0;
        for (const auto &probe : probes) {
            QVERIFY2(probe.last - probe.first < 9 * minute, qPrintable(QString::number(probe.last - probe.first)));
            const auto hour = probe.first % day / (60 * minute);
            QVERIFY(hour == 1 || hour == 23);
            refused += probe.count;
        }
        QVERIFY(refused > 50);
        QVERIFY(number(u"SELECT count(DISTINCT s.scope) FROM events e JOIN keys k ON k.number = e.key JOIN shapes s ON "
                       "s.number = e.shape WHERE k.name = 'Contractor laptop' AND s.code = 'FORBIDDEN'"_s) >= 3);
    }

    //! Two hours after the rotation one of four callers has not switched yet.
    void theCallersOfTheRetiringKeyFade()
    {
        const auto now = OneMoment().now().toMSecsSinceEpoch();
        const auto callers = [&](const QString &key, qint64 minutesAgo) {
            return number(
                u"SELECT count(DISTINCT e.agent) FROM events e JOIN keys k ON k.number = e.key JOIN "
                "organizations o ON o.number = e.organization WHERE o.name = 'Northwind' AND k.name = '%1' AND "
                "e.at > %2 AND e.at <= %3"_s.arg(key)
                    .arg(now - minutesAgo * 60000)
                    .arg(now - (minutesAgo - 25) * 60000));
        };
        QCOMPARE(callers(u"CRM sync"_s, 150), 0);
        QCOMPARE(callers(u"CRM sync (previous)"_s, 150), 4);
        QCOMPARE(callers(u"CRM sync (previous)"_s, 25), 1);
        QCOMPARE(callers(u"CRM sync"_s, 25), 3);
        QCOMPARE(number(u"SELECT count(*) FROM keys old JOIN keys new ON new.id = old.replaced_by AND new.replaces = "
                        "old.id WHERE new.name = 'CRM sync'"_s),
                 5);
    }

    void theSameSeedMakesTheSame()
    {
        make(u"one.sqlite"_s, 2000, 7);
        make(u"two.sqlite"_s, 2000, 7);
        make(u"three.sqlite"_s, 2000, 8);
        QCOMPARE(timesIn(u"two.sqlite"_s), timesIn(u"one.sqlite"_s));
        QVERIFY(timesIn(u"three.sqlite"_s) != timesIn(u"one.sqlite"_s));
    }

private:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    void make(const QString &name, qint64 events, quint64 seed) const
    {
        CommandLine line;
        line.options.databaseFile = file(name);
        line.events = events;
        line.seed = seed;
        QVERIFY_RESULT(makeSample(line, core::Secret::copy("a long enough password"), OneMoment()));
    }
    //! Calls with at most half an hour between one and the next.
    struct Spell {
        qint64 first = 0;
        qint64 last = 0;
        qint64 count = 0;
    };
    QList<Spell> spells(const QString &condition) const
    {
        QList<Spell> found;
        auto rows = m_database->select(u"SELECT e.at FROM "_s + QString(calls).section(u" FROM "_s, 1) + condition +
                                       u" ORDER BY e.at"_s);
        while (rows.next()) {
            const auto at = rows.integer(0);
            if (found.isEmpty() || at - found.last().last > 30 * minute)
                found += Spell{at, at, 0};
            found.last().last = at;
            ++found.last().count;
        }
        return found;
    }
    qint64 number(const QString &query) const
    {
        auto rows = m_database->select(query);
        return rows.next() ? rows.integer(0) : -1;
    }
    QList<qint64> timesIn(const QString &name) const
    {
        const auto store = *Store::open(file(name), Store::Purpose::Tend);
        const auto database = *store->connect();
        QList<qint64> times;
        for (auto rows = database->select(u"SELECT at FROM events ORDER BY number"_s); rows.next();)
            times += rows.integer(0);
        return times;
    }

    QTemporaryDir m_folder;
    std::shared_ptr<Store> m_store;
    std::unique_ptr<Database> m_database;
};

QTEST_GUILESS_MAIN(TrafficTest)
#include "tst_traffic.moc"
