#include "ui/keys/keyspage.h"

#include "tests/support/check.h"
#include "tests/ui/keys/pagefixture.h"
#include "ui/keys/keyfilterbar.h"
#include "ui/keys/keytable.h"
#include "ui/keys/keytablemodel.h"
#include "ui/keys/pagenotice.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTimer>

using namespace Qt::StringLiterals;
using test::PageFixture;
using ui::KeyTable;
using ui::KeyTableModel;

class KeysPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theCacheIsOnScreenAtOnceWithItsAge();
    void theCountsStandAtTheTitleAndTheFilters();
    void eachFilterShowsItsKeys_data();
    void eachFilterShowsItsKeys();
    void everyKeyPressSearches();
    void theSearchIsLeftByEscapeAndDown();
    void typingInTheTableSearches();
    void aBoxAddsItsRowToTheSelection();
    void theHeadersBoxSelectsAllAndNone();
    void severalKeysAreSelectedByKeyboardAlone();
    void columnsAreRememberedWithOrderAndPlace();
    void aStateThatIsRubbishDoesNoHarm();
    void aChangeKeepsSelectionAndPlace();
    void aKeyIsSelectedWhateverHidesIt();
    void anEmptyListSaysWhy();
    void whoMayNotCreateIsToldWhy();
    void theInspectorFoldsAwayInANarrowWindow();
    void deleteAsksForRevocationAndSaysWhatIsInTheWay();
    void whatWasRevokedLeavesTheSelection();
    void theMenuOffersWhatTheInspectorDoes();
    void exportingAsksForAFileInADialogOfOurOwn();
    void nothingTicksWhileThePageIsHidden();
    void everyControlHasItsName();
    void aHostileNameIsShownPlainly();
    void aHundredThousandKeysAreShownAtOnce();

private:
    KeyTable *table() { return m_fixture->find<KeyTable>("keysTable"); }
    QAbstractItemModel *model() { return table()->model(); }
    QLineEdit *search() { return m_fixture->find<QLineEdit>("searchKeys"); }
    QString words(const char *label) { return m_fixture->find<QLabel>(label)->text(); }
    QString name(int row) { return model()->index(row, KeyTableModel::Name).data().toString(); }
    QStringList names();
    QAbstractButton *button(const QString &accessibleName);
    QPoint boxAt(int row);
    QStringList selectedIds();
    void fill();

    std::unique_ptr<PageFixture> m_fixture;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void KeysPageTest::init()
{
    test::failOnAnyWarning();
    m_fixture = std::make_unique<PageFixture>();
    QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
    m_tester =
        std::make_unique<QAbstractItemModelTester>(model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void KeysPageTest::cleanup()
{
    m_tester.reset();
    m_fixture.reset();
}

QStringList KeysPageTest::names()
{
    QStringList names;
    for (int row = 0; row < model()->rowCount(); ++row)
        names += name(row);
    return names;
}

QAbstractButton *KeysPageTest::button(const QString &accessibleName)
{
    for (auto *button : m_fixture->page().findChildren<QAbstractButton *>()) {
        const auto name = button->accessibleName().isEmpty() ? button->text() : button->accessibleName();
        if (name == accessibleName)
            return button;
    }
    return nullptr;
}

QPoint KeysPageTest::boxAt(int row)
{
    return table()->visualRect(model()->index(row, KeyTableModel::Name)).topLeft() + QPoint(20, 19);
}

QStringList KeysPageTest::selectedIds()
{
    QStringList ids;
    for (const auto &key : m_fixture->page().selectedKeys())
        ids += key.id;
    ids.sort();
    return ids;
}

void KeysPageTest::fill()
{
    m_fixture->put(m_fixture->pictured());
    m_fixture->page().setOrganization(m_fixture->organization());
    QCOMPARE(model()->rowCount(), 8);
}

void KeysPageTest::theCacheIsOnScreenAtOnceWithItsAge()
{
    fill();
    auto *age = m_fixture->find<QLabel>("asOf");
    QVERIFY(age->isVisible());
    QCOMPARE(age->text(), u"· as of 10:04"_s);
    QCOMPARE(name(0), u"Billing webhook"_s);
}

void KeysPageTest::theCountsStandAtTheTitleAndTheFilters()
{
    fill();
    QCOMPARE(words("keyCounts"), u"8 keys · 4 active"_s);
    m_fixture->put({m_fixture->key(u"another"_s, u"Another"_s)});
    m_fixture->announceChange();
    QCOMPARE(words("keyCounts"), u"9 keys · 5 active"_s);
}

void KeysPageTest::eachFilterShowsItsKeys_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("shown");
    QTest::newRow("active") << u"Active"_s
                            << QStringList{u"Billing webhook"_s, u"CRM sync"_s, u"Nightly export"_s,
                                           u"Old staging bot"_s};
    QTest::newRow("soon") << u"Expires soon"_s << QStringList{u"CRM sync"_s};
    QTest::newRow("retiring") << u"Retiring"_s << QStringList{u"CRM sync (previous)"_s};
    QTest::newRow("idle") << u"Idle"_s << QStringList{u"Old staging bot"_s};
    QTest::newRow("expired") << u"Expired"_s << QStringList{u"Zapier trial"_s};
    QTest::newRow("revoked") << u"Revoked"_s << QStringList{u"Contractor laptop"_s};
}

void KeysPageTest::eachFilterShowsItsKeys()
{
    QFETCH(QString, filter);
    fill();
    auto *pill = button(filter);
    QVERIFY(qobject_cast<QRadioButton *>(pill));
    pill->click();
    QTEST(names(), "shown");
    button(u"All"_s)->click();
    QCOMPARE(model()->rowCount(), 8);
}

void KeysPageTest::everyKeyPressSearches()
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

void KeysPageTest::theSearchIsLeftByEscapeAndDown()
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

void KeysPageTest::typingInTheTableSearches()
{
    fill();
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_N);
    QCOMPARE(QApplication::focusWidget(), search());
    QTest::keyClicks(search(), u"ig"_s);
    QCOMPARE(names(), QStringList{u"Nightly export"_s});
}

