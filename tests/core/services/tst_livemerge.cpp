#include "core/services/livemerge.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ActivityEvent;

namespace {

//! \a first and what follows it, oldest first.
QList<ActivityEvent> events(int first, int last)
{
    QList<ActivityEvent> all;
    for (int i = first; i <= last; ++i) {
        ActivityEvent event;
        event.id = QString::number(i);
        all += event;
    }
    return all;
}

QList<ActivityEvent> page(int newest, int oldest)
{
    auto all = events(oldest, newest);
    std::reverse(all.begin(), all.end());
    return all;
}

} // namespace

//! Where in a stream a page was read.
class LiveMergeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatThePageHasIsNotNew()
    {
        core::LiveMerge merge;
        merge.hear(events(5, 12));
        QVERIFY(merge.needsNewest());
        merge.gotNewest(page(10, 1));
        QVERIFY(!merge.needsNewest());
        QCOMPARE(merge.take(), page(12, 11));
        QVERIFY(merge.take().isEmpty());
    }

    void aStreamThatIsBehindThePageAddsNothingOfIt()
    {
        core::LiveMerge merge;
        merge.gotNewest(page(10, 1));
        merge.hear(events(4, 6));
        QVERIFY(!merge.needsNewest());
        QVERIFY(merge.take().isEmpty());
        merge.hear(events(7, 13));
        QCOMPARE(merge.take(), page(13, 11));
    }

    void aStreamThatIsFarBehindAsksForThePageAgain()
    {
        core::LiveMerge merge;
        merge.gotNewest(page(100, 91));
        merge.hear(events(50, 60));
        QVERIFY(merge.needsNewest());
        QVERIFY(merge.take().isEmpty());
        merge.hear(events(61, 95));
        QVERIFY(!merge.needsNewest());
        QVERIFY(merge.take().isEmpty());
        merge.hear(events(96, 101));
        QCOMPARE(merge.take(), page(101, 101));
    }

    void theFirstEventsAfterAQuietPageAreFoundByReadingItAgain()
    {
        core::LiveMerge merge;
        merge.gotNewest({});
        merge.hear(events(1, 2));
        QVERIFY(merge.needsNewest());
        merge.gotNewest(page(1, 1));
        QCOMPARE(merge.take(), page(2, 2));
    }

    void aLostPlaceIsFoundWithWhatWasHeard()
    {
        core::LiveMerge merge;
        merge.gotNewest(page(3, 1));
        merge.hear(events(3, 30));
        merge.losePlace();
        merge.gotNewest(page(25, 20));
        QCOMPARE(merge.take(), page(30, 26));
    }
};

QTEST_GUILESS_MAIN(LiveMergeTest)
#include "tst_livemerge.moc"
