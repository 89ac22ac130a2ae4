#include "ui/kit/chart.h"

#include "ui/kit/chartlegend.h"
#include "ui/kit/outcome.h"

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::CallOutcome;
using core::UsageCount;
using ui::Chart;

class ChartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::applyTheme(*qApp, core::ThemeChoice::Light); }
    void init();
    void cleanup();
    void eachOutcomeHasItsShareOfTheBar_data();
    void eachOutcomeHasItsShareOfTheBar();
    void oneCallAmongAMillionIsSeen();
    void theLegendHidesAndShowsAShare();
    void theKeyboardGoesFromBarToBarAndSaysItsNumbers();
    void aStretchIsChosenByDragging();
    void aStretchIsChosenWithTheKeyboard();
    void nothingIsChosenWhereNothingMayBe();
    void assistiveTechnologyFindsATable();
    void theTableFollowsTheCounts();
    void emptyTimesSaySo();

private:
    QColor colourAt(qsizetype bucket, qreal share) const;

    QList<UsageCount> m_counts;
    std::unique_ptr<Chart> m_chart;
    const QDateTime m_first{QDate(2026, 11, 2), QTime(0, 0), Qt::UTC};
};

void ChartTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_counts.clear();
    for (int i = 0; i < 10; ++i)
        m_counts.append({.start = m_first.addDays(i), .ok = 50, .unauthorized = 20, .limited = 30});
    m_counts[9] = {.start = m_first.addDays(9), .ok = 1234};
    m_counts[8] = {.start = m_first.addDays(8)};
    m_chart = std::make_unique<Chart>(u"Requests per day"_s, Chart::Axes::None);
    m_chart->resize(400, 200);
    m_chart->setCounts(m_counts.first(8), 24h);
    m_chart->show();
    m_chart->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_chart.get()));
}

void ChartTest::cleanup()
{
    m_chart.reset();
    ui::applyTheme(*qApp, core::ThemeChoice::Light);
}

//! In the middle of a bucket's bar, \a share of the whole height up.
QColor ChartTest::colourAt(qsizetype bucket, qreal share) const
{
    const QRect slot = m_chart->bucketRect(bucket);
    const QImage image = m_chart->grab().toImage();
    const qreal ratio = image.devicePixelRatio();
    const QPointF point(slot.center().x(), slot.bottom() - share * (slot.height() - 2));
    return image.pixelColor((point * ratio).toPoint());
}

void ChartTest::eachOutcomeHasItsShareOfTheBar_data()
{
    QTest::addColumn<core::ThemeChoice>("theme");
    QTest::newRow("light") << core::ThemeChoice::Light;
    QTest::newRow("dark") << core::ThemeChoice::Dark;
}

void ChartTest::eachOutcomeHasItsShareOfTheBar()
{
    QFETCH(core::ThemeChoice, theme);
    ui::applyTheme(*qApp, theme);
    const ui::Tokens &tokens = theme == core::ThemeChoice::Dark ? ui::darkTokens() : ui::lightTokens();
    for (const qsizetype bucket : {0, 7}) {
        QTRY_COMPARE(colourAt(bucket, 0.25), ui::outcome::colour(CallOutcome::Ok, tokens));
        QCOMPARE(colourAt(bucket, 0.6), ui::outcome::colour(CallOutcome::Unauthorized, tokens));
        QCOMPARE(colourAt(bucket, 0.85), ui::outcome::colour(CallOutcome::Limited, tokens));
    }
}

void ChartTest::oneCallAmongAMillionIsSeen()
{
    m_chart->setCounts({{.start = m_first, .ok = 1'000'000, .forbidden = 1}}, 24h);
    const QImage image = m_chart->grab().toImage();
    const QColor wanted = ui::outcome::colour(CallOutcome::Forbidden, ui::lightTokens());
    bool seen = false;
    for (int y = 0; y < image.height(); ++y)
        seen = seen || image.pixelColor(image.width() / 2, y) == wanted;
    QVERIFY(seen);
}

