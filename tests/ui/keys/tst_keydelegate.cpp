#include "ui/keys/keydelegate.h"

#include "tests/support/check.h"
#include "tests/ui/keys/pagefixture.h"
#include "ui/keys/keycolumns.h"
#include "ui/keys/keytable.h"
#include "ui/keys/keytablemodel.h"
#include "ui/kit/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <numeric>

using namespace Qt::StringLiterals;
using ui::KeyDelegate;
using ui::KeyTable;
using ui::KeyTableModel;

class KeyDelegateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aSelectedRowIsTintedAndTicked();
    void theRowWithTheFocusHasARingAroundAllOfIt();
    void whatExpiresSoonIsInTheWarningColour();
    void darkPaletteDarkRows();
    void aRowThatCannotBeReadIsBlank();
    void longTextStaysInItsCell();
    void columnsFillTheRoomAndStayReadable_data();
    void columnsFillTheRoomAndStayReadable();
    void namesAreReadInFullBesideTheInspector();

private:
    KeyTable &table() { return *m_fixture->find<KeyTable>("keysTable"); }
    QImage cell(int row, int column);
    static bool has(const QImage &image, const QColor &colour);
    static int share(const QImage &image, const QColor &colour);

    std::unique_ptr<test::PageFixture> m_fixture;
};

void KeyDelegateTest::init()
{
    test::failOnAnyWarning();
    m_fixture = std::make_unique<test::PageFixture>();
    m_fixture->put(m_fixture->pictured());
    m_fixture->page().setOrganization(m_fixture->organization());
    QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
    m_fixture->page().focusSearch(); // and no ring in the table
}

void KeyDelegateTest::cleanup()
{
    m_fixture.reset();
    ui::applyTheme(*qApp, core::ThemeChoice::Light);
}

QImage KeyDelegateTest::cell(int row, int column)
{
    const auto rect = table().visualRect(table().model()->index(row, column));
    return table().viewport()->grab(rect).toImage();
}

bool KeyDelegateTest::has(const QImage &image, const QColor &colour)
{
    return share(image, colour) > 0;
}

//! How many pixels are just that colour.
int KeyDelegateTest::share(const QImage &image, const QColor &colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour ? 1 : 0;
    }
    return count;
}

void KeyDelegateTest::aSelectedRowIsTintedAndTicked()
{
    const auto &tokens = ui::lightTokens();
    const auto before = cell(0, KeyTableModel::Name);
    QVERIFY(has(before, tokens.surface));
    QVERIFY(!has(before, tokens.accent));
    m_fixture->page().selectKey(m_fixture->organization(), u"billing"_s);
    const auto after = cell(0, KeyTableModel::Name);
    QVERIFY(share(after, tokens.accentTint) > after.width() * after.height() / 2);
    const auto box = after.copy(KeyDelegate::boxRect(after.rect()));
    QVERIFY2(share(box, tokens.accent) > 100, "the box is not ticked");
    QVERIFY(!has(cell(1, KeyTableModel::Name), tokens.accentTint));
}

void KeyDelegateTest::theRowWithTheFocusHasARingAroundAllOfIt()
{
    const auto &tokens = ui::lightTokens();
    table().setFocus();
    for (int column = 0; column < KeyTableModel::Organization; ++column) {
        const auto image = cell(0, column);
        QCOMPARE(image.pixelColor(image.width() / 2, 0), tokens.accent);
        QCOMPARE(image.pixelColor(image.width() / 2, image.height() - 1), tokens.accent);
        const auto below = cell(1, column);
        QCOMPARE(below.pixelColor(below.width() / 2, below.height() - 1), tokens.faintLine);
    }
    QTest::keyClick(&table(), Qt::Key_Down);
    QVERIFY(cell(0, KeyTableModel::Hint).pixelColor(5, 0) != tokens.accent);
    QCOMPARE(cell(1, KeyTableModel::Hint).pixelColor(5, 0), tokens.accent);
    m_fixture->page().focusSearch();
    QVERIFY(cell(1, KeyTableModel::Hint).pixelColor(5, 0) != tokens.accent);
}

