#include "ui/activity/activitypage.h"

#include "core/base/identifiers.h"
#include "core/services/activityfeed.h"
#include "tests/support/check.h"
#include "tests/ui/activity/activityrig.h"
#include "ui/activity/activityfilterbar.h"
#include "ui/activity/eventinspector.h"
#include "ui/activity/eventtable.h"
#include "ui/activity/eventtablemodel.h"
#include "ui/activity/eventwords.h"
#include "ui/kit/chart.h"
#include "ui/kit/liststate.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextLayout>

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 sample = 12000;
}

class ActivityPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void theRowsAreTheGatewaysNewestFirst();
    void aFilterShowsWhatTheGatewayFinds();
    void searchingWaitsForAPauseAndFinds();
    void whatIsNotThereIsExplainedAndFiltersCanBeCleared();
    void anEventIsShownInFullAndLeadsOn();
    void theEventsAddressNarrowsItToWhatCameFromThere();
    void aStretchOfTheHistogramNarrowsThePeriodAndThereIsAWayOut();
    void aStretchIsDraggedWithThePointer();
    void anotherScreenOpensItFiltered();
    void pageDownGoesOnToTheOldestEvent();
    void liveEventsComeInOnTopAndWaitWhileSomebodyReadsBelow();
    void theBarsSayWhichFiltersTheyDoNotKnow();
    void aLongWordIsShownWholeInTheInspector();
    void everyControlHasItsName();

private:
    core::ActivityFilter shownFilter() const { return m_rig.page->feed().filter(); }
    QString title() const { return m_rig.find<QLabel>("eventCount")->text(); }
    QString state() const { return m_rig.find<QLabel>("listState")->text(); }
    ui::EventTable *table() const { return m_rig.find<ui::EventTable>("activityTable"); }
    QAbstractButton *button(const QString &name) const;
    bool press(const QString &name) const;
    bool isRead() const { return !m_rig.page->feed().isReading() && m_rig.page->feed().total().has_value(); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }

    test::ActivityRig m_rig;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void ActivityPageTest::initTestCase()
{
    QVERIFY(m_rig.start(sample));
}

