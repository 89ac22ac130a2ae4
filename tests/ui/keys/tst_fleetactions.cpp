#include "core/backend/backend.h"
#include "core/base/identifiers.h"
#include "core/domain/organization.h"
#include "tests/core/services/watched/watcheddesk.h"
#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/keys/bulkrevokedialog.h"
#include "ui/keys/keyplaces.h"
#include "ui/keys/newkeydialog.h"
#include "ui/keys/organizationdialog.h"
#include "ui/keys/revokedialog.h"

#include <QListWidget>
#include <QSignalSpy>
#include <QTableWidget>

using namespace Qt::StringLiterals;
using test::dialog;
using test::press;
using test::wordsOn;

//! One person at two real gateways: what is done with keys of both at once.
class FleetActionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keysOfTwoGatewaysAreRevokedTogether();
    void whatCannotBeReachedFailsAtItsRowsAlone();
    void watchedKeysAreLeftOutOfARevocationAloud();
    void whatTheRoleDoesNotLetIsLeftOutAloud();
    void watchedKeysAloneAreEndedByAnotherDialog();
    void aNewKeyIsAskedWhere();
    void aWatchedOrganizationIsAmongThePlaces();
    void watchedOrganizationsOfOneNameAreToldApart();

private:
    core::CachedKey make(qint64 organization, const QString &name);
    core::KeyStatus statusOf(const core::CachedKey &key);
    //! A key that is watched from here; its organization is known by then.
    core::CachedKey watch(const QString &name);
    static QString outcome(QWidget *in, int row)
    {
        const auto *table = in->findChild<QTableWidget *>();
        return table->item(row, table->columnCount() - 1)->text();
    }

    std::unique_ptr<test::Watcher> m_watcher;
    std::unique_ptr<test::LiveGateway> m_second;
    std::unique_ptr<test::ActionRig> m_rig;
    qint64 m_there = 0; //!< the second gateway's organization
};

void FleetActionsTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_watcher = std::make_unique<test::Watcher>();
    m_rig = std::make_unique<test::ActionRig>();
    m_rig->watched = &m_watcher->desk->keys;
    QVERIFY(m_rig->start());
    m_second = std::make_unique<test::LiveGateway>(u"Contoso"_s);
    QVERIFY(m_second->start());
    const auto account = m_rig->desk->signIn(m_second->address(), m_second->email(), m_second->password());
    QVERIFY(!account.isEmpty());
    m_there = m_rig->desk->organization(account);
    QVERIFY(m_there != 0 && m_there != m_rig->organization);
}

void FleetActionsTest::cleanup()
{
    m_rig.reset();
    m_second.reset();
    m_watcher.reset();
}

core::CachedKey FleetActionsTest::make(qint64 organization, const QString &name)
{
    auto &desk = *m_rig->desk;
    const auto made =
        test::wait(desk.keys.create(organization, {name, {}, {u"contacts:read"_s}, desk.clock.now().addDays(100)}));
    if (!made || !test::wait(desk.keys.acknowledge(made->intentId)))
        return {};
    return {organization, {}, made->key.key};
}

//! As its gateway has it now.
core::KeyStatus FleetActionsTest::statusOf(const core::CachedKey &key)
{
    auto &desk = *m_rig->desk;
    const auto place = desk.directory.organization(key.organization);
    const auto read = test::wait(desk.sessions.backend(place->accountId)->key(key.key.id));
    return read ? read->status : core::KeyStatus::Unknown;
}

core::CachedKey FleetActionsTest::watch(const QString &name)
{
    auto &desk = *m_rig->desk;
    const auto key = m_watcher->watch(name, test::someKey());
    const auto account = desk.sessions.watch();
    if (!test::wait(desk.directory.refresh(account)))
        return {};
    return {desk.directory.referenceOf(account, key.organizationId), {}, core::keyOf(key)};
}

void FleetActionsTest::keysOfTwoGatewaysAreRevokedTogether()
{
    const QList<core::CachedKey> keys{make(m_rig->organization, u"a"_s), make(m_there, u"b"_s),
                                      make(m_rig->organization, u"c"_s)};
    m_rig->actions->revoke(keys);
    auto *revoke = dialog<ui::BulkRevokeDialog>(m_rig->window);
    QVERIFY(revoke);
    QVERIFY(wordsOn(revoke).contains(u"2 keys of Northwind"_s));
    QVERIFY(wordsOn(revoke).contains(u"1 key of Contoso"_s));
    auto *table = revoke->findChild<QTableWidget *>();
    QCOMPARE(table->rowCount(), 3);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Tab);
    QVERIFY(revoke->focusWidget() != table); // and not from cell to cell
    QCOMPARE(table->item(1, 1)->text(), u"Contoso"_s);
    QVERIFY(!table->isColumnHidden(1));
    QVERIFY(press(revoke, u"Revoke key"_s));
    QTRY_COMPARE(m_rig->revoked.size(), 3);
    for (const auto &key : keys)
        QCOMPARE(statusOf(key), core::KeyStatus::Revoked);
    QCOMPARE(m_rig->said, QStringList{u"3 keys were revoked."_s});
}

