#include "ui/keys/keytable.h"

#include "tests/support/check.h"
#include "tests/ui/keys/pagetest.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using ui::KeyTable;
using ui::KeyTableModel;

class KeyTableTest : public test::PageTest {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        open();
    }
    void cleanup() { close(); }
    void everyKeyPressSearches();
    void theSearchIsLeftByEscapeAndDown();
    void typingInTheTableSearches();
    void aBoxAddsItsRowToTheSelection();
    void theHeadersBoxSelectsAllAndNone();
    void severalKeysAreSelectedByKeyboardAlone();
    void columnsAreRememberedWithOrderAndPlace();
    void aStateThatIsRubbishDoesNoHarm();
    void aChangeKeepsSelectionAndPlace();
    void aHundredThousandKeysAreShownAtOnce();
    void everyControlHasItsName();
};

void KeyTableTest::everyKeyPressSearches()
{
    fill();
    m_fixture->page().focusSearch();
    QCOMPARE(QApplication::focusWidget(), search());
    QTest::keyClicks(search(), u"crm"_s);
    QCOMPARE(names(), (QStringList{u"CRM sync"_s, u"CRM sync (previous)"_s}));
    QTest::keyClicks(search(), u" sync ("_s);
    QCOMPARE(names(), QStringList{u"CRM sync (previous)"_s});
    QTest::keyClick(search(), Qt::Key_Backspace);
    QTest::keyClick(search(), Qt::Key_Backspace);
    QCOMPARE(model()->rowCount(), 2);
}

void KeyTableTest::theSearchIsLeftByEscapeAndDown()
{
    fill();
    m_fixture->page().focusSearch();
    QTest::keyClicks(search(), u"export"_s);
    QCOMPARE(model()->rowCount(), 1);
    QTest::keyClick(search(), Qt::Key_Escape);
    QCOMPARE(search()->text(), QString());
    QCOMPARE(model()->rowCount(), 8);
    QTest::keyClick(search(), Qt::Key_Down);
    QCOMPARE(QApplication::focusWidget(), table());
    QCOMPARE(table()->currentIndex().row(), 0);
    QVERIFY(selectedIds().isEmpty());
}

void KeyTableTest::typingInTheTableSearches()
{
    fill();
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_N);
    QCOMPARE(QApplication::focusWidget(), search());
    QTest::keyClicks(search(), u"ig"_s);
    QCOMPARE(names(), QStringList{u"Nightly export"_s});
}

void KeyTableTest::aBoxAddsItsRowToTheSelection()
{
    fill();
    QSignalSpy changed(&m_fixture->page(), &ui::KeysPage::selectionChanged);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, boxAt(0));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, boxAt(2));
    QCOMPARE(selectedIds().size(), 2);
    QCOMPARE(words("selectedCount"), u"2 selected"_s);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, boxAt(0));
    QCOMPARE(selectedIds().size(), 1);
    QVERIFY(changed.count() >= 3);
    // Beside the boxes a click selects that row alone.
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, boxAt(4) + QPoint(60, 0));
    QCOMPARE(words("selectedCount"), u"1 selected"_s);
    QCOMPARE(words("inspectorName"), name(4));
}

void KeyTableTest::theHeadersBoxSelectsAllAndNone()
{
    fill();
    auto *header = table()->horizontalHeader();
    const auto order = header->sortIndicatorOrder();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {20, header->height() / 2});
    QCOMPARE(selectedIds().size(), 8);
    QCOMPARE(header->sortIndicatorOrder(), order);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, boxAt(1));
    QCOMPARE(selectedIds().size(), 7);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {20, header->height() / 2});
    QCOMPARE(selectedIds().size(), 8);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {20, header->height() / 2});
    QVERIFY(selectedIds().isEmpty());
    QCOMPARE(words("selectedCount"), QString());
}

void KeyTableTest::severalKeysAreSelectedByKeyboardAlone()
{
    fill();
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Space);
    QTest::keyClick(table(), Qt::Key_Down, Qt::ControlModifier);
    QTest::keyClick(table(), Qt::Key_Down, Qt::ControlModifier);
    QTest::keyClick(table(), Qt::Key_Space);
    QCOMPARE(selectedIds().size(), 2);
    QCOMPARE(words("inspectorName"), u"2 keys selected"_s);
    QTest::keyClick(table(), Qt::Key_Space);
    QCOMPARE(selectedIds().size(), 1);
    QTest::keyClick(table(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(selectedIds().size(), 8);
}

void KeyTableTest::columnsAreRememberedWithOrderAndPlace()
{
    fill();
    auto *header = table()->horizontalHeader();
    header->moveSection(header->visualIndex(KeyTableModel::Expires), 1);
    header->resizeSection(KeyTableModel::Scopes, 333);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      {header->sectionViewportPosition(KeyTableModel::Status) + 40, header->height() / 2});
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      {header->sectionViewportPosition(KeyTableModel::Status) + 40, header->height() / 2});
    const auto shown = names();
    QCOMPARE(shown.first(), u"Contractor laptop"_s); // revoked comes last, and now first
    m_tester.reset();
    m_fixture->closePage();
    m_fixture->openPage();
    header = table()->horizontalHeader();
    QCOMPARE(header->visualIndex(KeyTableModel::Expires), 1);
    QCOMPARE(header->sectionSize(KeyTableModel::Scopes), 333);
    QCOMPARE(header->sortIndicatorSection(), int(KeyTableModel::Status));
    QCOMPARE(header->sortIndicatorOrder(), Qt::DescendingOrder);
    QCOMPARE(names(), shown);
    m_fixture->window().resize(1400, 800);
    QCOMPARE(header->sectionSize(KeyTableModel::Scopes), 333); // a width that a person chose is kept

    table()->resetColumns();
    QCOMPARE(header->visualIndex(KeyTableModel::Expires), int(KeyTableModel::Expires) + 1); // behind the organization
    QCOMPARE(header->sortIndicatorSection(), int(KeyTableModel::Name));
    QVERIFY(header->sectionSize(KeyTableModel::Scopes) != 333);
}

