#include "core/base/crypto.h"
#include "tests/support/check.h"
#include "tests/ui/shell/windowdesk.h"
#include "ui/kit/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace core;
using test::buttonNamed;
using test::named;

//! The window with the keys of every organization.
class FleetWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(crypto::initialize());
        ui::applyTheme(*qApp, ThemeChoice::Light);
    }
    void allOrganizationsStandTogetherAndAreRemembered();
};

void FleetWindowTest::allOrganizationsStandTogetherAndAreRemembered()
{
    test::WindowDesk desk(true);
    QVERIFY(desk.filled);
    Organization other;
    other.id = u"org-2"_s;
    other.name = u"Acme"_s;
    other.role = Role::Viewer;
    const auto first = desk.organizations.all()->constFirst();
    QVERIFY_RESULT(desk.organizations.replace(first.accountId, {first.organization, other}));
    Key key;
    key.id = u"key-2"_s;
    key.name = u"Zapier"_s;
    key.status = KeyStatus::Active;
    key.createdAt = desk.clock.now();
    QVERIFY_RESULT(desk.cache.put(desk.organizations.all()->constFirst().reference, {key}));
    Q_EMIT desk.sessions->accountsChanged();
    desk.window->show();
    auto *switcher = buttonNamed(*desk.window, u"Organization"_s);
    QVERIFY(switcher);
    switcher->setFocus();
    QTest::keyClick(switcher, Qt::Key_Space);
    QTRY_VERIFY(QApplication::activePopupWidget());
    auto *menu = QApplication::activePopupWidget();
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QTRY_COMPARE(desk.window->windowTitle(), u"All organizations – Keysteward"_s);
    const auto *table = desk.window->findChild<QAbstractItemView *>(u"keysTable"_s);
    QVERIFY(table);
    QCOMPARE(table->model()->rowCount(), 2);
    // What shows one organization asks for it.
    named(*desk.window, u"Activity"_s)->trigger();
    auto *choose = buttonNamed(*desk.window, u"Choose an organization"_s);
    QVERIFY(choose && choose->isVisible());
    named(*desk.window, u"Overview"_s)->trigger();
    QVERIFY(!choose->isVisible());
    desk.openWindow();
    QCOMPARE(desk.window->windowTitle(), u"All organizations – Keysteward"_s);
    // Of one that is left nothing is to be told apart.
    QVERIFY_RESULT(desk.organizations.replace(first.accountId, {first.organization}));
    Q_EMIT desk.sessions->accountsChanged();
    QVERIFY(!desk.window->windowTitle().startsWith(u"All"_s));
}

QTEST_MAIN(FleetWindowTest)
#include "tst_fleetwindow.moc"