void ActivityPageTest::init()
{
    m_rig.openPage();
    m_tester = std::make_unique<QAbstractItemModelTester>(table()->model(),
                                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_VERIFY(isRead());
}

void ActivityPageTest::cleanup()
{
    m_tester.reset();
    m_rig.page.reset();
}

QAbstractButton *ActivityPageTest::button(const QString &name) const
{
    for (auto *each : m_rig.page->findChildren<QAbstractButton *>()) {
        const auto shown = each->accessibleName().isEmpty() ? each->text() : each->accessibleName();
        if (shown == name && each->isVisible())
            return each;
    }
    return nullptr;
}

bool ActivityPageTest::press(const QString &name) const
{
    auto *found = button(name);
    if (found == nullptr || !found->isEnabled())
        return false;
    found->click();
    return true;
}

void ActivityPageTest::theRowsAreTheGatewaysNewestFirst()
{
    const auto expected = m_rig.allEvents(shownFilter());
    QVERIFY(expected.size() > 100);
    QVERIFY2(title().contains(u"event"), qPrintable(title()));
    for (int row = 0; row < 50; ++row) {
        QCOMPARE(cell(row, ui::EventTableModel::What), ui::eventwords::what(expected[row]));
        QCOMPARE(cell(row, ui::EventTableModel::Address), ui::eventwords::address(expected[row]));
        QCOMPARE(cell(row, ui::EventTableModel::Status), ui::eventwords::status(expected[row]));
    }
}

void ActivityPageTest::aFilterShowsWhatTheGatewayFinds()
{
    QVERIFY(press(u"Refused"_s));
    QTRY_VERIFY(isRead());
    QCOMPARE(shownFilter().result, core::ActivityFilter::Result::Refused);
    const auto refused = m_rig.allEvents(shownFilter());
    QVERIFY(!refused.isEmpty());
    QCOMPARE(cell(0, ui::EventTableModel::What), ui::eventwords::what(refused.first()));
    QVERIFY(cell(0, ui::EventTableModel::Status).toInt() >= 400);
    QVERIFY(press(u"Changes"_s));
    QTRY_VERIFY(isRead());
    QVERIFY(!shownFilter().kinds.contains(core::EventKind::Request));
    QCOMPARE(table()->model()->rowCount(), qMin<qsizetype>(m_rig.allEvents(shownFilter()).size(), 200));
    QVERIFY(press(u"Everything"_s));
    QCOMPARE(shownFilter().kinds, QList<core::EventKind>());
}

void ActivityPageTest::searchingWaitsForAPauseAndFinds()
{
    QTest::keyClicks(m_rig.find<QLineEdit>("searchActivity"), u"contacts"_s);
    QCOMPARE(shownFilter().text, QString());
    QTRY_COMPARE(shownFilter().text, u"contacts"_s);
    QTRY_VERIFY(isRead() && table()->model()->rowCount() > 0);
    const auto found = m_rig.allEvents(shownFilter());
    QCOMPARE(cell(0, ui::EventTableModel::What), ui::eventwords::what(found.first()));
}

void ActivityPageTest::whatIsNotThereIsExplainedAndFiltersCanBeCleared()
{
    m_rig.find<QLineEdit>("searchActivity")->setText(u"no such thing anywhere"_s);
    QTRY_COMPARE(shownFilter().text, u"no such thing anywhere"_s);
    QTRY_COMPARE(state(), u"Nothing matches"_s);
    QTRY_VERIFY(button(u"Clear filters"_s) != nullptr);
    QVERIFY(press(u"Clear filters"_s));
    QTRY_VERIFY(table()->isVisible() && table()->model()->rowCount() > 0);
    QCOMPARE(shownFilter(), core::ActivityFilter());
}

void ActivityPageTest::anEventIsShownInFullAndLeadsOn()
{
    QVERIFY(press(u"Requests"_s));
    QTRY_VERIFY(isRead() && table()->model()->rowCount() > 0);
    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(3, 0));
    const auto event = *m_rig.page->feed().event(3);
    QCOMPARE(m_rig.find<QPlainTextEdit>("Path")->toPlainText(), event.path);
    QCOMPARE(m_rig.find<QPlainTextEdit>("Agent")->toPlainText(), event.userAgent);
    QSignalSpy wanted(m_rig.page.get(), &ui::Page::keyWanted);
    QVERIFY(press(u"Show the key"_s));
    QCOMPARE(wanted.value(0).value(1).toString(), event.key->id);
    QVERIFY(press(u"Only this key"_s));
    QCOMPARE(shownFilter().keyId, event.key->id);
    QTRY_VERIFY(isRead());
    QCOMPARE(cell(0, ui::EventTableModel::Key), ui::eventwords::key(event));
    QCOMPARE(button(u"Key"_s)->accessibleDescription(), event.key->name);
}

void ActivityPageTest::theEventsAddressNarrowsItToWhatCameFromThere()
{
    QVERIFY(press(u"Requests"_s));
    QTRY_VERIFY(isRead() && table()->model()->rowCount() > 0);
    const auto before = *m_rig.page->feed().total();
    table()->setCurrentIndex(table()->model()->index(3, 0));
    const auto address = m_rig.page->feed().event(3)->address;
    QVERIFY(!address.isEmpty());
    QVERIFY(press(u"Only this address"_s));
    QCOMPARE(shownFilter().address, address);
    QCOMPARE(m_rig.find<QLineEdit>("address")->text(), address);
    QTRY_VERIFY(isRead());
    const auto expected = m_rig.allEvents(shownFilter());
    QCOMPARE(*m_rig.page->feed().total(), expected.size());
    QVERIFY(expected.size() < before);
    for (int row = 0; row < 20; ++row) {
        QCOMPARE(m_rig.page->feed().event(row)->id, expected[row].id);
        QCOMPARE(cell(row, ui::EventTableModel::Address), address);
    }
}

