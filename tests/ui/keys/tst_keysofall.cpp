#include "core/domain/organization.h"
#include "tests/support/check.h"
#include "tests/ui/keys/pagetest.h"
#include "ui/keys/keyplaces.h"
#include "ui/kit/pagenotice.h"

#include <QHeaderView>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;

//! The Keys page over the keys of every organization.
class KeysOfAllTest : public test::PageTest {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        open();
        fill(); // eight keys of Northwind, of which the person is the owner
        m_acme = m_fixture->addOrganization(u"Acme"_s, core::Role::Viewer);
        QVERIFY(m_acme != 0);
        auto theirs = m_fixture->key(u"theirs"_s, u"Acme billing"_s);
        auto same = m_fixture->key(u"billing"_s, u"Billing webhook"_s); // the same id at another place
        m_fixture->put(m_acme, {theirs, same});
    }
    void cleanup() { close(); }
    void eachRowNamesItsOrganization();
    void theOrganizationIsAColumnThatSorts();
    void countsFiltersAndSearchRangeOverAll();
    void rightsAreThoseOfTheRow();
    void aKeyIsSelectedInItsOrganization();
    void whatWasRevokedLeavesTheSelectionOfItsOwnOrganization();
    void whatIsForgottenGoes();
    void theAgeIsThatOfThePart();
    void oneOrganizationHasNoColumnForIt();

private:
    void showAll()
    {
        m_fixture->page().setOrganization(core::everyOrganization);
        m_fixture->announceChange();
    }
    QString organization(int row) { return model()->index(row, ui::KeyTableModel::Organization).data().toString(); }
    bool isOffered(const QString &name)
    {
        const auto *found = button(name);
        return found != nullptr && found->isVisible();
    }

    qint64 m_acme = 0;
};

void KeysOfAllTest::eachRowNamesItsOrganization()
{
    showAll();
    QCOMPARE(model()->rowCount(), 10);
    QVERIFY(!table()->isColumnHidden(ui::KeyTableModel::Organization));
    QCOMPARE(table()->horizontalHeader()->visualIndex(ui::KeyTableModel::Organization), 1);
    QCOMPARE(name(0), u"Acme billing"_s);
    QCOMPARE(organization(0), u"Acme"_s);
    const auto northwind = names().count(u"Billing webhook"_s);
    QCOMPARE(northwind, 2);
    m_fixture->page().selectKey(m_acme, u"theirs"_s);
    QCOMPARE(words("Organization"), u"Acme"_s);
}

void KeysOfAllTest::theOrganizationIsAColumnThatSorts()
{
    showAll();
    table()->sortByColumn(ui::KeyTableModel::Organization, Qt::DescendingOrder);
    QCOMPARE(organization(0), u"Northwind"_s);
    QCOMPARE(organization(9), u"Acme"_s);
    // Back in one organization there is nothing to sort by it.
    m_fixture->page().setOrganization(m_fixture->organization());
    QCOMPARE(table()->horizontalHeader()->sortIndicatorSection(), int(ui::KeyTableModel::Name));
    QCOMPARE(name(0), u"Billing webhook"_s);
}

void KeysOfAllTest::countsFiltersAndSearchRangeOverAll()
{
    showAll();
    QVERIFY(words("keyCounts").startsWith(u"10 keys"_s));
    m_fixture->page().showOnly(core::KeyQuery::Show::Revoked);
    QCOMPARE(model()->rowCount(), 1);
    m_fixture->page().showOnly(core::KeyQuery::Show::All);
    search()->setText(u"billing"_s);
    QTRY_COMPARE(model()->rowCount(), 3);
    m_fixture->put(m_acme, {m_fixture->key(u"more"_s, u"billing, too"_s)});
    Q_EMIT m_fixture->sync().keysChanged(m_acme);
    QTRY_COMPARE(model()->rowCount(), 4);
}

void KeysOfAllTest::rightsAreThoseOfTheRow()
{
    showAll();
    m_fixture->page().selectKey(m_fixture->organization(), u"billing"_s);
    QCOMPARE(selectedIds(), QStringList{u"billing"_s});
    QVERIFY(isOffered(u"Rotate…"_s) && isOffered(u"Revoke…"_s));
    m_fixture->page().selectKey(m_acme, u"billing"_s);
    QVERIFY2(!isOffered(u"Rotate…"_s) && !isOffered(u"Revoke…"_s), "a viewer there, whatever they are elsewhere");
    // Of both together, the owner's is what can be revoked.
    const auto &places = m_fixture->page().places();
    const auto both =
        m_fixture->cache().cachedKeys({m_fixture->cache().rowOf(m_acme, u"billing"_s),
                                       m_fixture->cache().rowOf(m_fixture->organization(), u"billing"_s)});
    QVERIFY_RESULT(both);
    const auto suited = places.among(*both, ui::keypermissions::Action::Revoke, m_fixture->clock().now());
    QCOMPARE(suited.size(), 1);
    QCOMPARE(suited.first().organization, m_fixture->organization());
}

void KeysOfAllTest::aKeyIsSelectedInItsOrganization()
{
    showAll();
    for (const auto where : {m_acme, m_fixture->organization()}) {
        m_fixture->page().selectKey(where, u"billing"_s);
        const auto selected = m_fixture->page().selectedKeys();
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.first().organization, where);
    }
}

void KeysOfAllTest::whatWasRevokedLeavesTheSelectionOfItsOwnOrganization()
{
    showAll();
    table()->selectAll();
    QCOMPARE(selectedIds().count(u"billing"_s), 2);
    Q_EMIT m_fixture->actions().revoked({{m_fixture->organization(), u"billing"_s}});
    QCOMPARE(table()->selectedCount(), 9);
    const auto selected = m_fixture->page().selectedKeys();
    const auto left =
        std::find_if(selected.begin(), selected.end(), [](const auto &each) { return each.key.id == u"billing"; });
    QVERIFY(left != selected.end());
    QCOMPARE(left->organization, m_acme);
}

void KeysOfAllTest::whatIsForgottenGoes()
{
    showAll();
    QCOMPARE(model()->rowCount(), 10);
    QVERIFY_RESULT(m_fixture->directory().forget(m_acme));
    QTRY_COMPARE(model()->rowCount(), 8);
    QVERIFY(words("keyCounts").startsWith(u"8 keys"_s));
}

void KeysOfAllTest::theAgeIsThatOfThePart()
{
    showAll();
    const auto *age = m_fixture->find<QLabel>("asOf");
    QCOMPARE(age->text(), u"· as of 10:04"_s);
    m_fixture->clock().advance(std::chrono::minutes(5));
    Q_EMIT m_fixture->sync().synchronized(m_acme, m_fixture->clock().now());
    QCOMPARE(age->text(), u"· in part as of 10:04"_s);
    Q_EMIT m_fixture->sync().synchronized(m_fixture->organization(), m_fixture->clock().now());
    QVERIFY(!age->isVisible());
    Q_EMIT m_fixture->sync().failed(m_acme, core::Error{core::Error::Kind::Offline});
    QCOMPARE(age->text(), u"· in part as of 10:09"_s);
}

void KeysOfAllTest::oneOrganizationHasNoColumnForIt()
{
    QVERIFY(table()->isColumnHidden(ui::KeyTableModel::Organization));
    showAll();
    m_fixture->page().setOrganization(m_acme);
    QVERIFY(table()->isColumnHidden(ui::KeyTableModel::Organization));
    QCOMPARE(model()->rowCount(), 2);
    QVERIFY(!button(u"New key"_s)->isEnabled());
}

QTEST_MAIN(KeysOfAllTest)
#include "tst_keysofall.moc"
