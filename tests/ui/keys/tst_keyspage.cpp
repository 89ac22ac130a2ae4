#include "ui/keys/keyspage.h"

#include "tests/support/check.h"
#include "tests/ui/keys/pagetest.h"
#include "ui/kit/pagenotice.h"

#include <QApplication>
#include <QFileDialog>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QTimer>

using namespace Qt::StringLiterals;

class KeysPageTest : public test::PageTest {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        open();
    }
    void cleanup() { close(); }
    void theCacheIsOnScreenAtOnceWithItsAge();
    void theAgeGoesWhenTheGatewayHasAnswered();
    void aListThatNeverCameSaysSo();
    void theCountsStandAtTheTitleAndTheFilters();
    void eachFilterShowsItsKeys_data();
    void eachFilterShowsItsKeys();
    void aKeyIsSelectedWhateverHidesIt();
    void aNewKeyIsSelectedAndInSight();
    void anEmptyListSaysWhy();
    void whoMayNotCreateIsToldWhy();
    void theInspectorFoldsAwayInANarrowWindow();
    void deleteAsksForRevocationAndSaysWhatIsInTheWay();
    void theNewKeyIsSelectedInPlaceOfTheOldOne();
    void whatWasRevokedLeavesTheSelection();
    void theMenuOffersWhatTheInspectorDoes();
    void exportingAsksForAFileInADialogOfOurOwn();
    void nothingTicksWhileThePageIsHidden();
    void aHostileNameIsShownPlainly();
};

void KeysPageTest::theCacheIsOnScreenAtOnceWithItsAge()
{
    fill();
    auto *age = m_fixture->find<QLabel>("asOf");
    QVERIFY(age->isVisible());
    QCOMPARE(age->text(), u"· as of 10:04"_s);
    QCOMPARE(name(0), u"Billing webhook"_s);
}

void KeysPageTest::theAgeGoesWhenTheGatewayHasAnswered()
{
    fill();
    auto *age = m_fixture->find<QLabel>("asOf");
    m_fixture->clock().advance(std::chrono::minutes(5));
    const auto now = m_fixture->clock().now();
    Q_EMIT m_fixture->sync().synchronized(m_fixture->organization() + 1, now); // another one
    QVERIFY(age->isVisible());
    Q_EMIT m_fixture->sync().synchronized(m_fixture->organization(), now);
    QVERIFY(!age->isVisible());
    Q_EMIT m_fixture->sync().failed(m_fixture->organization(), core::Error{core::Error::Kind::Offline});
    QVERIFY(age->isVisible());
    QCOMPARE(age->text(), u"· as of 10:09"_s);
    QCOMPARE(model()->rowCount(), 8); // reading goes on
}

