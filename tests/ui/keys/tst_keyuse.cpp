#include "ui/keys/keyuse.h"

#include "tests/support/check.h"
#include "tests/ui/keys/pagefixture.h"

#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

//! What is said of a key's calls where the gateway knows only some of them in detail.
class KeyUseTest : public QObject {
    Q_OBJECT

    test::PageFixture m_fixture; //!< its account is known and not signed in
    test::FakeClock m_clock;
    std::unique_ptr<ui::KeyUse> m_use;

    //! As an owner sees a key of two scopes that has had time to use them.
    void show(const core::UsageBreakdown &used)
    {
        auto key = m_fixture.key(u"key-1"_s, u"Billing webhook"_s);
        key.status = core::KeyStatus::Active;
        key.createdAt = m_clock.now().addDays(-40);
        key.scopes = QStringList{u"contacts:read"_s, u"messages:send"_s};
        QVERIFY_RESULT(m_fixture.usageCache().put({m_fixture.organization(), key.id, 30}, {used, m_clock.now()}));
        m_use = std::make_unique<ui::KeyUse>(m_fixture.usage(), m_fixture.cache());
        m_use->show(m_fixture.organization(), key, {core::Role::Owner, u"u1"_s, {}}, m_clock.now());
    }
    QLabel *label(const QString &name) const { return m_use->findChild<QLabel *>(name); }
    bool isNarrowingOffered() const
    {
        const auto *button = m_use->findChild<QPushButton *>();
        return button->isVisibleTo(m_use.get());
    }
    core::UsageBreakdown reads() const
    {
        core::UsageBreakdown used;
        used.scopes = {{u"contacts:read"_s, 12, {}, m_clock.now()}};
        used.addresses = {{u"203.0.113.7"_s, 1200, {}, m_clock.now()}};
        used.userAgents = {{u"curl/8"_s, 1200, {}, m_clock.now()}};
        return used;
    }

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }
    void cleanup() { m_use.reset(); }

    void whereEveryCallIsKnownAScopeCanBeUnused()
    {
        show(reads());
        QCOMPARE(label(u"unusedScopes"_s)->text(), u"Not used in 30 days: messages:send"_s);
        QCOMPARE(label(u"keyCallers"_s)->text(), u"203.0.113.7 · 1,200\n\ncurl/8 · 1,200"_s);
        QVERIFY(isNarrowingOffered());
    }

    void whereCallsWereOnlyCountedNoScopeIs()
    {
        auto used = reads();
        used.everythingElse = {.addresses = 94, .userAgents = 93, .scopes = 1204, .routes = 94};
        show(used);
        QCOMPARE(label(u"unusedScopes"_s)->text(),
                 u"Any scope may be in use: of 1,204 requests in 30 days it is not known which scope they needed."_s);
        QVERIFY(label(u"unusedScopes"_s)->isVisibleTo(m_use.get()));
        QVERIFY(!isNarrowingOffered());
        QCOMPARE(label(u"keyCallers"_s)->text(),
                 u"203.0.113.7 · 1,200\nand others · 94\n\ncurl/8 · 1,200\nand others · 93"_s);
    }

    void theSumIsOfTheSameDaysAsTheListOfWhoCalls()
    {
        const auto now = m_clock.now();
        const QDateTime first(now.addDays(-30).toUTC().date(), QTime(0, 0), Qt::UTC);
        const core::UsageQuestion days{m_fixture.organization(), u"key-1"_s, core::UsageBucket::Day, first, now};
        QVERIFY_RESULT(
            m_fixture.usageCache().put(days, {{{first, 1000, 0, 0, 0, 0}, {first.addDays(30), 200, 0, 0, 0, 0}}, now}));
        show(reads());
        QCOMPARE(label(u"keySum"_s)->text(), u"1,200 requests · 0 refused"_s);
    }

    void callsOfNobodyInParticularAreNotNobodys()
    {
        core::UsageBreakdown used;
        show(used);
        QCOMPARE(label(u"keyCallers"_s)->text(), u"Nobody in 30 days"_s);
        used.everythingElse.addresses = 94;
        show(used);
        QCOMPARE(label(u"keyCallers"_s)->text(), u"Not known: 94 requests were only counted"_s);
    }
};

QTEST_MAIN(KeyUseTest)
#include "tst_keyuse.moc"