void ChartTest::theLegendHidesAndShowsAShare()
{
    ui::ChartLegend legend(*m_chart);
    const auto entries = legend.findChildren<QCheckBox *>();
    QCOMPARE(entries.size(), 5);
    auto *allowed = entries.first();
    QCOMPARE(allowed->text(), u"Allowed"_s);
    QCOMPARE(QAccessible::queryAccessibleInterface(allowed)->role(), QAccessible::CheckBox);
    QTest::keyClick(allowed, Qt::Key_Space);
    QVERIFY(!m_chart->isSeriesShown(CallOutcome::Ok));
    QCOMPARE(colourAt(0, 0.2), ui::outcome::colour(CallOutcome::Unauthorized, ui::lightTokens()));
    // What is hidden is not gone: the numbers stay exact.
    QCOMPARE(m_chart->numbers(0).first(), u"Allowed: 50"_s);
    QTest::mouseClick(allowed, Qt::LeftButton);
    QVERIFY(m_chart->isSeriesShown(CallOutcome::Ok));
}

void ChartTest::theKeyboardGoesFromBarToBarAndSaysItsNumbers()
{
    m_chart->setFocus(Qt::TabFocusReason);
    QCOMPARE(m_chart->current(), 7); // the newest
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QCOMPARE(m_chart->current(), 6);
    QCOMPARE(QToolTip::text(), u"Sun 8 Nov 2026\nAllowed: 50\nKey refused: 20\nRate limited: 30\nTogether: 100"_s);
    QTest::keyClick(m_chart.get(), Qt::Key_Home);
    QCOMPARE(m_chart->current(), 0);
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QCOMPARE(m_chart->current(), 0);
    QTest::keyClick(m_chart.get(), Qt::Key_Right);
    QCOMPARE(m_chart->current(), 1);
    QTest::keyClick(m_chart.get(), Qt::Key_End);
    QTest::keyClick(m_chart.get(), Qt::Key_Right);
    QCOMPARE(m_chart->current(), 7);
}

void ChartTest::aStretchIsChosenByDragging()
{
    m_chart->setRangeChoosable(true);
    QSignalSpy chosen(m_chart.get(), &Chart::rangeChosen);
    const auto middle = [this](qsizetype bucket) { return m_chart->bucketRect(bucket).center(); };
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, middle(3));
    QCOMPARE(chosen.size(), 0); // a click only says the numbers
    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, middle(5));
    QTest::mouseMove(m_chart.get(), middle(3));
    QTest::mouseMove(m_chart.get(), middle(2));
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, middle(2));
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().at(0).toDateTime(), m_first.addDays(2));
    QCOMPARE(chosen.first().at(1).toDateTime(), m_first.addDays(6));
}

