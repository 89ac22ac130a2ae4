#include "ui/keys/rotatedialog.h"

#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/keys/revealdialog.h"
#include "ui/kit/noticebar.h"

#include <QSignalSpy>
#include <QSpinBox>

using namespace Qt::StringLiterals;
using test::button;
using test::dialog;
using test::press;
using test::wordsOn;

class RotateDialogTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ActionRig> m_rig;
    core::Key m_key;

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::ActionRig>();
        QVERIFY(m_rig->start());
        m_key = m_rig->makeKey(u"CRM sync"_s);
        QVERIFY(!m_key.id.isEmpty());
    }
    void cleanup() { m_rig.reset(); }

    void itNamesTheKeyAndWhereItIs()
    {
        m_rig->actions->rotate(m_rig->organization, m_key);
        auto *rotate = dialog<ui::RotateDialog>(m_rig->window);
        QVERIFY(rotate);
        QCOMPARE(rotate->windowTitle(), u"Rotate key"_s);
        const auto words = wordsOn(rotate);
        for (const auto &part : {u"Rotate “CRM sync”"_s, u"Northwind"_s, m_key.hint, u"created"_s})
            QVERIFY2(words.contains(part), qPrintable(part));
        QVERIFY(button(rotate, u"24 hours"_s)->isChecked());
        QVERIFY(button(rotate, u"6 months"_s)->isChecked());
        QVERIFY(press(rotate, u"Cancel"_s));
        QTRY_VERIFY(m_rig->window.findChildren<ui::RotateDialog *>().isEmpty());
    }

    void tabGoesAsTheDialogIsRead()
    {
        m_rig->actions->rotate(m_rig->organization, m_key);
        auto *rotate = dialog<ui::RotateDialog>(m_rig->window);
        QVERIFY(rotate);
        for (const auto &next : {u"6 months"_s, u"Cancel"_s, u"Rotate key"_s, u"24 hours"_s}) {
            QTest::keyClick(rotate->focusWidget(), Qt::Key_Tab);
            QCOMPARE(rotate->focusWidget(), button(rotate, next));
        }
        QTest::keyClick(rotate->focusWidget(), Qt::Key_Return); // on a choice that is made, after Tab was everywhere
        QVERIFY(dialog<ui::RevealDialog>(m_rig->window));
    }

    void theOldKeyWorksAsLongAsWasSaid()
    {
        m_rig->actions->rotate(m_rig->organization, m_key);
        auto *rotate = dialog<ui::RotateDialog>(m_rig->window);
        QVERIFY(press(rotate, u"1 hour"_s));
        QVERIFY(press(rotate, u"90 days"_s));
        const auto until = ui::dayAndTime(m_rig->desk->clock.now().addSecs(3600));
        QVERIFY2(wordsOn(rotate).contains(u"The old key works until "_s), qPrintable(until));
        QVERIFY(press(rotate, u"Rotate key"_s));
        auto *reveal = dialog<ui::RevealDialog>(m_rig->window);
        QVERIFY(reveal);
        QVERIFY(wordsOn(reveal).contains(u"has a new secret"_s));
        QVERIFY(press(reveal, u"I have stored this key"_s));
        QVERIFY(press(reveal, u"Done"_s));
        const auto old = m_rig->now(m_key);
        QCOMPARE(old.status, core::KeyStatus::Retiring);
        QVERIFY(qAbs(old.retiresAt.secsTo(m_rig->desk->clock.now().addSecs(3600))) < 60);
        QTRY_COMPARE(m_rig->said, QStringList{u"“CRM sync” has a new secret."_s});
    }

    void noOverlapSaysThatItEndsAtOnce()
    {
        m_key.lastUsed = core::LastUse{m_rig->desk->clock.now().addSecs(-120), u"203.0.113.7"_s, {}};
        ui::RotateDialog rotate(m_rig->context(), m_key, &m_rig->window);
        rotate.open();
        QVERIFY(press(&rotate, u"None"_s));
        QVERIFY(wordsOn(&rotate).contains(u"The old key stops working at once."_s));
        QVERIFY(
            wordsOn(&rotate).contains(u"The old key was used 2 min ago from 203.0.113.7. Its callers fail at once"_s));
        QVERIFY(press(&rotate, u"7 days"_s));
        QVERIFY(wordsOn(&rotate).contains(u"Its callers must switch before "_s));
    }

    void aKeyThatNobodyUsesWarnsOfNothing()
    {
        m_key.lastUsed = core::LastUse{m_rig->desk->clock.now().addDays(-8), u"203.0.113.7"_s, {}};
        ui::RotateDialog rotate(m_rig->context(), m_key, &m_rig->window);
        rotate.open();
        QVERIFY(!wordsOn(&rotate).contains(u"203.0.113.7"_s));
    }

    void anOverlapNeverLengthensTheLife()
    {
        m_key.expiresAt = m_rig->desk->clock.now().addSecs(7200);
        ui::RotateDialog rotate(m_rig->context(), m_key, &m_rig->window);
        rotate.open();
        QVERIFY(press(&rotate, u"7 days"_s));
        QVERIFY(wordsOn(&rotate).contains(
            u"The old key works until %1, when it expires by itself."_s.arg(ui::dayAndTime(m_key.expiresAt))));
    }

    void hoursOfOnesOwnGoUpToThirtyDays()
    {
        ui::RotateDialog rotate(m_rig->context(), m_key, &m_rig->window);
        rotate.open();
        auto *hours = rotate.findChild<QSpinBox *>(u"overlapHours"_s);
        QVERIFY(!hours->isVisible());
        QVERIFY(press(&rotate, u"24 hours"_s));
        for (auto *choice : rotate.findChildren<QAbstractButton *>()) {
            if (choice->accessibleName() == u"Custom…" && choice->parentWidget()->objectName() == u"overlap")
                QTest::mouseClick(choice, Qt::LeftButton, {}, {8, choice->height() / 2});
        }
        QVERIFY(hours->isVisible());
        QCOMPARE(hours->maximum(), 30 * 24);
        hours->setValue(5);
        QSignalSpy rotated(&rotate, &ui::RotateDialog::rotated);
        QVERIFY(press(&rotate, u"Rotate key"_s));
        QTRY_COMPARE(rotated.size(), 1);
        QVERIFY(qAbs(m_rig->now(m_key).retiresAt.secsTo(m_rig->desk->clock.now().addSecs(5 * 3600))) < 60);
    }

    void aKeyThatIsGoneLeavesTheDialogWithWords()
    {
        ui::RotateDialog rotate(m_rig->context(), m_key, &m_rig->window);
        rotate.open();
        QVERIFY_RESULT(test::wait(m_rig->desk->keys.revoke(m_rig->organization, m_key, core::RevokeReason::Other, {})));
        QVERIFY(press(&rotate, u"Rotate key"_s));
        QTRY_VERIFY(wordsOn(&rotate).contains(u"can no longer be done"_s));
        QVERIFY(rotate.isVisible());
    }
};

QTEST_MAIN(RotateDialogTest)
#include "tst_rotatedialog.moc"