void KeysPageTest::aBoxAddsItsRowToTheSelection()
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

void KeysPageTest::theHeadersBoxSelectsAllAndNone()
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

void KeysPageTest::severalKeysAreSelectedByKeyboardAlone()
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

void KeysPageTest::columnsAreRememberedWithOrderAndPlace()
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
    QCOMPARE(header->visualIndex(KeyTableModel::Expires), int(KeyTableModel::Expires));
    QCOMPARE(header->sortIndicatorSection(), int(KeyTableModel::Name));
    QVERIFY(header->sectionSize(KeyTableModel::Scopes) != 333);
}

void KeysPageTest::aStateThatIsRubbishDoesNoHarm()
{
    m_tester.reset();
    m_fixture->closePage();
    m_fixture->settings().setState(u"keys.header"_s, QByteArray("\0\0\0\xffrubbish", 11));
    m_fixture->settings().setState(u"keys.widths"_s, "chosen");
    m_fixture->openPage();
    fill();
    QCOMPARE(table()->horizontalHeader()->visualIndex(KeyTableModel::Name), 0);
    QCOMPARE(name(0), u"Billing webhook"_s);
}

void KeysPageTest::aChangeKeepsSelectionAndPlace()
{
    QList<core::Key> keys;
    for (int number = 0; number < 200; ++number)
        keys += m_fixture->key(u"key-%1"_s.arg(number), u"key %1"_s.arg(number, 4, 10, QChar(u'0')));
    m_fixture->put(keys);
    m_fixture->page().setOrganization(m_fixture->organization());
    m_fixture->page().selectKey(u"key-150"_s);
    const int place = table()->verticalScrollBar()->value();
    QVERIFY(place > 0);
    keys[10].status = core::KeyStatus::Revoked;
    keys[150].note = u"changed elsewhere"_s;
    m_fixture->put({keys[10], keys[150]});
    m_fixture->announceChange();
    QCOMPARE(selectedIds(), QStringList{u"key-150"_s});
    QCOMPARE(m_fixture->page().selectedKeys().first().note, u"changed elsewhere"_s);
    QCOMPARE(table()->verticalScrollBar()->value(), place);
    QCOMPARE(m_fixture->find<QLabel>("Note")->text(), u"changed elsewhere"_s);
}

