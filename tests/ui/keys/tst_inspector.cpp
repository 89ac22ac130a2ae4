#include "ui/keys/keyinspector.h"

#include "tests/support/check.h"
#include "tests/ui/keys/pagefixture.h"
#include "ui/keys/keyfacts.h"
#include "ui/kit/scrollarea.h"
#include "ui/kit/words.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using core::KeyStatus;
using core::Role;
using ui::KeyInspector;

class InspectorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void onlyWhatTheStatusAndTheRolePermitIsOffered_data();
    void onlyWhatTheStatusAndTheRolePermitIsOffered();
    void aKeyWhoseEndHasPassedIsTreatedAsExpired();
    void theFactsSayWhatIsKnown();
    void theEndIsSaidOnceAndByItsName();
    void anotherKeyBeginsAtItsName();
    void aRevokedKeySaysByWhomAndWhy();
    void severalKeysOfferWhatSuitsSomeOfThem();
    void tooManyKeysAreNotChangedAtOnce();
    void aButtonSaysWhatIsWanted();
    void snippetsNameAVariableAndNeverASecret_data();
    void snippetsNameAVariableAndNeverASecret();
    void theMcpSnippetIsThereForProvidersThatHaveOne();
    void aSnippetIsCopiedAsItIsShown();
    void whatAKeyDoesNotUseCanBeTakenFromIt();
    void itsLifeIsTold();
    void whatAnotherOrganizationCallsByTheSameIdIsNotOfItsLife();

private:
    ui::KeyHome place(Role role) const
    {
        return {m_fixture.organization(),
                {role, u"u1"_s, {}},
                QUrl(u"https://gateway.northwind.example"_s),
                ui::snippets::profileFor(u"watsi"_s)};
    }
    QStringList offered(const KeyInspector &inspector) const;
    //! By an owner.
    KeyInspector::Suited suited(const QList<core::Key> &keys) const;
    core::Key keyThatIs(KeyStatus status) const;
    //! One that never expires; \a before: the id of the key that it replaced.
    core::Key born(const QString &id, const QDate &day, const QString &before = {}) const;

    test::PageFixture m_fixture; //!< its account is known and not signed in
    test::CacheFixture m_cache;
    test::FakeClock m_clock;
};

void InspectorTest::init()
{
    test::failOnAnyWarning();
}

KeyInspector::Suited InspectorTest::suited(const QList<core::Key> &keys) const
{
    return [this, keys](KeyInspector::Action action) {
        return std::count_if(keys.begin(), keys.end(), [&](const core::Key &key) {
            return ui::keypermissions::isOffered(action, key, place(Role::Owner).standing, m_clock.now());
        });
    };
}

QStringList InspectorTest::offered(const KeyInspector &inspector) const
{
    QStringList texts;
    for (const auto *button : inspector.findChildren<QPushButton *>()) {
        if (button->isVisibleTo(&inspector) && button->objectName().isEmpty())
            texts += button->text();
    }
    return texts;
}

core::Key InspectorTest::keyThatIs(KeyStatus status) const
{
    core::Key key;
    key.id = u"key-1"_s;
    key.name = u"Billing webhook"_s;
    key.hint = u"wa_7Qd2…x9Fa"_s;
    key.scopes = QStringList{u"read"_s, u"events"_s};
    key.status = status;
    key.createdAt = QDateTime({2026, 9, 14}, {8, 0}, Qt::UTC);
    key.createdBy = {u"u1"_s, u"Olivia Owner"_s};
    key.expiresAt = QDateTime({2027, 1, 23}, {23, 59, 59}, Qt::UTC);
    key.lastUsed = core::LastUse{m_clock.now().addSecs(-130), u"203.0.113.7"_s, u"curl/8"_s};
    if (status == KeyStatus::Retiring)
        key.retiresAt = m_clock.now().addSecs(3600);
    return key;
}

