#pragma once

#include "tests/ui/keys/pagefixture.h"
#include "ui/keys/keytable.h"
#include "ui/keys/keytablemodel.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>

class QAbstractButton;

namespace test {

//! What the tests of the page and of its table have in common: the page, open, and a person's view of it.
class PageTest : public QObject {
    Q_OBJECT

protected:
    void open(core::Role role = core::Role::Owner);
    void close();
    //! With one key in each state.
    void fill();

    ui::KeyTable *table() { return m_fixture->find<ui::KeyTable>("keysTable"); }
    QAbstractItemModel *model() { return table()->model(); }
    QLineEdit *search() { return m_fixture->find<QLineEdit>("searchKeys"); }
    QString words(const char *label) { return m_fixture->find<QLabel>(label)->text(); }
    QString name(int row) { return model()->index(row, ui::KeyTableModel::Name).data().toString(); }
    QStringList names();
    QStringList selectedIds();
    //! By its accessible name; null where there is none.
    QAbstractButton *button(const QString &accessibleName);
    //! Where a row's box is, in the table's viewport.
    QPoint boxAt(int row);

    std::unique_ptr<PageFixture> m_fixture;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

} // namespace test
