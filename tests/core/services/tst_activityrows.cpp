#include "core/services/activityrows.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ActivityEvent;
using core::ActivityRows;

namespace {

QList<ActivityEvent> page(int first, int size)
{
    QList<ActivityEvent> events;
    for (int i = first; i < first + size; ++i) {
        ActivityEvent event;
        event.id = QString::number(i);
        events += event;
    }
    return events;
}

} // namespace

//! Rows whose events are in memory only around what is read.
class ActivityRowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsKeepTheirPlaceWhereverOneReads()
    {
        ActivityRows rows;
        int first = 0;
        // Pages of any size: the gateway may end one early.
        for (int i = 1; i <= 500; ++i) {
            const int size = i % 7 == 0 ? 0 : 50 + i % 13;
            rows.append(page(first, size), u"behind %1"_s.arg(i));
            first += size;
            rows.keepOnly(first - 300, first);
        }
        QCOMPARE(rows.count(), first);
        QVERIFY(rows.hasMore());
        QVERIFY2(rows.event(0) != nullptr, "no cursor leads to the first page");
        QVERIFY(rows.event(200) == nullptr && rows.event(first) == nullptr && rows.event(-1) == nullptr);
        QCOMPARE(rows.event(first - 1)->id, QString::number(first - 1));
        int inMemory = 0;
        for (int row = 0; row < first; ++row)
            inMemory += rows.event(row) != nullptr ? 1 : 0;
        QVERIFY2(inMemory < 500, qPrintable(QString::number(inMemory)));

        rows.prepend(page(-3, 3));
        auto gap = rows.gapIn(1000, 1100);
        QVERIFY(gap && gap->first <= 1000 && gap->first + gap->size > 1000);
        QVERIFY(gap->cursor.startsWith(u"behind "));
        rows.fill(*gap, page(gap->first - 3, gap->size));
        QCOMPARE(rows.event(1000)->id, u"997"_s);
        QCOMPARE(rows.event(0)->id, u"-3"_s);
        QVERIFY(!rows.gapIn(1000, 1000));
        QVERIFY(!rows.gapIn(-200, -1));
    }

    void theEndMayComeEarlierThanOnceKnown()
    {
        ActivityRows rows;
        rows.append(page(0, 10), u"a"_s);
        rows.append(page(10, 10), u"b"_s);
        rows.truncate(13);
        QCOMPARE(rows.count(), 13);
        QVERIFY(!rows.hasMore());
        QCOMPARE(rows.event(12)->id, u"12"_s);
        rows.truncate(10);
        QCOMPARE(rows.count(), 10);
        rows.truncate(0);
        QCOMPARE(rows.count(), 0);
    }
};

QTEST_GUILESS_MAIN(ActivityRowsTest)
#include "tst_activityrows.moc"