void InspectorTest::onlyWhatTheStatusAndTheRolePermitIsOffered_data()
{
    QTest::addColumn<KeyStatus>("status");
    QTest::addColumn<Role>("role");
    QTest::addColumn<QString>("madeBy");
    QTest::addColumn<QStringList>("buttons");
    const QString me = u"u1"_s;
    const QString other = u"u2"_s;
    const QStringList active{u"Rotate…"_s, u"Edit…"_s, u"Disable"_s, u"Clone…"_s, u"Revoke…"_s};
    const QStringList cloneOnly{u"Clone…"_s};
    QTest::newRow("owner, active") << KeyStatus::Active << Role::Owner << other << active;
    QTest::newRow("admin, active") << KeyStatus::Active << Role::Admin << other << active;
    QTest::newRow("member, own") << KeyStatus::Active << Role::Member << me << active;
    QTest::newRow("member, another's") << KeyStatus::Active << Role::Member << other << cloneOnly;
    QTest::newRow("member, nobody's") << KeyStatus::Active << Role::Member << QString() << cloneOnly;
    QTest::newRow("viewer") << KeyStatus::Active << Role::Viewer << me << QStringList();
    QTest::newRow("disabled") << KeyStatus::Disabled << Role::Owner << me
                              << QStringList{u"Edit…"_s, u"Enable"_s, u"Clone…"_s, u"Revoke…"_s};
    QTest::newRow("retiring") << KeyStatus::Retiring << Role::Owner << me
                              << QStringList{u"Retire now"_s, u"Edit…"_s, u"Clone…"_s, u"Revoke…"_s};
    QTest::newRow("expired") << KeyStatus::Expired << Role::Owner << me << cloneOnly;
    QTest::newRow("revoked") << KeyStatus::Revoked << Role::Owner << me << cloneOnly;
    QTest::newRow("unknown") << KeyStatus::Unknown << Role::Owner << me << cloneOnly;
}

void InspectorTest::onlyWhatTheStatusAndTheRolePermitIsOffered()
{
    QFETCH(KeyStatus, status);
    QFETCH(Role, role);
    QFETCH(QString, madeBy);
    auto key = keyThatIs(status);
    key.createdBy = {madeBy, u"Olivia Owner"_s}; // two people may have one name
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place(role));
    inspector.showKey(key, m_clock.now());
    QTEST(offered(inspector), "buttons");
    const auto *why = inspector.findChild<QLabel *>(u"inspectorSentence"_s);
    const bool mayChange = role == Role::Owner || role == Role::Admin || madeBy == u"u1"_s;
    QCOMPARE(why->isVisibleTo(&inspector), role == Role::Viewer || !mayChange);
}

void InspectorTest::aKeyWhoseEndHasPassedIsTreatedAsExpired()
{
    auto key = keyThatIs(KeyStatus::Active);
    key.expiresAt = m_clock.now().addSecs(-1);
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    inspector.showKey(key, m_clock.now());
    QCOMPARE(offered(inspector), QStringList{u"Clone…"_s});
}

void InspectorTest::theEndIsSaidOnceAndByItsName()
{
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    inspector.showKey(keyThatIs(KeyStatus::Retiring), m_clock.now());
    const auto *end = inspector.findChild<QLabel *>(u"Expires"_s);
    const auto *name = inspector.findChild<QLabel *>(u"Expires label"_s);
    QCOMPARE(name->text(), u"Retires"_s);
    QVERIFY2(end->text().endsWith(u"(in 1 h)"_s), qPrintable(end->text()));
    auto retired = keyThatIs(KeyStatus::Expired);
    retired.retiresAt = m_clock.now().addDays(-2);
    inspector.showKey(retired, m_clock.now());
    QCOMPARE(name->text(), u"Retired"_s);
    QCOMPARE(end->text(), ui::words::date(retired.retiresAt) + u" (2 days ago)"_s);
}

void InspectorTest::anotherKeyBeginsAtItsName()
{
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.resize(KeyInspector::panelWidth, 200);
    inspector.show();
    auto key = keyThatIs(KeyStatus::Active);
    inspector.showKey(key, m_clock.now());
    auto *bar = inspector.findChild<ui::ScrollArea *>()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum());
    inspector.showKey(key, m_clock.now());
    QVERIFY(bar->value() > 0); // it is the same
    key.id = u"key-2"_s;
    inspector.showKey(key, m_clock.now());
    QCOMPARE(bar->value(), 0);
}

