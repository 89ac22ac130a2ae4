#include "core/storage/settingsstore.h"
#include "ui/kit/rowtable.h"

#include <QAccessible>
#include <QApplication>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr ui::ColumnWidth widths[]{{100, 150, 200, 10}};

} // namespace

class RowTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    //! Else each page that comes would take the longer, the farther one has scrolled.
    void cellsThatWereVisitedLongAgoAreForgotten()
    {
        constexpr int rows = 1000;
        const QTemporaryDir folder;
        core::SettingsStore settings(folder.filePath(u"settings.ini"_s));
        QStandardItemModel model;
        for (int row = 0; row < rows; ++row)
            model.appendRow(new QStandardItem(QString::number(row)));
        ui::RowTable table(u"sample"_s, widths, settings);
        table.setModel(&model);
        QTRY_VERIFY(QAccessible::isActive());
        const auto cellOf = [&](int row) {
            return QAccessible::queryAccessibleInterface(&table)->tableInterface()->cellAt(row, 0);
        };
        table.setCurrentIndex(model.index(0, 0));
        const auto first = QAccessible::uniqueId(cellOf(0));
        table.setCurrentIndex(model.index(1, 0));
        QVERIFY(QAccessible::accessibleInterface(first));
        for (int row = 2; row < rows; ++row)
            table.setCurrentIndex(model.index(row, 0));
        QVERIFY(!QAccessible::accessibleInterface(first));
        QCOMPARE(cellOf(rows - 1)->text(QAccessible::Name), QString::number(rows - 1));
        QCOMPARE(cellOf(0)->text(QAccessible::Name), u"0"_s);
    }
};

QTEST_MAIN(RowTableTest)
#include "tst_rowtable.moc"
