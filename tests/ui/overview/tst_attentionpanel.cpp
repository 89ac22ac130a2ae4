#include "ui/overview/attentionpanel.h"

#include "tests/support/check.h"

#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using core::attention::Concern;
using Deed = ui::AttentionPanel::Deed;

Q_DECLARE_METATYPE(core::attention::Concern)

//! What is said of a key of concern, and what is offered to whom.
class AttentionPanelTest : public QObject {
    Q_OBJECT

    const QDateTime m_now{{2026, 11, 20}, {10, 0}, Qt::UTC};
    const core::Policy m_policy{.maxLifetimeDays = {}, .rotateAfterDays = 180, .requireExpiry = false};

    core::ConcernedKey concerned(Concern concern) const
    {
        core::Key key;
        key.id = u"crm"_s;
        key.name = u"CRM <b>sync</b>"_s;
        key.status = concern == Concern::CalledWhileRetiring ? core::KeyStatus::Retiring : core::KeyStatus::Active;
        key.createdAt = m_now.addDays(-200);
        key.createdBy = {u"u1"_s, u"Olivia Owner"_s};
        key.expiresAt = concern == Concern::NeverExpires ? QDateTime() : m_now.addDays(6).addSecs(60);
        key.retiresAt = concern == Concern::CalledWhileRetiring ? m_now.addSecs(22 * 3600 + 60) : QDateTime();
        key.scopes = QStringList{u"contacts:read"_s, u"contacts:write"_s};
        core::UsageBreakdown use;
        use.addresses = {{u"203.0.113.7"_s, 3, m_now.addDays(-2), m_now}};
        use.scopes = {{u"contacts:read"_s, 3, m_now.addDays(-2), m_now}};
        core::UsageCount calls;
        calls.ok = 1180;
        calls.forbidden = 61;
        return {key, {concern}, {.replacedAt = m_now.addDays(-1), .calls = calls, .breakdown = use}};
    }
    core::Standing standing(core::Role role) const { return {.role = role, .personId = u"u9"_s, .can = {}}; }
    ui::KeyHome home(core::Role role, const QString &name = {}) const
    {
        return {.standing = standing(role), .organizationName = name, .policy = m_policy};
    }
    ui::KeyHomes homes(core::Role role, const QString &name = {}) const
    {
        return [this, role, name](qint64) { return home(role, name); };
    }
    static QString words(const QWidget &panel)
    {
        QStringList all;
        for (const auto *label : panel.findChildren<QLabel *>())
            if (label->isVisibleTo(&panel))
                all += label->text();
        return all.join(u'\n');
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void eachConcernIsSaidAndSettled_data()
    {
        QTest::addColumn<Concern>("concern");
        QTest::addColumn<QString>("fact");
        QTest::addColumn<QString>("action");
        QTest::addColumn<Deed>("deed");
        QTest::addColumn<bool>("isFree");
        QTest::newRow("retiring") << Concern::CalledWhileRetiring << u"still called by 1 address, retires in 22 h"_s
                                  << u"Who?"_s << Deed::ShowCallers << true;
        QTest::newRow("soon") << Concern::ExpiresSoon << u"expires in 6 days"_s << u"Rotate…"_s << Deed::Rotate
                              << false;
        QTest::newRow("refused") << Concern::RefusedOften << u"61 of 1,241 requests refused in 7 days"_s << u"Which?"_s
                                 << Deed::ShowRefusals << true;
        QTest::newRow("idle") << Concern::Idle << u"never used in 200 days"_s << u"Revoke…"_s << Deed::Revoke << false;
        QTest::newRow("old") << Concern::OlderThanPolicy << u"200 days old; policy is 180"_s << u"Rotate…"_s
                             << Deed::Rotate << false;
        QTest::newRow("unused") << Concern::UnusedScopes << u"has not used 1 of its 2 scopes in 30 days"_s
                                << u"Narrow scopes…"_s << Deed::Narrow << false;
        QTest::newRow("forever") << Concern::NeverExpires << u"never expires"_s << u"Set expiry…"_s << Deed::SetExpiry
                                 << false;
    }

    void eachConcernIsSaidAndSettled()
    {
        QFETCH(Concern, concern);
        QFETCH(QString, fact);
        QFETCH(QString, action);
        QFETCH(Deed, deed);
        QFETCH(bool, isFree);
        const core::ConcernList list{{concerned(concern)}, false};
        ui::AttentionPanel panel;
        QSignalSpy wanted(&panel, &ui::AttentionPanel::wanted);
        panel.showConcerns(list, homes(core::Role::Owner), m_now);
        QVERIFY2(words(panel).contains(fact), qPrintable(words(panel)));
        for (const auto *label : panel.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText); // a name is no markup
        auto *settle = panel.findChild<QPushButton *>();
        QCOMPARE(settle->text(), action);
        settle->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().at(0).value<Deed>(), deed);
        QCOMPARE(wanted.first().at(1).value<core::ConcernedKey>().key.id, u"crm"_s);

        ui::AttentionPanel another; // a viewer may look, and change nothing
        QSignalSpy looked(&another, &ui::AttentionPanel::wanted);
        another.showConcerns(list, homes(core::Role::Viewer), m_now);
        auto *button = another.findChild<QPushButton *>();
        QCOMPARE(button->text(), isFree ? action : u"Show key"_s);
        button->click();
        QCOMPARE(looked.first().at(0).value<Deed>(), isFree ? deed : Deed::ShowKey);
    }

