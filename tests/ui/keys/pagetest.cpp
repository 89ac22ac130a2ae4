#include "tests/ui/keys/pagetest.h"

#include <QAbstractButton>
#include <QTest>

using namespace Qt::StringLiterals;
using ui::KeyTableModel;

namespace test {

void PageTest::open(core::Role role)
{
    m_fixture = std::make_unique<PageFixture>(role);
    QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
    m_tester =
        std::make_unique<QAbstractItemModelTester>(model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void PageTest::close()
{
    m_tester.reset();
    m_fixture.reset();
}

void PageTest::fill()
{
    m_fixture->put(m_fixture->pictured());
    m_fixture->page().setOrganization(m_fixture->organization());
    QCOMPARE(model()->rowCount(), 8);
}

QStringList PageTest::names()
{
    QStringList names;
    for (int row = 0; row < model()->rowCount(); ++row)
        names += name(row);
    return names;
}

QStringList PageTest::selectedIds()
{
    QStringList ids;
    for (const auto &key : m_fixture->page().selectedKeys())
        ids += key.key.id;
    ids.sort();
    return ids;
}

QAbstractButton *PageTest::button(const QString &accessibleName)
{
    for (auto *button : m_fixture->page().findChildren<QAbstractButton *>()) {
        const auto name = button->accessibleName().isEmpty() ? button->text() : button->accessibleName();
        if (name == accessibleName)
            return button;
    }
    return nullptr;
}

QPoint PageTest::boxAt(int row)
{
    return table()->visualRect(model()->index(row, KeyTableModel::Name)).topLeft() + QPoint(20, 19);
}

} // namespace test