void KeyTableTest::aStateThatIsRubbishDoesNoHarm()
{
    m_tester.reset();
    m_fixture->closePage();
    m_fixture->settings().setState(u"keylist.header"_s, QByteArray("\0\0\0\xffrubbish", 11));
    m_fixture->settings().setState(u"keylist.widths"_s, "chosen");
    m_fixture->openPage();
    fill();
    QCOMPARE(table()->horizontalHeader()->visualIndex(KeyTableModel::Name), 0);
    QCOMPARE(name(0), u"Billing webhook"_s);
}

void KeyTableTest::aChangeKeepsSelectionAndPlace()
{
    QList<core::Key> keys;
    for (int number = 0; number < 200; ++number)
        keys += m_fixture->key(u"key-%1"_s.arg(number), u"key %1"_s.arg(number, 4, 10, QChar(u'0')));
    m_fixture->put(keys);
    m_fixture->page().setOrganization(m_fixture->organization());
    m_fixture->page().selectKey(m_fixture->organization(), u"key-150"_s);
    const int place = table()->verticalScrollBar()->value();
    QVERIFY(place > 0);
    keys[10].status = core::KeyStatus::Revoked;
    keys[150].note = u"changed elsewhere"_s;
    m_fixture->put({keys[10], keys[150]});
    m_fixture->announceChange();
    QCOMPARE(selectedIds(), QStringList{u"key-150"_s});
    QCOMPARE(m_fixture->page().selectedKeys().first().key.note, u"changed elsewhere"_s);
    QCOMPARE(table()->verticalScrollBar()->value(), place);
    QCOMPARE(m_fixture->find<QLabel>("Note")->text(), u"changed elsewhere"_s);
}

void KeyTableTest::aHundredThousandKeysAreShownAtOnce()
{
    m_tester.reset(); // it reads every cell
    test::CacheFixture many;
    QVERIFY_RESULT(many.grow(100'000));
    ui::KeyTableModel big(many.keys(), m_fixture->clock());
    KeyTable view(big, m_fixture->clock(), m_fixture->settings());
    view.resize(800, 600);
    view.show();
    big.setQuery({.organization = many.acme()});
    QTRY_COMPARE(big.rowCount(), 100'000);
    QElapsedTimer watch;
    watch.start();
    view.selectAll();
    QCOMPARE(view.selectedCount(), 100'000);
    QCOMPARE(view.selectedRows(500).size(), 500);
    view.scrollToBottom();
    QVERIFY(!view.grab().isNull());
    view.clearSelection();
    QVERIFY2(watch.elapsed() < 2000, "selecting all must not read all");
}

void KeyTableTest::everyControlHasItsName()
{
    fill();
    m_fixture->page().selectKey(m_fixture->organization(), u"billing"_s);
    for (const auto &name :
         {u"New key"_s, u"Export…"_s, u"All"_s, u"Active"_s, u"Expires soon"_s, u"Retiring"_s, u"Idle"_s, u"Expired"_s,
          u"Revoked"_s, u"Rotate…"_s, u"Edit…"_s, u"Disable"_s, u"Revoke…"_s})
        QVERIFY2(button(name) && button(name)->isVisible(), qPrintable(name));
    QCOMPARE(search()->accessibleName(), u"Search keys"_s);
    QCOMPARE(table()->accessibleName(), u"Keys"_s);
    auto *accessible = QAccessible::queryAccessibleInterface(table());
    QVERIFY(accessible && accessible->tableInterface());
    auto *cell = accessible->tableInterface()->cellAt(0, KeyTableModel::Name);
    QCOMPARE(cell->text(QAccessible::Name), u"Billing webhook"_s);
    QVERIFY(cell->state().selected);
    QCOMPARE(accessible->tableInterface()->cellAt(3, KeyTableModel::Status)->text(QAccessible::Name),
             u"Expires soon"_s);
}

QTEST_MAIN(KeyTableTest)
#include "tst_keytable.moc"