void InspectorTest::theFactsSayWhatIsKnown()
{
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    auto key = keyThatIs(KeyStatus::Active);
    key.note = u"Finance team"_s;
    key.rateLimitPerMinute = 100;
    inspector.showKey(key, m_clock.now());
    const auto fact = [&](const QString &name) {
        const auto *label = inspector.findChild<QLabel *>(name);
        return label->isVisibleTo(&inspector) ? label->text() : QString();
    };
    QCOMPARE(fact(u"Created"_s), ui::words::date(key.createdAt) + u" by Olivia Owner"_s);
    QCOMPARE(fact(u"Expires"_s), u"23 Jan 2027 (%1)"_s.arg(ui::words::expiry(key, m_clock.now())));
    QCOMPARE(fact(u"Last used"_s), u"2 min ago from 203.0.113.7"_s);
    QCOMPARE(fact(u"Note"_s), u"Finance team"_s);
    QCOMPARE(fact(u"Rate limit"_s), u"100 requests a minute"_s);
    QCOMPARE(fact(u"Revoked"_s), QString());
    QCOMPARE(inspector.findChild<ui::StatusBadge *>()->accessibleName(), u"Active"_s);
    QVERIFY(!inspector.findChild<QPushButton *>(u"Replaces"_s)->isVisibleTo(&inspector));

    auto bare = keyThatIs(KeyStatus::Active);
    bare.expiresAt = {};
    bare.lastUsed.reset();
    inspector.showKey(bare, m_clock.now());
    QCOMPARE(fact(u"Expires"_s), u"Never"_s);
    QCOMPARE(fact(u"Last used"_s), u"Never used"_s);
    QCOMPARE(fact(u"Note"_s), QString());
}

void InspectorTest::aRevokedKeySaysByWhomAndWhy()
{
    auto key = keyThatIs(KeyStatus::Revoked);
    key.revokedAt = QDateTime({2026, 11, 2}, {9, 0}, Qt::UTC);
    key.revokedBy = core::Person{u"u2"_s, u"Max Member"_s};
    key.revokedReason = u"compromised"_s;
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.showKey(key, m_clock.now());
    QCOMPARE(inspector.findChild<QLabel *>(u"Revoked"_s)->text(), u"2 Nov 2026 by Max Member"_s);
    QCOMPARE(inspector.findChild<QLabel *>(u"Reason"_s)->text(), u"Compromised"_s);
}

void InspectorTest::severalKeysOfferWhatSuitsSomeOfThem()
{
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    inspector.showMany(2, suited({keyThatIs(KeyStatus::Active), keyThatIs(KeyStatus::Active)}));
    QCOMPARE(offered(inspector), (QStringList{u"Disable"_s, u"Revoke…"_s}));
    QCOMPARE(inspector.findChild<QLabel *>(u"inspectorName"_s)->text(), u"2 keys selected"_s);
    QVERIFY(!inspector.findChild<QLabel *>(u"inspectorSentence"_s)->isVisibleTo(&inspector));
    inspector.showMany(2, suited({keyThatIs(KeyStatus::Active), keyThatIs(KeyStatus::Revoked)}));
    QCOMPARE(offered(inspector), (QStringList{u"Disable"_s, u"Revoke…"_s}));
    QVERIFY(inspector.findChild<QLabel *>(u"inspectorSentence"_s)->isVisibleTo(&inspector));
    inspector.showMany(2, suited({keyThatIs(KeyStatus::Expired), keyThatIs(KeyStatus::Revoked)}));
    QCOMPARE(offered(inspector), QStringList());
}