void FleetActionsTest::whatCannotBeReachedFailsAtItsRowsAlone()
{
    const QList<core::CachedKey> keys{make(m_there, u"a"_s), make(m_rig->organization, u"b"_s), make(m_there, u"c"_s)};
    m_rig->actions->revoke(keys);
    auto *revoke = dialog<ui::BulkRevokeDialog>(m_rig->window);
    QVERIFY(revoke);
    m_second->stop();
    QVERIFY(press(revoke, u"Revoke key"_s));
    QTRY_VERIFY_WITH_TIMEOUT(wordsOn(revoke).contains(u"1 revoked, 2 not."_s), 30000);
    QVERIFY(!outcome(revoke, 0).isEmpty() && outcome(revoke, 0) != u"Revoked"_s);
    QCOMPARE(outcome(revoke, 1), u"Revoked"_s);
    QCOMPARE(outcome(revoke, 2), QString()); // of the same account: not tried in vain
    QCOMPARE(m_rig->revoked, (QList{core::KeyOfOrganization(m_rig->organization, keys[1].key.id)}));
    // When it is back, the rest can be tried again.
    QVERIFY(m_second->start());
    QVERIFY(press(revoke, u"Revoke key"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_rig->window.findChildren<ui::BulkRevokeDialog *>().isEmpty(), 30000);
    for (const auto &key : keys)
        QCOMPARE(statusOf(key), core::KeyStatus::Revoked);
}

void FleetActionsTest::watchedKeysAreLeftOutOfARevocationAloud()
{
    const auto live = watch(u"Live"_s);
    QVERIFY(live.organization != 0);
    const QList<core::CachedKey> keys{make(m_rig->organization, u"a"_s), live, make(m_there, u"b"_s)};
    m_rig->actions->revoke(keys);
    auto *revoke = dialog<ui::BulkRevokeDialog>(m_rig->window);
    QVERIFY(revoke);
    QVERIFY(wordsOn(revoke).contains(u"“Live” is left out: only its provider can revoke it."_s));
    QCOMPARE(revoke->findChild<QTableWidget *>()->rowCount(), 2);
    QVERIFY(!wordsOn(revoke).contains(u"Shop"_s));
    QVERIFY(press(revoke, u"Revoke key"_s));
    QTRY_COMPARE(m_rig->revoked.size(), 2);
    QVERIFY(!m_rig->revoked.contains(core::KeyOfOrganization(live.organization, live.key.id)));
    QVERIFY(!m_watcher->desk->store.key(live.key.id)->endedAt.isValid());

    // One that is left is revoked alone, and several that are not are counted.
    m_rig->actions->revoke({make(m_there, u"c"_s), live, watch(u"Second"_s)});
    auto *one = dialog<ui::RevokeDialog>(m_rig->window);
    QVERIFY(one);
    QVERIFY(wordsOn(one).contains(u"2 watched keys are left out: only their providers can revoke them."_s));
    QVERIFY(m_watcher->provider.requests().isEmpty());
}

void FleetActionsTest::whatTheRoleDoesNotLetIsLeftOutAloud()
{
    auto &desk = *m_rig->desk;
    const auto password = core::newToken();
    QVERIFY(m_second->addPerson(u"ben@contoso.example"_s, password, core::Role::Member));
    const auto asMember = desk.organization(desk.signIn(m_second->address(), u"ben@contoso.example"_s, password));
    QVERIFY(asMember != 0 && asMember != m_there);
    auto theirs = make(m_there, u"theirs"_s); // the owner's, as a member sees it
    theirs.organization = asMember;
    auto ended = make(m_there, u"ended"_s);
    ended.key.status = core::KeyStatus::Revoked;
    m_rig->actions->revoke({make(m_rig->organization, u"a"_s), theirs, ended, make(m_there, u"b"_s)});
    auto *revoke = dialog<ui::BulkRevokeDialog>(m_rig->window);
    QVERIFY(revoke);
    QVERIFY(wordsOn(revoke).contains(u"Revoke 2 keys?"_s));
    QVERIFY(wordsOn(revoke).contains(u"“theirs” is left out: your role does not let you revoke it."_s));
    QVERIFY(press(revoke, u"Revoke key"_s));
    QTRY_COMPARE(m_rig->revoked.size(), 2);
    QCOMPARE(statusOf({m_there, {}, theirs.key}), core::KeyStatus::Active);

    // Where nothing is left, the page says why; beside watched keys their dialog does.
    m_rig->said.clear();
    m_rig->actions->revoke({theirs, theirs});
    QCOMPARE(m_rig->said, QStringList{u"2 keys are left out: your role does not let you revoke them."_s});
    QSignalSpy endWanted(m_rig->actions.get(), &ui::KeyActions::endWanted);
    m_rig->actions->revoke({theirs, watch(u"Live"_s)});
    QCOMPARE(endWanted.size(), 1);
    QCOMPARE(endWanted.first().last().toString(), u"“theirs” is left out: your role does not let you revoke it."_s);
}

void FleetActionsTest::watchedKeysAloneAreEndedByAnotherDialog()
{
    const QList<core::CachedKey> keys{watch(u"First"_s), watch(u"Second"_s)};
    QSignalSpy endWanted(m_rig->actions.get(), &ui::KeyActions::endWanted);
    m_rig->actions->revoke(keys);
    QCOMPARE(endWanted.size(), 1);
    QCOMPARE(endWanted.first().first().value<QList<core::Key>>().size(), 2);
    QVERIFY(m_rig->window.findChildren<ui::BulkRevokeDialog *>().isEmpty());
    QVERIFY(m_rig->said.isEmpty());
}

void FleetActionsTest::aWatchedOrganizationIsAmongThePlaces()
{
    const auto key = watch(u"Live"_s);
    QSignalSpy wanted(m_rig->actions.get(), &ui::KeyActions::registrationWanted);
    m_rig->actions->create(core::everyOrganization);
    auto *where = dialog<ui::OrganizationDialog>(m_rig->window);
    QVERIFY(where);
    auto *list = where->findChild<QListWidget *>();
    QCOMPARE(list->count(), 3);
    const auto shop = list->findItems(u"Shop – watched: a key that was made at Watsi"_s, Qt::MatchExactly);
    QCOMPARE(shop.size(), 1);
    list->setCurrentItem(shop.first());
    QVERIFY(press(where, u"Continue…"_s));
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toLongLong(), key.organization);
}