void KeysPageTest::aKeyIsSelectedWhateverHidesIt()
{
    fill();
    button(u"Revoked"_s)->click();
    QTest::keyClicks(search(), u"contractor"_s);
    QCOMPARE(model()->rowCount(), 1);
    m_fixture->page().selectKey(u"crm"_s);
    QCOMPARE(selectedIds(), QStringList{u"crm"_s});
    QCOMPARE(search()->text(), QString());
    QVERIFY(button(u"All"_s)->isChecked());
    // The link to the key that it replaced goes the same way.
    auto *link = m_fixture->find<QPushButton>("Replaces");
    QVERIFY(link->isVisible());
    QCOMPARE(link->accessibleName(), u"CRM sync (previous)"_s);
    link->click();
    QCOMPARE(selectedIds(), QStringList{u"crm-previous"_s});
}

void KeysPageTest::anEmptyListSaysWhy()
{
    QCOMPARE(words("listState"), u"Loading keys…"_s);
    fill();
    QTest::keyClicks(search(), u"nothing like it"_s);
    QCOMPARE(words("listState"), u"No key matches “nothing like it”"_s);
    button(u"Clear search"_s)->click();
    QCOMPARE(model()->rowCount(), 8);
    m_fixture->put({});
    QVERIFY_RESULT(m_fixture->cache().remove(m_fixture->organization(), {u"revoked"_s}));
    m_fixture->announceChange();
    button(u"Revoked"_s)->click();
    QCOMPARE(words("listState"), u"No key is in this list"_s);
    button(u"Show all keys"_s)->click();
    QCOMPARE(model()->rowCount(), 7);
    QStringList ids;
    for (const auto &key : m_fixture->pictured())
        ids += key.id;
    QVERIFY_RESULT(m_fixture->cache().remove(m_fixture->organization(), ids));
    m_fixture->announceChange();
    QCOMPARE(words("listState"), u"No keys yet"_s);
    QVERIFY(!button(u"Export…"_s)->isEnabled());
}

void KeysPageTest::whoMayNotCreateIsToldWhy()
{
    QVERIFY(button(u"New key"_s)->isEnabled());
    m_tester.reset();
    m_fixture.reset();
    m_fixture = std::make_unique<PageFixture>(core::Role::Viewer);
    QVERIFY(!button(u"New key"_s)->isEnabled());
    QCOMPARE(button(u"New key"_s)->toolTip(), u"Your role here, Viewer, cannot create keys."_s);
    QCOMPARE(button(u"New key"_s)->accessibleDescription(), button(u"New key"_s)->toolTip());
}

void KeysPageTest::theInspectorFoldsAwayInANarrowWindow()
{
    fill();
    auto *inspector = m_fixture->find<QWidget>("inspector");
    auto *details = button(u"Details"_s);
    QVERIFY(inspector->isVisible());
    QVERIFY(!details->isVisible());
    m_fixture->window().resize(1024, 640);
    QTRY_VERIFY(!inspector->isVisible());
    QVERIFY(details->isVisible());
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Space);
    QTest::keyClick(table(), Qt::Key_Return);
    QVERIFY(inspector->isVisible());
    QVERIFY(inspector->isAncestorOf(QApplication::focusWidget()));
    QCOMPARE(words("inspectorName"), name(0));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!inspector->isVisible());
    QCOMPARE(QApplication::focusWidget(), table());
    details->click();
    QVERIFY(inspector->isVisible());
    m_fixture->find<QPushButton>("closeDetails")->click();
    QVERIFY(!inspector->isVisible());
    QVERIFY(m_fixture->page().minimumSizeHint().width() <= 792); // what a window of 1024 leaves beside the sidebar
}

void KeysPageTest::deleteAsksForRevocationAndSaysWhatIsInTheWay()
{
    fill();
    auto *notice = m_fixture->find<ui::PageNotice>("pageNotice");
    m_fixture->page().selectKey(u"revoked"_s);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Delete);
    QCOMPARE(notice->sentence(), u"This key has ended already."_s);
    m_fixture->page().selectKey(u"billing"_s);
    QTest::keyClick(table(), Qt::Key_Delete);
    // The account is not signed in: the change is refused with a word, and nothing opens.
    QVERIFY(notice->isVisible());
    QVERIFY(!notice->sentence().isEmpty());
    QVERIFY(notice->sentence() != u"This key has ended already."_s);
    QVERIFY(!QApplication::activeModalWidget());
    button(u"Dismiss"_s)->click();
    QVERIFY(!notice->isVisible());
}