void InspectorTest::tooManyKeysAreNotChangedAtOnce()
{
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    inspector.showMany(100'000, suited({}));
    QCOMPARE(offered(inspector), QStringList());
    QCOMPARE(inspector.findChild<QLabel *>(u"inspectorName"_s)->text(), u"100,000 keys selected"_s);
    QCOMPARE(inspector.findChild<QLabel *>(u"inspectorSentence"_s)->text(),
             u"At most 500 keys can be changed at once."_s);
}

void InspectorTest::aButtonSaysWhatIsWanted()
{
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    inspector.showKey(keyThatIs(KeyStatus::Active), m_clock.now());
    QList<KeyInspector::Action> wanted;
    connect(&inspector, &KeyInspector::wanted, this, [&](KeyInspector::Action action) { wanted += action; });
    for (auto *button : inspector.findChildren<QPushButton *>()) {
        if (button->text() == u"Rotate…"_s || button->text() == u"Revoke…"_s)
            button->click();
    }
    QCOMPARE(wanted, (QList<KeyInspector::Action>{KeyInspector::Action::Rotate, KeyInspector::Action::Revoke}));
}

void InspectorTest::snippetsNameAVariableAndNeverASecret_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("line");
    QTest::newRow("curl") << u"curl"_s << u"-H \"Authorization: Bearer $BILLING_WEBHOOK_KEY\""_s;
    QTest::newRow("env") << u".env"_s << u"\nBILLING_WEBHOOK_KEY="_s;
    QTest::newRow("mcp") << u"MCP"_s << u"\"Authorization\": \"Bearer ${BILLING_WEBHOOK_KEY}\""_s;
    QTest::newRow("nginx") << u"nginx"_s << u"proxy_set_header Authorization \"Bearer ${BILLING_WEBHOOK_KEY}\";"_s;
}

void InspectorTest::snippetsNameAVariableAndNeverASecret()
{
    QFETCH(QString, kind);
    QFETCH(QString, line);
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    inspector.showKey(keyThatIs(KeyStatus::Active), m_clock.now());
    for (auto *choice : inspector.findChildren<QRadioButton *>()) {
        if (choice->accessibleName() == kind)
            choice->click();
    }
    const auto text = inspector.findChild<QPlainTextEdit *>(u"snippet"_s)->toPlainText();
    QVERIFY2(text.contains(line), qPrintable(text));
    // Nothing in it is as long as a secret's random part.
    QVERIFY(!text.contains(QRegularExpression(u"[A-Za-z0-9]{32,}"_s)));
}

void InspectorTest::theMcpSnippetIsThereForProvidersThatHaveOne()
{
    QVERIFY(ui::snippets::hasMcp(ui::snippets::profileFor(u"watsi"_s)));
    QVERIFY(!ui::snippets::hasMcp(ui::snippets::profileFor(u"wati"_s)));
    QVERIFY(!ui::snippets::hasMcp(ui::snippets::profileFor(u"no such provider"_s)));
    const ui::snippets::Subject wazzapi{keyThatIs(KeyStatus::Active), {}, ui::snippets::profileFor(u"wazzapi"_s)};
    const auto text = ui::snippets::mcp(wazzapi, ui::snippets::McpClient::Cursor);
    QVERIFY(text.contains(u"\"wazzapi-api-key\": \"${env:BILLING_WEBHOOK_KEY}\""_s)); // its own header, without Bearer
    QVERIFY(text.contains(u"\"type\": \"http\""_s));
    auto place = this->place(Role::Owner);
    place.profile = ui::snippets::profileFor(u"wati"_s);
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place);
    inspector.showKey(keyThatIs(KeyStatus::Active), m_clock.now());
    for (const auto *choice : inspector.findChildren<QRadioButton *>())
        QCOMPARE(choice->isEnabled(), choice->accessibleName() != u"MCP"_s);
}

void InspectorTest::aSnippetIsCopiedAsItIsShown()
{
    KeyInspector inspector(m_cache.keys(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    inspector.showKey(keyThatIs(KeyStatus::Active), m_clock.now());
    inspector.findChild<QPushButton *>(u"copySnippet"_s)->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), inspector.findChild<QPlainTextEdit *>(u"snippet"_s)->toPlainText());
}