void FleetActionsTest::watchedOrganizationsOfOneNameAreToldApart()
{
    auto described = test::newKey(u"Chat"_s);
    described.kindId = u"api-token"_s;
    auto place = test::watsiAt(m_watcher->provider.address());
    place.profileId = u"wati"_s;
    m_watcher->watch(described, test::someKey(), place);
    const auto key = watch(u"Live"_s);
    const ui::KeyPlaces places(m_rig->desk->sessions, m_rig->desk->directory);
    QStringList shops;
    for (const auto &each : m_rig->desk->directory.organizations()) {
        if (each.organization.name == u"Shop")
            shops += places.nameOf(each);
    }
    shops.sort();
    QCOMPARE(shops, (QStringList{u"Shop at Wati"_s, u"Shop at Watsi"_s}));
    QCOMPARE(places.nameOf(key.organization), u"Shop at Watsi"_s);
    m_rig->actions->create(core::everyOrganization);
    auto *where = dialog<ui::OrganizationDialog>(m_rig->window);
    QVERIFY(where);
    const auto *list = where->findChild<QListWidget *>();
    QCOMPARE(list->findItems(u"Shop – watched: a key that was made at Watsi"_s, Qt::MatchExactly).size(), 1);
    QCOMPARE(list->findItems(u"Shop – watched: a key that was made at Wati"_s, Qt::MatchExactly).size(), 1);
}

void FleetActionsTest::aNewKeyIsAskedWhere()
{
    m_rig->actions->create(core::everyOrganization);
    auto *where = dialog<ui::OrganizationDialog>(m_rig->window);
    QVERIFY(where);
    auto *list = where->findChild<QListWidget *>();
    QCOMPARE(list->accessibleName(), u"Organizations"_s);
    QCOMPARE(list->count(), 2); // by name
    QVERIFY(list->item(0)->text().startsWith(u"Contoso – Owner"_s));
    QVERIFY(list->item(1)->text().startsWith(u"Northwind – Owner"_s));
    QTRY_VERIFY(list->hasFocus());
    QTest::keyClick(list, Qt::Key_Return);
    auto *create = dialog<ui::NewKeyDialog>(m_rig->window);
    QVERIFY(create);
    QVERIFY(wordsOn(create).contains(u"Contoso"_s));
    QVERIFY(press(create, u"Cancel"_s));
}

QTEST_MAIN(FleetActionsTest)
#include "tst_fleetactions.moc"
