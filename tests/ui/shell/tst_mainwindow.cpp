#include "ui/shell/mainwindow.h"

#include "core/base/crypto.h"
#include "core/services/reminders.h"
#include "core/services/sessions.h"
#include "core/storage/keycache.h"
#include "core/storage/reminderstore.h"
#include "tests/support/check.h"
#include "tests/ui/shell/windowdesk.h"
#include "ui/kit/secretclipboard.h"
#include "ui/kit/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace core;
using test::menuActions;
using test::named;
using test::WindowDesk;

namespace {

//! Controls that a person works and that assistive technology could not name.
QStringList nameless(const QWidget &root)
{
    QStringList found;
    for (const QWidget *widget : root.findChildren<QWidget *>()) {
        const bool interactive = qobject_cast<const QAbstractButton *>(widget) ||
                                 qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget) ||
                                 qobject_cast<const QAbstractSpinBox *>(widget) ||
                                 qobject_cast<const QAbstractItemView *>(widget);
        // Parts of a control are named by the control; a control's own pop-up list is not on the page.
        const QWidget *parent = widget->parentWidget();
        const bool part = qobject_cast<const QComboBox *>(parent) || qobject_cast<const QAbstractSpinBox *>(parent) ||
                          qobject_cast<const QAbstractItemView *>(parent) || qobject_cast<const QLineEdit *>(parent) ||
                          widget->window() != root.window() || widget->objectName().startsWith(u"qt_"_s);
        if (!interactive || part || !widget->isVisibleTo(&root))
            continue;
        const auto *accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
        if (accessible == nullptr || accessible->text(QAccessible::Name).isEmpty())
            found.append(u"%1 in %2"_s.arg(QLatin1String(widget->metaObject()->className()),
                                           QLatin1String(parent ? parent->metaObject()->className() : "nothing")));
    }
    return found;
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void shortcutsAreUnique();
    void everyShortcutThatWasPromisedIsInTheMenu();
    void theCacheIsOnScreenBeforeAnythingWasAsked();
    void withoutAnAccountTheSignInPageStands();
    void everyControlHasAName();
    void theDialogsOfTheWindowHaveNamesToo();
    void theLockHidesTheOrganization();
    void thePaletteFindsKeysOrganizationsAndActions();
    void aNameFromAGatewayIsNeverRich();
    void theWindowComesBackAsItWas();
    void tabLeadsThroughThePageInTheOrderThatItIsRead();
    void remindersAreSaidWhileTheSettingsHaveThemOn();
    void aKeyThatIsCalledAfterItsEndLeadsToTheRotations();
};

void MainWindowTest::initTestCase()
{
    QVERIFY(crypto::initialize());
    ui::applyTheme(*qApp, ThemeChoice::Light);
}

void MainWindowTest::shortcutsAreUnique()
{
    const WindowDesk desk(true);
    QVERIFY(desk.filled);
    QHash<QKeySequence, QString> taken;
    for (const QAction *action : desk.window->findChildren<QAction *>()) {
        for (const QKeySequence &keys : action->shortcuts()) {
            QVERIFY2(!taken.contains(keys),
                     qPrintable(u"%1: %2 and %3"_s.arg(keys.toString(), taken.value(keys), action->text())));
            taken.insert(keys, action->text());
        }
    }
    QVERIFY(taken.size() > 8);
}

void MainWindowTest::everyShortcutThatWasPromisedIsInTheMenu()
{
    const WindowDesk desk(true);
    QStringList shortcuts;
    for (const QAction *action : menuActions(*desk.window))
        shortcuts.append(action->shortcut().toString());
    for (const auto &promised :
         {u"Ctrl+N"_s, u"Ctrl+F"_s, u"F5"_s, u"Ctrl+L"_s, u"Ctrl+1"_s, u"F1"_s, u"Ctrl+K"_s, u"Ctrl+Q"_s})
        QVERIFY2(shortcuts.contains(promised), qPrintable(promised));
    for (const auto &promised :
         {u"Rotate…"_s, u"Edit…"_s, u"Clone…"_s, u"Disable"_s, u"Revoke…"_s, u"Copy hint"_s, u"Sign out"_s,
          u"Settings…"_s, u"Export…"_s, u"Add account…"_s, u"Start local gateway"_s})
        QVERIFY2(named(*desk.window, promised) != nullptr, qPrintable(promised));
}