void ChartTest::aStretchIsChosenWithTheKeyboard()
{
    m_chart->setRangeChoosable(true);
    QSignalSpy chosen(m_chart.get(), &Chart::rangeChosen);
    m_chart->setCurrent(4);
    QTest::keyClick(m_chart.get(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(m_chart.get(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().at(0).toDateTime(), m_first.addDays(4));
    QCOMPARE(chosen.first().at(1).toDateTime(), m_first.addDays(7));
    QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    QTest::keyClick(m_chart.get(), Qt::Key_Enter); // the bar alone
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen.last().at(0).toDateTime(), m_first.addDays(5));
    QCOMPARE(chosen.last().at(1).toDateTime(), m_first.addDays(6));
}

void ChartTest::nothingIsChosenWhereNothingMayBe()
{
    QSignalSpy chosen(m_chart.get(), &Chart::rangeChosen);
    m_chart->setCurrent(4);
    QTest::keyClick(m_chart.get(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(m_chart->current(), 5);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    m_chart->setCounts({}, 24h);
    m_chart->setRangeChoosable(true);
    QTest::keyClick(m_chart.get(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QTest::mouseClick(m_chart.get(), Qt::LeftButton);
    QCOMPARE(chosen.size(), 0);
}

void ChartTest::assistiveTechnologyFindsATable()
{
    auto *accessible = QAccessible::queryAccessibleInterface(m_chart.get());
    QCOMPARE(accessible->role(), QAccessible::Table);
    QCOMPARE(accessible->text(QAccessible::Name), u"Requests per day"_s);
    auto *table = accessible->tableInterface();
    QVERIFY(table);
    QCOMPARE(table->rowCount(), 8);
    QCOMPARE(table->columnCount(), 7);
    QCOMPARE(table->columnDescription(2), u"Key refused"_s);
    QCOMPARE(table->rowDescription(6), u"Sun 8 Nov 2026"_s);
    auto *cell = table->cellAt(6, 4);
    QVERIFY(cell && cell->isValid());
    QCOMPARE(cell->role(), QAccessible::Cell);
    QCOMPARE(cell->text(QAccessible::Name), u"30"_s);
    QCOMPARE(cell->parent(), accessible);
    QCOMPARE(cell->tableCellInterface()->columnHeaderCells().first()->text(QAccessible::Name), u"Rate limited"_s);
    QCOMPARE(cell->tableCellInterface()->rowHeaderCells().first()->text(QAccessible::Name), u"Sun 8 Nov 2026"_s);
    QVERIFY(!table->cellAt(8, 0) && !table->cellAt(0, 7) && !table->cellAt(-1, 0));
    // Each child is where it says it is, so that a reader can walk through all of them.
    QCOMPARE(accessible->childCount(), 9 * 7);
    for (int i = 0; i < accessible->childCount(); ++i)
        QCOMPARE(accessible->indexOfChild(accessible->child(i)), i);
    m_chart->setFocus(Qt::TabFocusReason);
    QTest::keyClick(m_chart.get(), Qt::Key_Home);
    QCOMPARE(accessible->focusChild(), table->cellAt(0, 0));
    QVERIFY(table->cellAt(0, 0)->state().focused);
    QCOMPARE(accessible->text(QAccessible::Value),
             u"Mon 2 Nov 2026: Allowed: 50, Key refused: 20, Rate limited: 30, Together: 100"_s);
    QCOMPARE(accessible->childAt(table->cellAt(3, 0)->rect().center().x(), table->cellAt(3, 0)->rect().center().y()),
             table->cellAt(3, 0));
}

void ChartTest::theTableFollowsTheCounts()
{
    auto *table = QAccessible::queryAccessibleInterface(m_chart.get())->tableInterface();
    QCOMPARE(table->cellAt(7, 0)->text(QAccessible::Name), u"Mon 9 Nov 2026"_s);
    m_chart->setCounts(m_counts, 24h);
    QCOMPARE(table->rowCount(), 10);
    QCOMPARE(table->cellAt(9, 6)->text(QAccessible::Name), u"1,234"_s);
    QCOMPARE(table->cellAt(8, 0)->text(QAccessible::Description), u"No requests"_s);
    m_chart->setCounts(m_counts.last(2), 24h);
    QCOMPARE(table->cellAt(0, 0)->text(QAccessible::Name), u"Tue 10 Nov 2026"_s);
    QVERIFY(!table->cellAt(7, 0));
}

void ChartTest::emptyTimesSaySo()
{
    m_chart->setCounts({m_counts.at(8)}, 24h);
    const QImage silent = m_chart->grab().toImage();
    m_chart->setEmptyText(u"No requests in 24 hours"_s);
    QVERIFY(m_chart->grab().toImage() != silent);
    QCOMPARE(m_chart->numbers(0), QStringList(u"No requests"_s));
}

QTEST_MAIN(ChartTest)
#include "tst_chart.moc"