    void callersWhoseAddressIsNotKnownAreOthers()
    {
        auto called = concerned(Concern::CalledWhileRetiring);
        called.known.breakdown->everythingElse.addresses = 12;
        ui::AttentionPanel panel;
        panel.showConcerns({{called}, false}, homes(core::Role::Owner), m_now);
        QVERIFY2(words(panel).contains(u"still called by 1 address and others, retires in 22 h"_s),
                 qPrintable(words(panel)));
    }

    void theTwoMostUrgentAreSaid()
    {
        auto key = concerned(Concern::Idle);
        key.key.expiresAt = {};
        key.concerns = {Concern::Idle, Concern::OlderThanPolicy, Concern::NeverExpires};
        ui::AttentionPanel panel;
        panel.showConcerns({{key}, true}, homes(core::Role::Owner), m_now);
        QVERIFY2(words(panel).contains(u"never used in 200 days, 200 days old"_s), qPrintable(words(panel)));
        QVERIFY(!words(panel).contains(u"never expires"_s));
        QVERIFY(words(panel).contains(u"There are more"_s));
        QVERIFY(!words(panel).contains(u"most recently"_s));
    }

    void whatIsOnlyASampleIsSaidToBeOne()
    {
        const auto sample = u"is refused often, still called while it retires, or can do more than it uses is judged "
                            "only for the keys called or refused most recently."_s;
        ui::AttentionPanel panel;
        core::ConcernList list{{concerned(Concern::Idle)}, true, true};
        panel.showConcerns(list, homes(core::Role::Owner), m_now);
        QVERIFY2(words(panel).contains(sample), qPrintable(words(panel)));
        QVERIFY(!words(panel).contains(u"them all"_s));
        list = {{}, false, true}; // then "no key" is not known of every key
        panel.showConcerns(list, homes(core::Role::Owner), m_now);
        QVERIFY2(words(panel).contains(sample), qPrintable(words(panel)));
    }

    void amongKeysOfSeveralOrganizationsEachNamesItsOwn()
    {
        auto here = concerned(Concern::NeverExpires);
        here.organization = 1;
        auto there = here; // the same key, as another account knows it
        there.organization = 2;
        ui::AttentionPanel panel;
        const auto homeOf = [this](qint64 organization) {
            const bool first = organization == 1;
            return home(first ? core::Role::Owner : core::Role::Viewer, first ? u"Northwind"_s : u"<i>Acme</i>"_s);
        };
        panel.showConcerns({{here, there}, false}, homeOf, m_now);
        QVERIFY(words(panel).contains(u"Northwind · never expires"_s));
        QVERIFY(words(panel).contains(u"<i>Acme</i> · never expires"_s));
        QSignalSpy wanted(&panel, &ui::AttentionPanel::wanted);
        const auto buttons = panel.findChildren<QPushButton *>();
        QCOMPARE(buttons.size(), 2);
        buttons.last()->click();
        QCOMPARE(wanted.first().at(0).value<Deed>(), Deed::ShowKey); // with the rights that they have there
        QCOMPARE(wanted.first().at(1).value<core::ConcernedKey>().organization, 2);
    }

    void aPersonalTokenInUseStandsBelowTheKeys()
    {
        ui::AttentionPanel panel;
        panel.setTokens({{u"account-1"_s, u"keys.example.org"_s, m_now.addSecs(-7200)}});
        panel.showConcerns({{concerned(Concern::Idle)}, false}, homes(core::Role::Owner), m_now);
        QVERIFY(words(panel).contains(u"Your personal token at keys.example.org"_s));
        QVERIFY(words(panel).contains(u"used 2 h ago; it may do all that you may"_s));
        QSignalSpy keyWanted(&panel, &ui::AttentionPanel::wanted);
        QSignalSpy tokenWanted(&panel, &ui::AttentionPanel::tokenEndWanted);
        const auto buttons = panel.findChildren<QPushButton *>();
        QCOMPARE(buttons.size(), 2);
        QCOMPARE(buttons.last()->text(), u"End token…"_s);
        buttons.last()->click();
        QVERIFY(keyWanted.isEmpty());
        QCOMPARE(tokenWanted.first().first().value<core::UsedToken>().accountId, u"account-1"_s);
        panel.setTokens({});
        panel.showConcerns({}, homes(core::Role::Owner), m_now);
        QVERIFY(words(panel).contains(u"No key needs attention."_s));
    }

    void troubleTakesThePlaceOfLines()
    {
        ui::AttentionPanel panel;
        panel.showConcerns({{concerned(Concern::Idle)}, false}, homes(core::Role::Owner), m_now);
        panel.showTrouble(u"The keys kept on this machine cannot be read."_s);
        QVERIFY(words(panel).contains(u"cannot be read."_s));
        QVERIFY(!words(panel).contains(u"CRM"_s));
        panel.showConcerns({}, homes(core::Role::Owner), m_now);
        QVERIFY(words(panel).contains(u"No key needs attention."_s));
    }
};

QTEST_MAIN(AttentionPanelTest)
#include "tst_attentionpanel.moc"
