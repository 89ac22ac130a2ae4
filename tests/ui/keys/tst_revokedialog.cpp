#include "ui/keys/revokedialog.h"

#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/keys/bulkrevokedialog.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTableWidget>

using namespace Qt::StringLiterals;
using test::button;
using test::dialog;
using test::press;
using test::wordsOn;

class RevokeDialogTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ActionRig> m_rig;

    static QString outcome(QWidget *in, int row)
    {
        const auto *table = in->findChild<QTableWidget *>();
        return table->item(row, table->columnCount() - 1)->text();
    }
    core::Key used(core::Key key) const
    {
        key.lastUsed = core::LastUse{m_rig->desk->clock.now().addDays(-2), u"203.0.113.7"_s, {}};
        return key;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::ActionRig>();
        QVERIFY(m_rig->start());
    }
    void cleanup() { m_rig.reset(); }

    void itSaysWhatEndsAndWhy()
    {
        const auto key = m_rig->makeKey(u"Old staging bot"_s);
        m_rig->actions->revoke(m_rig->organization, {key});
        auto *revoke = dialog<ui::RevokeDialog>(m_rig->window);
        QVERIFY(revoke);
        const auto words = wordsOn(revoke);
        for (const auto &part :
             {u"Revoke “Old staging bot”?"_s, u"Northwind"_s, key.hint, key.id, u"created"_s, u"Never used"_s})
            QVERIFY2(words.contains(part), qPrintable(part));
        QVERIFY(!revoke->findChild<QLineEdit *>(u"typedName"_s)); // nobody used it
        auto *reason = revoke->findChild<QComboBox *>(u"reason"_s);
        QCOMPARE(reason->accessibleName(), u"Reason"_s);
        QTest::keyClicks(reason, u"Comp"_s);
        QCOMPARE(reason->currentText(), u"Compromised"_s);
        QTest::keyClicks(revoke->findChild<QLineEdit *>(u"note"_s), u"seen in a log"_s);
        QVERIFY(press(revoke, u"Revoke key"_s));
        QTRY_COMPARE(m_rig->revoked, (QList{core::KeyOfOrganization(m_rig->organization, key.id)}));
        const auto now = m_rig->now(key);
        QCOMPARE(now.status, core::KeyStatus::Revoked);
        QVERIFY(now.revokedReason.startsWith(u"compromised"_s));
        QCOMPARE(m_rig->said, QStringList{u"“Old staging bot” was revoked."_s});
    }

    void aKeyUsedLatelyWantsItsNameTyped()
    {
        const auto key = used(m_rig->makeKey(u"CRM sync"_s));
        m_rig->actions->revoke(m_rig->organization, {key});
        auto *revoke = dialog<ui::RevokeDialog>(m_rig->window);
        auto *typed = revoke->findChild<QLineEdit *>(u"typedName"_s);
        QVERIFY(typed);
        QCOMPARE(typed->accessibleName(), u"Type the name to confirm"_s);
        QVERIFY(wordsOn(revoke).contains(u"2 days ago, from 203.0.113.7"_s));
        QVERIFY(!button(revoke, u"Revoke key"_s)->isEnabled());
        QTest::keyClicks(typed, u"CRM syn"_s);
        QTest::keyClick(typed, Qt::Key_Return);
        QVERIFY(!button(revoke, u"Revoke key"_s)->isEnabled());
        QTest::keyClicks(typed, u"c"_s);
        QVERIFY(press(revoke, u"Revoke key"_s));
        QTRY_COMPARE(m_rig->revoked, (QList{core::KeyOfOrganization(m_rig->organization, key.id)}));
    }

    void disablingInsteadCanBeUndone()
    {
        const auto key = used(m_rig->makeKey(u"CRM sync"_s));
        m_rig->actions->revoke(m_rig->organization, {key});
        auto *revoke = dialog<ui::RevokeDialog>(m_rig->window);
        QVERIFY(press(revoke, u"Disable instead"_s));
        QTRY_COMPARE(m_rig->now(key).status, core::KeyStatus::Disabled);
        QTRY_VERIFY(!m_rig->said.isEmpty());
        QVERIFY(m_rig->revoked.isEmpty());
        QTRY_VERIFY(m_rig->window.findChildren<ui::RevokeDialog *>().isEmpty());
        m_rig->actions->setEnabled(m_rig->organization, m_rig->now(key), true);
        QTRY_COMPARE(m_rig->now(key).status, core::KeyStatus::Active);
        QTRY_COMPARE(m_rig->said.last(), u"“CRM sync” works again."_s);
    }

    void aDisabledKeyIsNotOfferedToBeDisabled()
    {
        auto key = m_rig->makeKey(u"CRM sync"_s);
        key.status = core::KeyStatus::Disabled;
        ui::RevokeDialog revoke(m_rig->context(), key, &m_rig->window);
        revoke.open();
        QVERIFY(!button(&revoke, u"Disable instead"_s));
        QVERIFY(button(&revoke, u"Revoke key"_s)->isEnabled());
    }

    void manyAreRevokedRowByRow()
    {
        const QList<core::Key> keys{m_rig->makeKey(u"a"_s), m_rig->makeKey(u"b"_s), m_rig->makeKey(u"c"_s)};
        m_rig->actions->revoke(m_rig->organization, keys);
        auto *revoke = dialog<ui::BulkRevokeDialog>(m_rig->window);
        QVERIFY(revoke);
        QCOMPARE(revoke->findChild<QTableWidget *>()->rowCount(), 3);
        QVERIFY(wordsOn(revoke).contains(u"Revoke 3 keys?"_s));
        QVERIFY(wordsOn(revoke).contains(u"Northwind"_s));
        QVERIFY(press(revoke, u"Revoke key"_s));
        QTRY_COMPARE(m_rig->revoked.size(), 3);
        for (const auto &key : keys)
            QCOMPARE(m_rig->now(key).status, core::KeyStatus::Revoked);
        QTRY_VERIFY(m_rig->window.findChildren<ui::BulkRevokeDialog *>().isEmpty());
        QCOMPARE(m_rig->said, QStringList{u"3 keys were revoked."_s});
    }

    void whatFailsStaysAndCanBeTriedAgain()
    {
        auto gone = m_rig->makeKey(u"b"_s);
        gone.id = u"00000000-0000-7000-8000-000000000000"_s;
        const QList<core::Key> keys{m_rig->makeKey(u"a"_s), gone, m_rig->makeKey(u"c"_s)};
        m_rig->actions->revoke(m_rig->organization, keys);
        auto *revoke = dialog<ui::BulkRevokeDialog>(m_rig->window);
        QVERIFY(press(revoke, u"Revoke key"_s));
        QTRY_COMPARE(m_rig->revoked, (QList{core::KeyOfOrganization(m_rig->organization, keys[0].id),
                                            core::KeyOfOrganization(m_rig->organization, keys[2].id)}));
        QVERIFY(revoke->isVisible());
        QCOMPARE(outcome(revoke, 0), u"Revoked"_s);
        QVERIFY2(outcome(revoke, 1).contains(u"no longer exists"_s), qPrintable(outcome(revoke, 1)));
        QCOMPARE(outcome(revoke, 2), u"Revoked"_s);
        QVERIFY(wordsOn(revoke).contains(u"2 revoked, 1 not."_s));
        QVERIFY(button(revoke, u"Revoke key"_s)->isEnabled());
        QVERIFY(press(revoke, u"Close"_s));
    }

    void aLostNetworkStopsTheRest()
    {
        const QList<core::Key> keys{m_rig->makeKey(u"a"_s), m_rig->makeKey(u"b"_s)};
        m_rig->actions->revoke(m_rig->organization, keys);
        auto *revoke = dialog<ui::BulkRevokeDialog>(m_rig->window);
        m_rig->gateway.stop();
        QVERIFY(press(revoke, u"Revoke key"_s));
        QTRY_VERIFY_WITH_TIMEOUT(wordsOn(revoke).contains(u"0 revoked, 2 not."_s), 30000);
        QCOMPARE(outcome(revoke, 1), QString());
        QVERIFY(revoke->isVisible());
        QVERIFY(m_rig->revoked.isEmpty());
    }

    void manyOfWhichOneIsUsedWantTheOrganizationTyped()
    {
        const QList<core::Key> keys{used(m_rig->makeKey(u"a"_s)), m_rig->makeKey(u"b"_s)};
        const auto context = m_rig->context();
        QList<core::CachedKey> cached;
        for (const auto &key : keys)
            cached += {m_rig->organization, {}, key};
        ui::BulkRevokeDialog revoke({{m_rig->organization, context}}, cached, &m_rig->window);
        revoke.open();
        QVERIFY(wordsOn(&revoke).contains(u"One of the keys was used in the last 7 days."_s));
        QVERIFY(!button(&revoke, u"Revoke key"_s)->isEnabled());
        QTest::keyClicks(revoke.findChild<QLineEdit *>(u"typedName"_s), u"Northwind"_s);
        QVERIFY(button(&revoke, u"Revoke key"_s)->isEnabled());
    }

    void hostileKeysNeitherFreezeNorWiden()
    {
        core::Key key = used({});
        key.id = QString(300, u'i');
        key.name = u"<b>&\u202e"_s + QString(300, u'W');
        key.hint = QString(300, u'h');
        key.createdBy.name = QString(300, u'W');
        for (int i = 0; i < 1000; ++i)
            key.scopes += QString(300, u's') + QString::number(i);
        key.status = core::KeyStatus::Active;
        QElapsedTimer time;
        time.start();
        ui::RevokeDialog revoke(m_rig->context(), key, &m_rig->window);
        revoke.open();
        QVERIFY(QTest::qWaitForWindowExposed(&revoke));
        QVERIFY2(time.elapsed() < 2000, qPrintable(QString::number(time.elapsed())));
        QVERIFY2(revoke.width() < 900, qPrintable(QString::number(revoke.width())));
        auto *typed = revoke.findChild<QLineEdit *>(u"typedName"_s);
        typed->setText(ui::shownName(key.name)); // nobody can type U+202E
        QVERIFY(button(&revoke, u"Revoke key"_s)->isEnabled());
    }
};

QTEST_MAIN(RevokeDialogTest)
#include "tst_revokedialog.moc"