void KeysPageTest::whatWasRevokedLeavesTheSelection()
{
    fill();
    table()->selectAll();
    Q_EMIT m_fixture->actions().revoked({u"billing"_s, u"crm"_s, u"nightly"_s});
    QCOMPARE(selectedIds(), (QStringList{u"crm-previous"_s, u"expired"_s, u"idle"_s, u"paused"_s, u"revoked"_s}));
    m_fixture->page().selectKey(u"billing"_s);
    Q_EMIT m_fixture->actions().revoked({u"billing"_s});
    QCOMPARE(selectedIds(), QStringList{u"billing"_s}); // one alone goes on being shown
}

void KeysPageTest::theMenuOffersWhatTheInspectorDoes()
{
    fill();
    m_fixture->page().selectKey(u"crm-previous"_s);
    Q_EMIT table()->menuWanted(table()->mapToGlobal(QPoint(50, 50)));
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QStringList offered;
    for (const auto *action : menu->actions()) {
        if (!action->isSeparator())
            offered += action->text();
    }
    QCOMPARE(offered, (QStringList{u"Details"_s, u"Retire now"_s, u"Edit…"_s, u"Clone…"_s, u"Revoke…"_s, u"Copy name"_s,
                                   u"Copy key id"_s, u"Reset columns"_s}));
    menu->close();
}

void KeysPageTest::exportingAsksForAFileInADialogOfOurOwn()
{
    fill();
    button(u"Revoked"_s)->click();
    button(u"Export…"_s)->click();
    auto *dialog = m_fixture->page().findChild<QFileDialog *>();
    QVERIFY(dialog);
    QVERIFY(dialog->isVisible());
    QVERIFY(dialog->testOption(QFileDialog::DontUseNativeDialog));
    const auto file = m_fixture->folder() + u"/keys.csv"_s;
    dialog->setDirectory(m_fixture->folder());
    dialog->selectFile(u"keys.csv"_s);
    static_cast<QDialog *>(dialog)->accept();
    auto *notice = m_fixture->find<ui::PageNotice>("pageNotice");
    QTRY_COMPARE(notice->sentence(), u"1 key exported to keys.csv."_s);
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll().count("\r\n"), 2); // the header, and the one key that is revoked
}

void KeysPageTest::nothingTicksWhileThePageIsHidden()
{
    fill();
    const auto ticking = [this] {
        qsizetype count = 0;
        for (const auto *timer : m_fixture->page().findChildren<QTimer *>())
            count += timer->isActive() ? 1 : 0;
        return count;
    };
    m_fixture->clock().advance(std::chrono::hours(24 * 7));
    m_fixture->page().hide();
    QTRY_COMPARE(ticking(), 0);
    m_fixture->page().show();
    // What time alone has changed is there as soon as the page is.
    QCOMPARE(words("keyCounts"), u"8 keys · 3 active"_s);
}

void KeysPageTest::everyControlHasItsName()
{
    fill();
    m_fixture->page().selectKey(u"billing"_s);
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

void KeysPageTest::aHostileNameIsShownPlainly()
{
    auto key = m_fixture->key(u"hostile"_s, u"<img src=x><b>a</b>\u202Eexe.\u200B & %1 %n"_s);
    key.note = u"<a href='http://evil'>click</a>"_s;
    key.scopes = QStringList{u"<h1>read"_s};
    key.lastUsed->address = u"<b>1.2.3.4"_s;
    m_fixture->put({key});
    m_fixture->page().setOrganization(m_fixture->organization());
    m_fixture->page().selectKey(u"hostile"_s);
    for (auto *label : m_fixture->page().findChildren<QLabel *>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(!label->text().contains(QChar(0x202E)));
        QVERIFY2(!Qt::mightBeRichText(label->toolTip()), qPrintable(label->toolTip()));
    }
    QVERIFY(words("inspectorName").contains(u"<b>a</b>⟦U+202E⟧exe"_s));
    QVERIFY(words("inspectorName").endsWith(u"& %1 %n"_s));
}

void KeysPageTest::aHundredThousandKeysAreShownAtOnce()
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

QTEST_MAIN(KeysPageTest)
#include "tst_keyspage.moc"