void ActivityPageTest::aStretchOfTheHistogramNarrowsThePeriodAndThereIsAWayOut()
{
    auto *chart = m_rig.find<ui::Chart>("activityChart");
    QTRY_VERIFY(chart->counts().size() > 24);
    const auto whole = shownFilter();
    chart->setFocus();
    chart->setCurrent(10);
    QTest::keyClick(chart, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(chart, Qt::Key_Right, Qt::ShiftModifier);
    const auto since = chart->counts().at(10).start;
    QTest::keyClick(chart, Qt::Key_Return);
    QCOMPARE(shownFilter().since, since);
    QCOMPARE(shownFilter().until, since.addSecs(3 * 3600));
    QVERIFY(press(u"Zoom out"_s));
    QCOMPARE(shownFilter(), whole);
    QVERIFY(button(u"Zoom out"_s) == nullptr);
}

void ActivityPageTest::aStretchIsDraggedWithThePointer()
{
    auto *chart = m_rig.find<ui::Chart>("activityChart");
    QTRY_VERIFY(chart->counts().size() > 24);
    const auto whole = shownFilter();
    const auto counts = chart->counts();
    const auto total = *m_rig.page->feed().total();
    const auto middle = [&](qsizetype bucket) { return chart->bucketRect(bucket).center(); };
    QTest::mousePress(chart, Qt::LeftButton, {}, middle(9));
    QTest::mouseMove(chart, middle(12));
    QTest::mouseMove(chart, middle(15));
    QCOMPARE(shownFilter(), whole); // not before it is let go
    QTest::mouseRelease(chart, Qt::LeftButton, {}, middle(15));
    QCOMPARE(shownFilter().since, counts.at(9).start);
    QCOMPARE(shownFilter().until, counts.at(16).start);
    QTRY_VERIFY(isRead());
    QCOMPARE(*m_rig.page->feed().total(), m_rig.allEvents(shownFilter()).size());
    QVERIFY(*m_rig.page->feed().total() < total);
    QTRY_COMPARE(chart->counts().first().start, counts.at(9).start);
    QVERIFY(press(u"Zoom out"_s));
    QCOMPARE(shownFilter(), whole);
}

void ActivityPageTest::anotherScreenOpensItFiltered()
{
    core::ActivityFilter wanted;
    wanted.address = m_rig.page->feed().event(0)->address;
    wanted.text = u"api"_s;
    wanted.result = core::ActivityFilter::Result::Refused;
    m_rig.page->showOnly(wanted);
    QCOMPARE(m_rig.find<QLineEdit>("address")->text(), wanted.address);
    QCOMPARE(m_rig.find<QLineEdit>("searchActivity")->text(), wanted.text);
    QCOMPARE(shownFilter().result, wanted.result);
    QCOMPARE(shownFilter().address, wanted.address);
}

void ActivityPageTest::pageDownGoesOnToTheOldestEvent()
{
    core::ActivityFilter all;
    m_rig.page->showOnly(all);
    QVERIFY(press(u"Requests"_s));
    QTRY_VERIFY(isRead());
    const auto expected = m_rig.allEvents(shownFilter());
    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(0, 0));
    const auto isThere = [&] {
        QTest::keyClick(table(), Qt::Key_PageDown);
        return !m_rig.page->feed().hasMore() && table()->currentIndex().row() == table()->model()->rowCount() - 1;
    };
    QVERIFY(QTest::qWaitFor(isThere, 60000));
    const int last = int(expected.size()) - 1;
    QCOMPARE(table()->model()->rowCount(), expected.size());
    QTRY_COMPARE(cell(last, ui::EventTableModel::What), ui::eventwords::what(expected.last()));
    QTest::keyClick(table(), Qt::Key_Home, Qt::ControlModifier);
    QTRY_COMPARE(cell(0, ui::EventTableModel::What), ui::eventwords::what(expected.first()));
}