void KeyDelegateTest::whatExpiresSoonIsInTheWarningColour()
{
    const auto near = [](const QImage &image, const QColor &colour) {
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const auto pixel = image.pixelColor(x, y);
                const int distance = std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                                     std::abs(pixel.blue() - colour.blue());
                if (distance < 30)
                    return true;
            }
        }
        return false;
    };
    const int soonRow = 3; // "CRM sync", in 6 days
    const auto warning = ui::lightTokens().warning.foreground;
    QVERIFY(near(cell(soonRow, KeyTableModel::Expires), warning));
    QVERIFY(!near(cell(0, KeyTableModel::Expires), warning));
    QVERIFY(has(cell(soonRow, KeyTableModel::Status), ui::lightTokens().warning.background));
    QVERIFY(has(cell(0, KeyTableModel::Status), ui::lightTokens().good.background));
}

void KeyDelegateTest::darkPaletteDarkRows()
{
    ui::applyTheme(*qApp, core::ThemeChoice::Dark);
    QTRY_VERIFY(has(cell(0, KeyTableModel::Name), ui::darkTokens().surface));
    QVERIFY(!has(cell(0, KeyTableModel::Name), ui::lightTokens().surface));
    QVERIFY(has(cell(0, KeyTableModel::Status), ui::darkTokens().good.background));
}

void KeyDelegateTest::aRowThatCannotBeReadIsBlank()
{
    QVERIFY_RESULT(m_fixture->cache().remove(m_fixture->organization(), {u"billing"_s}));
    m_fixture->announceChange(); // its row goes; without that the row is there and empty
    QCOMPARE(table().model()->rowCount(), 7);
    KeyTableModel model(m_fixture->cache(), m_fixture->clock());
    model.setQuery({.organization = m_fixture->organization()});
    KeyTable view(model, m_fixture->clock(), m_fixture->settings());
    QVERIFY_RESULT(m_fixture->cache().remove(m_fixture->organization(), {u"paused"_s}));
    view.resize(900, 400);
    const auto rect = view.visualRect(model.index(0, KeyTableModel::Hint));
    const auto image = view.viewport()->grab(rect).toImage();
    QCOMPARE(share(image, ui::lightTokens().surface) + share(image, ui::lightTokens().faintLine),
             image.width() * image.height());
}

void KeyDelegateTest::longTextStaysInItsCell()
{
    auto key = m_fixture->key(u"long"_s, QString(100, u'W'));
    key.scopes.clear();
    for (int scope = 0; scope < 60; ++scope)
        key.scopes += u"resource-%1:write"_s.arg(scope);
    key.hint = QString(200, u'W');
    QVERIFY_RESULT(m_fixture->cache().remove(m_fixture->organization(), {u"billing"_s, u"crm"_s}));
    key.name.prepend(u'A'); // the first row
    m_fixture->put({key});
    m_fixture->announceChange();
    for (int column = 0; column < KeyTableModel::Organization; ++column) {
        const auto image = cell(0, column);
        for (int y = 2; y < image.height() - 2; ++y)
            QCOMPARE(image.pixelColor(image.width() - 1, y), ui::lightTokens().surface);
    }
}

void KeyDelegateTest::columnsFillTheRoomAndStayReadable_data()
{
    QTest::addColumn<int>("room");
    QTest::addColumn<bool>("fills"); // all organizations' columns, too
    QTest::newRow("none") << 0 << false;
    QTest::newRow("unfolded at 1024") << 432 << false;
    QTest::newRow("1024") << 772 << true;
    QTest::newRow("1280 with the inspector") << 688 << true;
    QTest::newRow("1440 with the inspector") << 848 << true;
    QTest::newRow("4k") << 3000 << true;
}

void KeyDelegateTest::columnsFillTheRoomAndStayReadable()
{
    QFETCH(int, room);
    QFETCH(bool, fills);
    for (const bool ofAll : {false, true}) {
        const auto widths = ui::fitted(ui::keycolumns::widths(ofAll), room);
        const int sum = std::accumulate(widths.begin(), widths.end(), 0);
        if (fills)
            QCOMPARE(sum, room);
        else
            QVERIFY(sum > room);
        for (const int width : widths)
            QVERIFY(width >= (ofAll ? 74 : 80));
    }
}

void KeyDelegateTest::namesAreReadInFullBesideTheInspector()
{
    const auto widths = ui::fitted(ui::keycolumns::widths(), 1280 - 232 - 20 - 320 - 12); // with a scroll bar
    const QFontMetrics strong(ui::fontFor(ui::TextRole::Strong));
    QVERIFY(strong.horizontalAdvance(u"CRM sync (previous)"_s) <
            widths[KeyTableModel::Name] - KeyDelegate::nameIndent - KeyDelegate::margin / 2);
}

QTEST_MAIN(KeyDelegateTest)
#include "tst_keydelegate.moc"
