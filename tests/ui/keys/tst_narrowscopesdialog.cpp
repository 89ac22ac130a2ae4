#include "ui/keys/narrowscopesdialog.h"

#include "core/backend/backend.h"
#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"

#include <QAccessible>

using namespace Qt::StringLiterals;
using test::button;
using test::dialog;
using test::press;
using test::wordsOn;

//! The dialog over the app's services and a real gateway.
class NarrowScopesDialogTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ActionRig> m_rig;
    core::Key m_key;

    core::UsageShare share(const QString &scope, qint64 count) const
    {
        const QDateTime last = m_rig->desk->clock.now().addSecs(-120);
        return {scope, count, last.addDays(-3), last};
    }
    //! The dialog as the app opens it. \a used: the calls of the last weeks.
    ui::NarrowScopesDialog *open(const QList<core::UsageShare> &used)
    {
        core::UsageBreakdown breakdown;
        breakdown.scopes = used;
        m_rig->actions->narrowScopes(m_rig->organization, m_key, breakdown);
        return dialog<ui::NarrowScopesDialog>(m_rig->window);
    }
    static QString description(QWidget *widget)
    {
        return QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Description);
    }
    core::Result<core::Key> changeElsewhere(const core::KeyChanges &changes)
    {
        return test::wait(m_rig->backend().updateKey(m_key.id, m_key.version, changes));
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::ActionRig>();
        QVERIFY(m_rig->start());
        m_key = m_rig->makeKey(u"CRM sync"_s, {u"contacts:read"_s, u"contacts:write"_s, u"messages:read"_s});
        QVERIFY(!m_key.id.isEmpty());
        m_key.createdAt = m_key.createdAt.addDays(-60); // it has had time to use what it has
    }
    void cleanup() { m_rig.reset(); }

    void whatWasUsedIsProposedToStay()
    {
        auto *narrow = open({share(u"contacts:read"_s, 1204), share(u"messages:read"_s, 1)});
        QVERIFY(narrow);
        QCOMPARE(narrow->windowTitle(), u"Narrow scopes"_s);
        for (const auto &part :
             {u"Narrow the scopes of “CRM sync”"_s, u"Northwind"_s, m_key.hint, u"1,204 requests, the last 2 min ago"_s,
              u"1 request, 2 min ago"_s, u"Not used in 30 days"_s})
            QVERIFY2(wordsOn(narrow).contains(part), qPrintable(part));
        QVERIFY(button(narrow, u"contacts:read"_s)->isChecked());
        QVERIFY(button(narrow, u"messages:read"_s)->isChecked());
        auto *unused = button(narrow, u"contacts:write"_s);
        QVERIFY(!unused->isChecked());
        QCOMPARE(description(unused), u"Not used in 30 days"_s);
        QCOMPARE(description(button(narrow, u"contacts:read"_s)), u"1,204 requests, the last 2 min ago"_s);
        QVERIFY(button(narrow, u"Narrow scopes"_s)->isEnabled());
    }

    void theKeyLosesWhatIsNotTicked()
    {
        auto *narrow = open({share(u"contacts:read"_s, 40)});
        QVERIFY(narrow);
        QVERIFY(press(narrow, u"messages:read"_s)); // kept, though nobody used it
        QVERIFY(press(narrow, u"Narrow scopes"_s));
        QTRY_COMPARE(m_rig->said.size(), 1);
        QVERIFY2(m_rig->said.first().contains(u"CRM sync"_s), qPrintable(m_rig->said.first()));
        const auto now = m_rig->now(m_key);
        const QStringList left{u"contacts:read"_s, u"messages:read"_s};
        QCOMPARE(now.scopes, left);
        QCOMPARE(now.name, m_key.name);
        QCOMPARE(now.expiresAt, m_key.expiresAt);
        const auto cached = m_rig->desk->cache.key(m_rig->organization, m_key.id);
        QVERIFY_RESULT(cached);
        QCOMPARE(cached->scopes, left);
        QTRY_VERIFY(m_rig->window.findChildren<ui::NarrowScopesDialog *>().isEmpty());
    }

    void whatCannotBeSentSaysWhy()
    {
        auto *narrow = open({share(u"contacts:read"_s, 40)});
        QVERIFY(narrow);
        auto *send = button(narrow, u"Narrow scopes"_s);
        QVERIFY(press(narrow, u"contacts:read"_s));
        QVERIFY(!send->isEnabled());
        QVERIFY(wordsOn(narrow).contains(u"At least one scope must stay."_s));
        for (const auto &scope : std::as_const(m_key.scopes))
            QVERIFY(press(narrow, scope));
        QVERIFY(!send->isEnabled());
        QVERIFY(wordsOn(narrow).contains(u"Nothing is taken away."_s));
        QVERIFY(press(narrow, u"contacts:write"_s));
        QVERIFY(send->isEnabled());
        QVERIFY(!wordsOn(narrow).contains(u"Nothing is taken away."_s));
        QVERIFY(press(narrow, u"Cancel"_s));
        QTRY_VERIFY(m_rig->window.findChildren<ui::NarrowScopesDialog *>().isEmpty());
        QCOMPARE(m_rig->now(m_key).scopes, m_key.scopes);
        QVERIFY(m_rig->said.isEmpty());
    }

    void whereCallsWereOnlyCountedEveryScopeIsProposedToStay()
    {
        core::UsageBreakdown used;
        used.scopes = {share(u"contacts:read"_s, 40)};
        used.everythingElse.scopes = 1204;
        m_rig->actions->narrowScopes(m_rig->organization, m_key, used);
        auto *narrow = dialog<ui::NarrowScopesDialog>(m_rig->window);
        QVERIFY(narrow);
        for (const auto &scope : std::as_const(m_key.scopes))
            QVERIFY2(button(narrow, scope)->isChecked(), qPrintable(scope));
        QCOMPARE(description(button(narrow, u"contacts:read"_s)), u"40 requests, the last 2 min ago"_s);
        QCOMPARE(description(button(narrow, u"contacts:write"_s)), u"Not known"_s);
        const auto said = wordsOn(narrow);
        QVERIFY2(said.contains(u"Any scope may be in use: of 1,204 requests in 30 days it is not known"_s),
                 qPrintable(said));
        QVERIFY2(!said.contains(u"Not used"_s), qPrintable(said));
        QVERIFY(!button(narrow, u"Narrow scopes"_s)->isEnabled());
    }

    void aYoungKeyIsProposedToKeepEverything()
    {
        m_key.createdAt = m_rig->desk->clock.now().addDays(-3);
        auto *narrow = open({share(u"contacts:read"_s, 40)});
        QVERIFY(narrow);
        for (const auto &scope : std::as_const(m_key.scopes))
            QVERIFY2(button(narrow, scope)->isChecked(), qPrintable(scope));
        QVERIFY(!button(narrow, u"Narrow scopes"_s)->isEnabled());
    }

    void aKeyThatSomebodyElseChangedIsShownAsItIsNow()
    {
        auto *narrow = open({share(u"contacts:read"_s, 40)});
        QVERIFY(narrow);
        core::KeyChanges elsewhere;
        elsewhere.scopes = QStringList{u"contacts:read"_s, u"messages:write"_s};
        QVERIFY_RESULT(changeElsewhere(elsewhere));
        QVERIFY(press(narrow, u"Narrow scopes"_s));
        QTRY_VERIFY(wordsOn(narrow).contains(u"Somebody else changed this key meanwhile."_s));
        QVERIFY(narrow->isVisible());
        QCOMPARE(m_rig->now(m_key).scopes, *elsewhere.scopes); // nothing was saved
        QVERIFY(press(narrow, u"Show current values"_s));
        QTRY_VERIFY(button(narrow, u"messages:write"_s));
        QVERIFY(!button(narrow, u"contacts:write"_s));
        QVERIFY(!wordsOn(narrow).contains(u"Somebody else changed"_s));
        QVERIFY(button(narrow, u"contacts:read"_s)->isChecked());
        QVERIFY(button(narrow, u"messages:write"_s)->isChecked()); // the gateway's key is young
        QVERIFY(!button(narrow, u"Narrow scopes"_s)->isEnabled());
        QVERIFY(press(narrow, u"messages:write"_s));
        QVERIFY(press(narrow, u"Narrow scopes"_s));
        QTRY_COMPARE(m_rig->said.size(), 1);
        QCOMPARE(m_rig->now(m_key).scopes, QStringList{u"contacts:read"_s});
    }

    void aKeyThatWasRevokedMeanwhileIsTold()
    {
        auto *narrow = open({share(u"contacts:read"_s, 40)});
        QVERIFY(narrow);
        const auto revoked = test::wait(
            m_rig->desk->keys.revoke(m_rig->organization, m_rig->now(m_key), core::RevokeReason::Compromised, {}));
        QVERIFY_RESULT(revoked);
        QVERIFY(press(narrow, u"Narrow scopes"_s));
        QTRY_VERIFY2(wordsOn(narrow).contains(u"Somebody else changed this key meanwhile."_s),
                     qPrintable(wordsOn(narrow)));
        QVERIFY(press(narrow, u"Show current values"_s));
        QTRY_VERIFY(wordsOn(narrow).contains(u"Nothing is taken away."_s));
        QVERIFY(!button(narrow, u"Narrow scopes"_s)->isEnabled());
        QVERIFY(m_rig->said.isEmpty());
        QCOMPARE(m_rig->now(m_key).scopes, m_key.scopes);
    }
};

QTEST_MAIN(NarrowScopesDialogTest)
#include "tst_narrowscopesdialog.moc"