void MainWindowTest::theCacheIsOnScreenBeforeAnythingWasAsked()
{
    const WindowDesk desk(true);
    desk.window->show();
    QVERIFY(QTest::qWaitForWindowExposed(desk.window.get()));
    const auto tables = desk.window->findChildren<QAbstractItemView *>(QString(), Qt::FindChildrenRecursively);
    const auto shows = std::any_of(tables.begin(), tables.end(), [](const QAbstractItemView *table) {
        return table->accessibleName() == u"Keys" && table->isVisible() && table->model()->rowCount() == 1;
    });
    QVERIFY(shows);
    QCOMPARE(desk.sessions->accounts().constFirst().state, Account::State::Resuming);
}

void MainWindowTest::withoutAnAccountTheSignInPageStands()
{
    const WindowDesk desk(false);
    desk.window->show();
    QVERIFY(!named(*desk.window, u"New key…"_s)->isEnabled());
    QVERIFY(!named(*desk.window, u"Lock"_s)->isEnabled());
    QVERIFY(named(*desk.window, u"Quit"_s)->isEnabled());
    QStringList names;
    for (const QWidget *widget : desk.window->findChildren<QWidget *>()) {
        if (widget->isVisible())
            names.append(widget->accessibleName());
    }
    for (const auto &name : {u"Gateway"_s, u"Email"_s, u"Password"_s})
        QVERIFY2(names.contains(name), qPrintable(name));
    QVERIFY(!names.contains(u"Organization"_s));
}

void MainWindowTest::everyControlHasAName()
{
    for (const bool withAccount : {true, false}) {
        const WindowDesk desk(withAccount);
        desk.window->show();
        const QStringList faults = nameless(*desk.window);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u"; "_s)));
    }
}

void MainWindowTest::theDialogsOfTheWindowHaveNamesToo()
{
    const WindowDesk desk(true);
    desk.window->show();
    for (const auto &name : {u"Settings…"_s, u"Keyboard shortcuts"_s, u"Search everything"_s, u"About Keysteward"_s}) {
        named(*desk.window, name)->trigger();
        QDialog *dialog = nullptr;
        for (QDialog *each : desk.window->findChildren<QDialog *>()) {
            if (each->isVisible())
                dialog = each;
        }
        QVERIFY2(dialog != nullptr, qPrintable(name));
        QVERIFY(!dialog->accessibleName().isEmpty());
        const QStringList faults = nameless(*dialog);
        QVERIFY2(faults.isEmpty(), qPrintable(name + u": "_s + faults.join(u"; "_s)));
        dialog->close();
    }
}

void MainWindowTest::theLockHidesTheOrganization()
{
    const WindowDesk desk(true);
    desk.window->show();
    QVERIFY(desk.window->windowTitle().contains(u"North"_s));
    named(*desk.window, u"Settings…"_s)->trigger();
    desk.window->lock();
    QVERIFY(!desk.window->windowTitle().contains(u"North"_s));
    for (const QDialog *dialog : desk.window->findChildren<QDialog *>())
        QVERIFY(!dialog->isVisible());
    for (const QWidget *widget : desk.window->findChildren<QWidget *>()) {
        if (widget->isVisible())
            QVERIFY2(!qobject_cast<const QAbstractItemView *>(widget) && widget->accessibleName() != u"Organization",
                     widget->metaObject()->className());
    }
    for (const auto &name : {u"New key…"_s, u"Settings…"_s, u"Search everything"_s, u"Sign out"_s})
        QVERIFY2(!named(*desk.window, name)->isEnabled(), qPrintable(name));
    QVERIFY2(nameless(*desk.window).isEmpty(), "the lock page");
}

void MainWindowTest::thePaletteFindsKeysOrganizationsAndActions()
{
    const WindowDesk desk(true);
    desk.window->show();
    named(*desk.window, u"Search everything"_s)->trigger();
    const auto dialogs = desk.window->findChildren<QDialog *>();
    QVERIFY(!dialogs.isEmpty());
    auto *input = dialogs.constLast()->findChild<QLineEdit *>();
    auto *results = dialogs.constLast()->findChild<QListWidget *>();
    const auto found = [&](const QString &text) {
        input->setText(text);
        QStringList titles;
        for (int row = 0; row < results->count(); ++row)
            titles.append(results->item(row)->text());
        return titles;
    };
    QVERIFY(found(u"crm"_s).contains(u"CRM sync"_s));
    QVERIFY(found(u"lk08"_s).contains(u"CRM sync"_s)); // by its hint
    QVERIFY(found(u"north"_s).constFirst().contains(u"North & wind"_s));
    QVERIFY(found(u"lock"_s).contains(u"Lock"_s));
    QCOMPARE(found(u"no such thing"_s), QStringList{u"Nothing found"_s});
}