void InspectorTest::whatAKeyDoesNotUseCanBeTakenFromIt()
{
    auto key = keyThatIs(KeyStatus::Active);
    key.createdAt = m_clock.now().addDays(-40);
    key.scopes = QStringList{u"contacts:read"_s, u"messages:send"_s};
    core::KeyBreakdown used;
    used.breakdown.scopes = {{u"contacts:read"_s, 12, {}, m_clock.now()}};
    used.breakdown.addresses = {{u"203.0.113.7"_s, 1200, {}, m_clock.now()}};
    used.asOf = m_clock.now();
    QVERIFY_RESULT(m_fixture.usageCache().put({m_fixture.organization(), key.id, 30}, used));
    KeyInspector inspector(m_fixture.cache(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    inspector.showKey(key, m_clock.now());
    QCOMPARE(inspector.findChild<QLabel *>(u"keyCallers"_s)->text(), u"203.0.113.7 · 1,200"_s);
    QCOMPARE(inspector.findChild<QLabel *>(u"unusedScopes"_s)->text(), u"Not used in 30 days: messages:send"_s);
    QStringList asked;
    connect(&inspector, &KeyInspector::narrowWanted, this,
            [&asked](const core::Key &each, const core::UsageBreakdown &) { asked.append(each.id); });
    const auto buttons = inspector.findChildren<QPushButton *>();
    const auto narrow = std::find_if(buttons.begin(), buttons.end(),
                                     [](auto *button) { return button->text() == u"Narrow scopes…"_s; });
    QVERIFY(narrow != buttons.end() && (*narrow)->isVisibleTo(&inspector));
    (*narrow)->click();
    QCOMPARE(asked, QStringList(key.id));
    inspector.setPlace(place(Role::Viewer));
    inspector.showKey(key, m_clock.now());
    QVERIFY(!(*narrow)->isVisibleTo(&inspector));
}

core::Key InspectorTest::born(const QString &id, const QDate &day, const QString &before) const
{
    auto key = m_fixture.key(id, id + u" of "_s + day.toString(Qt::ISODate));
    key.createdAt = QDateTime(day, QTime(9, 0), Qt::UTC);
    key.replaces = before;
    key.expiresAt = {};
    return key;
}

void InspectorTest::itsLifeIsTold()
{
    const auto second = born(u"key_2"_s, {2026, 9, 14}, u"key_1"_s);
    m_fixture.put({born(u"key_1"_s, {2026, 3, 1}), second});
    KeyInspector inspector(m_fixture.cache(), m_fixture.usage());
    inspector.setPlace(place(Role::Owner));
    inspector.showKey(second, m_fixture.clock().now());
    QCOMPARE(inspector.findChild<QLabel *>(u"keyLife"_s)->text(),
             u"Created 1 Mar 2026 → rotated 14 Sep 2026 → never"_s);
}

void InspectorTest::whatAnotherOrganizationCallsByTheSameIdIsNotOfItsLife()
{
    const auto elsewhere = m_fixture.addOrganization(u"Acme"_s, Role::Owner);
    const auto second = born(u"key_2"_s, {2026, 9, 14}, u"key_1"_s);
    const auto theirs = born(u"key_3"_s, {2026, 9, 14}, u"key_2"_s);
    m_fixture.put(elsewhere, {born(u"key_1"_s, {2026, 3, 1}), theirs});
    m_fixture.put({born(u"key_1"_s, {2026, 5, 4}), second});
    KeyInspector inspector(m_fixture.cache(), m_fixture.usage());
    const auto life = [&] { return inspector.findChild<QLabel *>(u"keyLife"_s)->text(); };
    const auto link = [&] { return inspector.findChild<QPushButton *>(u"Replaces"_s); };
    inspector.setPlace(place(Role::Owner));
    inspector.showKey(second, m_fixture.clock().now());
    QCOMPARE(life(), u"Created 4 May 2026 → rotated 14 Sep 2026 → never"_s);
    QCOMPARE(link()->accessibleName(), u"key_1 of 2026-05-04"_s);
    auto there = place(Role::Owner);
    there.organization = elsewhere;
    inspector.setPlace(there);
    inspector.showKey(theirs, m_fixture.clock().now());
    QCOMPARE(life(), u"Created 14 Sep 2026 → never"_s);
    QCOMPARE(link()->accessibleName(), u"a key that is no longer listed"_s);
    QVERIFY(!link()->isEnabled());
}

QTEST_MAIN(InspectorTest)
#include "tst_inspector.moc"
