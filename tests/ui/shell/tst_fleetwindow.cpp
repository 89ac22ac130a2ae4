#include "core/base/crypto.h"
#include "tests/core/services/watched/watcheddesk.h"
#include "tests/support/check.h"
#include "tests/ui/shell/windowdesk.h"
#include "ui/kit/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
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
    void init()
    {
        m_desk = std::make_unique<test::WindowDesk>(true);
        QVERIFY(m_desk->filled);
        addAcme();
    }
    void cleanup() { m_desk.reset(); }
    void allOrganizationsStandTogetherAndAreRemembered();
    void theActivityOfOneIsAStepAway();
    void theRotationsOfAllAreCounted();
    void whatIsWatchedHasNobodyToSignOut();
    void watchedOrganizationsOfOneNameAreToldApart();

private:
    void addAcme();
    void showAll();
    CachedOrganization place(int number) const { return m_desk->organizations.all()->at(number); }

    std::unique_ptr<test::WindowDesk> m_desk;
};

//! A second organization of the same account, with one key.
void FleetWindowTest::addAcme()
{
    Organization other;
    other.id = u"org-2"_s;
    other.name = u"Acme & Sons"_s;
    other.role = Role::Viewer;
    const auto first = place(0);
    QVERIFY_RESULT(m_desk->organizations.replace(first.accountId, {first.organization, other}));
    Key key;
    key.id = u"key-2"_s;
    key.name = u"Zapier"_s;
    key.status = KeyStatus::Active;
    key.createdAt = m_desk->clock.now();
    QVERIFY_RESULT(m_desk->cache.put(place(1).reference, {key}));
    Q_EMIT m_desk->sessions->accountsChanged();
    m_desk->window->show();
}

void FleetWindowTest::showAll()
{
    m_desk->settings.setLastOrganization(everyOrganization);
    m_desk->openWindow();
    m_desk->window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_desk->window.get()));
}

void FleetWindowTest::allOrganizationsStandTogetherAndAreRemembered()
{
    auto &desk = *m_desk;
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
    desk.openWindow();
    QCOMPARE(desk.window->windowTitle(), u"All organizations – Keysteward"_s);
    // Of one that is left nothing is to be told apart.
    QVERIFY_RESULT(desk.organizations.replace(place(0).accountId, {place(0).organization}));
    Q_EMIT desk.sessions->accountsChanged();
    QVERIFY(!desk.window->windowTitle().startsWith(u"All"_s));
}

void FleetWindowTest::theActivityOfOneIsAStepAway()
{
    showAll();
    auto &window = *m_desk->window;
    named(window, u"Activity"_s)->trigger();
    QList<QAbstractButton *> ways;
    for (auto *each : window.findChildren<QAbstractButton *>()) {
        if (each->text() == u"Show activity" && each->isVisible())
            ways += each;
    }
    QCOMPARE(ways.size(), 2);
    QCOMPARE(window.focusWidget(), ways[0]);
    const auto whose = [](QAbstractButton *way) {
        return QAccessible::queryAccessibleInterface(way)->text(QAccessible::Description);
    };
    QCOMPARE(whose(ways[1]), u"Acme & Sons"_s);
    QTest::mouseClick(ways[1], Qt::LeftButton);
    QCOMPARE(window.windowTitle(), u"Acme & Sons – Keysteward"_s);
    auto *activity = window.findChild<QWidget *>(u"activityPage"_s);
    QVERIFY(activity && activity->isVisible());
}