void ActivityPageTest::liveEventsComeInOnTopAndWaitWhileSomebodyReadsBelow()
{
    m_rig.following->sync.follow(m_rig.organization);
    QTRY_VERIFY(m_rig.following->live.isConnected());
    const auto scopes = test::wait(m_rig.desk->directory.scopes(m_rig.organization));
    QVERIFY_RESULT(scopes);
    const auto made = test::wait(m_rig.backend().createKey(
        m_rig.organizationId(), {u"Live"_s, {}, {scopes->first().name}, {}}, core::newIdempotencyKey()));
    QVERIFY_RESULT(made);
    const auto call = [&] { return test::wait(m_rig.backend().checkKey(made->key.id, made->secret)); };
    m_rig.page->refresh();
    const auto topIs = [&](core::EventKind kind) {
        const auto *top = m_rig.page->feed().event(0);
        return top != nullptr && top->kind == kind && top->key && top->key->id == made->key.id;
    };
    QTRY_VERIFY(topIs(core::EventKind::KeyCreated));
    const auto *chart = m_rig.find<ui::Chart>("activityChart");
    const auto counted = [chart] {
        qint64 sum = 0;
        for (const auto &count : chart->counts())
            sum += count.total();
        return sum;
    };
    QTRY_VERIFY(counted() > 0);
    const auto before = counted();
    auto *waiting = m_rig.find<QAbstractButton>("newEvents");

    QVERIFY(press(u"Live"_s));
    QVERIFY_RESULT(call());
    QTRY_VERIFY(topIs(core::EventKind::Request));
    QVERIFY(!waiting->isVisible());

    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(90, 0));
    const auto readId = m_rig.page->feed().event(90)->id;
    QVERIFY(table()->verticalScrollBar()->value() > 0);
    QVERIFY_RESULT(call());
    QVERIFY_RESULT(call());
    QTRY_COMPARE(waiting->text(), u"2 new events"_s);
    QVERIFY(waiting->isVisible());
    QCOMPARE(table()->currentIndex().row(), 90);
    QCOMPARE(m_rig.page->feed().event(90)->id, readId);

    waiting->click();
    QVERIFY(!waiting->isVisible());
    QCOMPARE(table()->verticalScrollBar()->value(), 0);
    QVERIFY(topIs(core::EventKind::Request));
    QTRY_COMPARE_WITH_TIMEOUT(counted(), before + 3, 20000);

    QVERIFY(press(u"Live"_s));
    QVERIFY(!m_rig.page->feed().isLive());
    m_rig.following->sync.follow(0);
}

void ActivityPageTest::theBarsSayWhichFiltersTheyDoNotKnow()
{
    const auto *remark = m_rig.find<QLabel>("histogramRemark");
    QVERIFY(!remark->isVisible());
    QVERIFY(press(u"Changes"_s));
    QVERIFY(remark->isVisible());
    QVERIFY2(remark->text().contains(u"changes and sign-ins are not among them"), qPrintable(remark->text()));
    QVERIFY(press(u"Everything"_s));
    QVERIFY(!remark->isVisible());
    core::ActivityFilter address;
    address.address = u"203.0.113.7"_s;
    m_rig.page->showOnly(address);
    QVERIFY(remark->isVisible());
    QVERIFY2(remark->text().contains(u"scope, address and search do not narrow them"), qPrintable(remark->text()));
    m_rig.page->showOnly({});
    QVERIFY(!remark->isVisible());
}

void ActivityPageTest::aLongWordIsShownWholeInTheInspector()
{
    auto event = *m_rig.page->feed().event(0);
    event.userAgent = QString(150, u'x');
    ui::EventInspector inspector;
    inspector.resize(ui::EventInspector::panelWidth, 700);
    inspector.showEvent(event);
    inspector.show();
    QVERIFY(QTest::qWaitForWindowExposed(&inspector));
    const auto *agent = inspector.findChild<QPlainTextEdit *>(u"Agent"_s);
    QCOMPARE(agent->toPlainText(), event.userAgent);
    const auto *lines = agent->document()->firstBlock().layout();
    QVERIFY(lines->lineCount() > 3);
    for (int line = 0; line < lines->lineCount(); ++line)
        QVERIFY(lines->lineAt(line).naturalTextWidth() <= agent->viewport()->width());
    QVERIFY(agent->height() >= lines->lineCount() * agent->fontMetrics().height());
    QVERIFY(agent->mapTo(&inspector, agent->rect().topRight()).x() < inspector.width());
}

void ActivityPageTest::everyControlHasItsName()
{
    QCOMPARE(m_rig.find<QLineEdit>("searchActivity")->accessibleName(), u"Search activity"_s);
    QCOMPARE(table()->accessibleName(), u"Activity"_s);
    for (const auto *name :
         {"Live", "Export…", "Everything", "Requests", "Refused", "Changes", "Sign-ins", "Key", "Scope", "Period"})
        QVERIFY2(button(QString::fromUtf8(name)) != nullptr, name);
    QVERIFY(button(u"Live"_s)->isCheckable());
}

QTEST_MAIN(ActivityPageTest)
#include "tst_activitypage.moc"