void MainWindowTest::aNameFromAGatewayIsNeverRich()
{
    const WindowDesk desk(true);
    desk.window->show();
    for (const QLabel *label : desk.window->findChildren<QLabel *>())
        QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
    QVERIFY(!desk.window->windowTitle().contains(QChar(0x202E)));
    for (const QWidget *widget : desk.window->findChildren<QWidget *>())
        QVERIFY2(!widget->toolTip().contains(u"<b>"_s), qPrintable(widget->toolTip()));
}

void MainWindowTest::theWindowComesBackAsItWas()
{
    WindowDesk desk(true);
    desk.window->resize(1000, 640);
    desk.window->show();
    QVERIFY(QTest::qWaitForWindowExposed(desk.window.get()));
    const QSize size = desk.window->size();
    desk.window.reset();
    QVERIFY(!desk.settings.state(u"window"_s).isEmpty());
    const ui::MainWindow again(desk.services());
    QCOMPARE(again.size(), size);
}

void MainWindowTest::tabLeadsThroughThePageInTheOrderThatItIsRead()
{
    WindowDesk desk(true);
    QVERIFY(desk.filled);
    desk.window->show();
    QVERIFY(QTest::qWaitForWindowExposed(desk.window.get()));
    const auto *table = desk.window->focusWidget();
    QStringList passed;
    do {
        QTest::keyClick(desk.window->focusWidget(), Qt::Key_Tab);
        passed += QAccessible::queryAccessibleInterface(desk.window->focusWidget())->text(QAccessible::Name);
    } while (desk.window->focusWidget() != table && passed.size() < 60);
    qsizetype place = -1;
    for (const auto &name : {u"Organization"_s, u"Account"_s, u"Search keys"_s, u"New key"_s, u"All"_s, u"Keys"_s}) {
        QVERIFY2(passed.lastIndexOf(name) > place, qPrintable(name + u" in "_s + passed.join(u", ")));
        place = passed.lastIndexOf(name);
    }
}

void MainWindowTest::remindersAreSaidWhileTheSettingsHaveThemOn()
{
    WindowDesk desk(true);
    QVERIFY(desk.filled);
    auto key = desk.cache.keys({desk.cache.rowOf(1, u"key-1"_s)})->constFirst();
    key.createdAt = desk.clock.now().addDays(-100);
    key.expiresAt = desk.clock.now().addDays(6);
    QVERIFY_RESULT(desk.cache.put(1, {key}));
    ReminderStore store(**desk.database);
    Reminders reminders(*desk.directory, desk.following->rotations, desk.cache, store, desk.clock);
    QSignalSpy due(&reminders, &Reminders::due);
    desk.settings.setRemindersOn(false);
    desk.window->remind(reminders);
    QCOMPARE(due.size(), 0);
    named(*desk.window, u"Settings…"_s)->trigger();
    QAbstractButton *box = nullptr;
    for (auto *each : desk.window->findChildren<QAbstractButton *>()) {
        if (each->text() == u"Remind me of keys that expire soon, or are called after their end")
            box = each;
    }
    QVERIFY(box != nullptr && !box->isChecked());
    box->click();
    QCOMPARE(due.size(), 1);
}

//! Here is no desktop at all that could show a notification: the window says it.
void MainWindowTest::aKeyThatIsCalledAfterItsEndLeadsToTheRotations()
{
    WindowDesk desk(true);
    QVERIFY(desk.filled);
    Key old;
    old.id = u"old"_s;
    old.name = u"Sync (previous)"_s;
    old.status = KeyStatus::Expired;
    old.createdAt = desk.clock.now().addDays(-90);
    old.retiresAt = desk.clock.now().addDays(-3);
    old.lastUsed = LastUse{desk.clock.now().addSecs(-60), u"203.0.113.7"_s, {}};
    old.replacedBy = u"key-1"_s;
    auto fresh = *desk.cache.key(1, u"key-1"_s);
    fresh.replaces = old.id;
    QVERIFY_RESULT(desk.cache.put(1, {old, fresh}));
    ReminderStore store(**desk.database);
    Reminders reminders(*desk.directory, desk.following->rotations, desk.cache, store, desk.clock);
    desk.window->show();
    desk.window->remind(reminders);
    const auto show = [&]() -> QAbstractButton * {
        for (auto *each : desk.window->findChildren<QAbstractButton *>()) {
            if (each->text() == u"Show" && each->isVisible())
                return each;
        }
        return nullptr;
    };
    QTRY_VERIFY(show());
    show()->click();
    const auto *page = desk.window->findChild<QWidget *>(u"rotationsPage"_s);
    QVERIFY(page && page->isVisible());
}

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