void FleetWindowTest::theRotationsOfAllAreCounted()
{
    for (int number = 0; number < 2; ++number) {
        Key old;
        old.id = u"old-%1"_s.arg(number);
        old.name = u"Sync (previous)"_s;
        old.status = KeyStatus::Retiring;
        old.createdAt = m_desk->clock.now().addDays(-30);
        old.retiresAt = m_desk->clock.now().addDays(2);
        old.replacedBy = u"new-%1"_s.arg(number);
        Key fresh;
        fresh.id = old.replacedBy;
        fresh.name = u"Sync"_s;
        fresh.status = KeyStatus::Active;
        fresh.createdAt = m_desk->clock.now();
        fresh.replaces = old.id;
        fresh.acknowledged = false;
        QVERIFY_RESULT(m_desk->cache.put(place(number).reference, {old, fresh}));
        QVERIFY_RESULT(m_desk->cache.setCursor(place(number).reference, u"c"_s, m_desk->clock.now()));
    }
    showAll();
    auto &window = *m_desk->window;
    auto *button = buttonNamed(window, u"Rotations"_s);
    QVERIFY(button);
    const auto waiting = [button] {
        return QAccessible::queryAccessibleInterface(button)->text(QAccessible::Description);
    };
    QTRY_COMPARE(waiting(), u"2 waiting"_s);
    named(window, u"Rotations"_s)->trigger();
    auto *page = window.findChild<QWidget *>(u"rotationsPage"_s);
    QVERIFY(page && page->isVisible());
    const auto cards = [page] {
        QStringList names;
        for (auto *each : page->findChildren<QWidget *>()) {
            if (each->isVisible() && each->accessibleName().startsWith(u"Rotation of"))
                names += each->accessibleName();
        }
        names.sort();
        return names;
    };
    QTRY_COMPARE(cards(),
                 (QStringList{u"Rotation of Sync in <b>North & wind⟦U+202E⟧"_s, u"Rotation of Sync in Acme & Sons"_s}));
    QCOMPARE(window.windowTitle(), u"All organizations – Keysteward"_s);
}

void FleetWindowTest::whatIsWatchedHasNobodyToSignOut()
{
    QVERIFY_RESULT(test::wait(m_desk->watchedKeys.add(test::watsiAt(QUrl(u"https://127.0.0.1:9"_s)),
                                                      test::newKey(u"Chat"_s), test::someKey())));
    QTRY_COMPARE(m_desk->sessions->accounts().size(), 2);
    QTRY_COMPARE(m_desk->directory->organizations().size(), 3);
    showAll();
    auto &window = *m_desk->window;
    QVERIFY(named(window, u"Sign out"_s)->isVisible());
    QVERIFY(!named(window, u"Stop watching…"_s)->isVisible());
    named(window, u"Sign out"_s)->trigger(); // of the one account that is at a server: nothing is to be asked
    QTRY_COMPARE(m_desk->sessions->accounts().size(), 1);
    QCOMPARE(m_desk->sessions->accounts().constFirst().record.kind, BackendKind::Watched);
    QTRY_COMPARE(m_desk->directory->organizations().size(), 1);
    QVERIFY(!named(window, u"Sign out"_s)->isVisible());
}

void FleetWindowTest::watchedOrganizationsOfOneNameAreToldApart()
{
    const auto watsi = test::watsiAt(QUrl(u"https://127.0.0.1:9"_s));
    auto wati = watsi;
    wati.profileId = u"wati"_s;
    auto token = test::newKey(u"Chat"_s);
    token.kindId = u"api-token"_s;
    QVERIFY_RESULT(test::wait(m_desk->watchedKeys.add(watsi, test::newKey(u"Chat"_s), test::someKey())));
    QVERIFY_RESULT(test::wait(m_desk->watchedKeys.add(wati, token, test::someKey())));
    QTRY_COMPARE(m_desk->directory->organizations().size(), 4);
    auto &window = *m_desk->window;
    auto *switcher = buttonNamed(window, u"Organization"_s);
    QVERIFY(switcher);
    switcher->setFocus();
    QTest::keyClick(switcher, Qt::Key_Space);
    QTRY_VERIFY(QApplication::activePopupWidget());
    QStringList shops;
    for (const auto *action : QApplication::activePopupWidget()->actions()) {
        if (action->text().startsWith(u"Shop"))
            shops += action->text();
    }
    shops.sort();
    QCOMPARE(shops, (QStringList{u"Shop – Wati"_s, u"Shop – Watsi"_s}));
    QApplication::activePopupWidget()->close();

    named(window, u"Search everything"_s)->trigger();
    const auto *palette = window.findChild<QDialog *>();
    QVERIFY(palette);
    palette->findChild<QLineEdit *>()->setText(u"Shop"_s);
    QStringList found;
    auto *results = palette->findChild<QListWidget *>();
    for (int row = 0; row < results->count(); ++row)
        found += results->item(row)->data(Qt::AccessibleTextRole).toString();
    found.sort();
    QCOMPARE(found, (QStringList{u"Shop, Organization · Wati"_s, u"Shop, Organization · Watsi"_s}));
}

QTEST_MAIN(FleetWindowTest)
#include "tst_fleetwindow.moc"