void KeysPageTest::aListThatNeverCameSaysSo()
{
    QCOMPARE(words("listState"), u"Loading keys…"_s);
    Q_EMIT m_fixture->sync().failed(m_fixture->organization(), core::Error{core::Error::Kind::Offline});
    QCOMPARE(words("listState"), u"The keys could not be loaded"_s);
    button(u"Try again"_s)->click();
    QCOMPARE(words("listState"), u"Loading keys…"_s);
    QTRY_COMPARE(words("listState"), u"The keys could not be loaded"_s); // nobody is signed in
    fill();
    m_fixture->page().refresh();
    QTRY_VERIFY(m_fixture->find<ui::PageNotice>("pageNotice")->isVisible());
    QCOMPARE(model()->rowCount(), 8);
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

void KeysPageTest::aKeyIsSelectedWhateverHidesIt()
{
    fill();
    button(u"Revoked"_s)->click();
    QTest::keyClicks(search(), u"contractor"_s);
    QCOMPARE(model()->rowCount(), 1);
    m_fixture->page().selectKey(m_fixture->organization(), u"crm"_s);
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

void KeysPageTest::aNewKeyIsSelectedAndInSight()
{
    QList<core::Key> many;
    for (int i = 0; i < 200; ++i)
        many += m_fixture->key(u"key-%1"_s.arg(i), u"Key %1"_s.arg(1000 + i));
    m_fixture->put(many);
    m_fixture->announceChange();
    button(u"Revoked"_s)->click();
    const auto elsewhere = m_fixture->organization() + 1;
    Q_EMIT m_fixture->actions().created(elsewhere, u"key-199"_s);
    QVERIFY(selectedIds().isEmpty());
    QVERIFY(button(u"Revoked"_s)->isChecked());
    Q_EMIT m_fixture->actions().created(m_fixture->organization(), u"key-199"_s);
    QCOMPARE(selectedIds(), QStringList{u"key-199"_s});
    const auto row = table()->visualRect(table()->currentIndex());
    QVERIFY(row.height() > 0 && table()->viewport()->rect().contains(row.center()));
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
    close();
    open(core::Role::Viewer);
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
    m_fixture->page().selectKey(m_fixture->organization(), u"revoked"_s);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Delete);
    QCOMPARE(notice->sentence(), u"This key has ended already."_s);
    m_fixture->page().selectKey(m_fixture->organization(), u"billing"_s);
    QTest::keyClick(table(), Qt::Key_Delete);
    // The account is not signed in: the change is refused with a word, and nothing opens.
    QVERIFY(notice->isVisible());
    QVERIFY(!notice->sentence().isEmpty());
    QVERIFY(notice->sentence() != u"This key has ended already."_s);
    QVERIFY(!QApplication::activeModalWidget());
    button(u"Dismiss"_s)->click();
    QVERIFY(!notice->isVisible());
}

void KeysPageTest::theNewKeyIsSelectedInPlaceOfTheOldOne()
{
    fill();
    m_fixture->page().selectKey(m_fixture->organization(), u"crm-previous"_s);
    Q_EMIT m_fixture->actions().rotated(m_fixture->organization() + 1, u"crm"_s);
    QCOMPARE(selectedIds(), QStringList{u"crm-previous"_s});
    Q_EMIT m_fixture->actions().rotated(m_fixture->organization(), u"crm"_s);
    QCOMPARE(selectedIds(), QStringList{u"crm"_s});
    button(u"Retiring"_s)->click();
    m_fixture->page().selectKey(m_fixture->organization(), u"crm-previous"_s);
    Q_EMIT m_fixture->actions().rotated(m_fixture->organization(), u"crm"_s);
    QVERIFY(button(u"Retiring"_s)->isChecked());
    QCOMPARE(selectedIds(), QStringList{u"crm-previous"_s});
}

void KeysPageTest::whatWasRevokedLeavesTheSelection()
{
    fill();
    table()->selectAll();
    const auto revoked = [this](const QStringList &ids) {
        QList<core::KeyOfOrganization> keys;
        for (const auto &id : ids)
            keys += {m_fixture->organization(), id};
        Q_EMIT m_fixture->actions().revoked(keys);
    };
    revoked({u"billing"_s, u"crm"_s, u"nightly"_s});
    QCOMPARE(selectedIds(), (QStringList{u"crm-previous"_s, u"expired"_s, u"idle"_s, u"paused"_s, u"revoked"_s}));
    m_fixture->page().selectKey(m_fixture->organization(), u"billing"_s);
    revoked({u"billing"_s});
    QCOMPARE(selectedIds(), QStringList{u"billing"_s}); // one alone goes on being shown
}

void KeysPageTest::theMenuOffersWhatTheInspectorDoes()
{
    fill();
    m_fixture->page().selectKey(m_fixture->organization(), u"crm-previous"_s);
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

void KeysPageTest::aHostileNameIsShownPlainly()
{
    auto key = m_fixture->key(u"hostile"_s, u"<img src=x><b>a</b>\u202Eexe.\u200B & %1 %n"_s);
    key.note = u"<a href='http://evil'>click</a>"_s;
    key.scopes = QStringList{u"<h1>read"_s};
    key.lastUsed->address = u"<b>1.2.3.4"_s;
    m_fixture->put({key});
    m_fixture->page().setOrganization(m_fixture->organization());
    m_fixture->page().selectKey(m_fixture->organization(), u"hostile"_s);
    for (auto *label : m_fixture->page().findChildren<QLabel *>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(!label->text().contains(QChar(0x202E)));
        QVERIFY2(!Qt::mightBeRichText(label->toolTip()), qPrintable(label->toolTip()));
    }
    QVERIFY(words("inspectorName").contains(u"<b>a</b>⟦U+202E⟧exe"_s));
    QVERIFY(words("inspectorName").endsWith(u"& %1 %n"_s));
}

QTEST_MAIN(KeysPageTest)
#include "tst_keyspage.moc"
