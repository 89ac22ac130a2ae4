#include "ui/keys/revealdialog.h"

#include "core/backend/backend.h"
#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/kit/scrollarea.h"
#include "ui/kit/secretview.h"

#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using test::button;
using test::press;
using test::wordsOn;

//! Runs on a real X server: the offscreen platform has no clipboard that somebody owns.
class RevealDialogTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ActionRig> m_rig;
    core::Revealed m_revealed;

    ui::RevealDialog *open()
    {
        auto *shown = new ui::RevealDialog(m_rig->context(), m_rig->clipboard, m_revealed, &m_rig->window);
        shown->setAttribute(Qt::WA_DeleteOnClose);
        shown->open();
        return QTest::qWaitForWindowActive(shown) ? shown : nullptr;
    }
    QString secret() const
    {
        const auto text = m_revealed.key.secret.reveal();
        return QString::fromUtf8(text.data(), qsizetype(text.size()));
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::ActionRig>();
        QVERIFY(m_rig->start());
        const auto made =
            test::wait(m_rig->desk->keys.create(m_rig->organization, {u"CRM sync"_s, {}, {u"contacts:read"_s}, {}}));
        QVERIFY_RESULT(made);
        m_revealed = *made;
    }
    void cleanup()
    {
        m_revealed = {};
        m_rig.reset();
    }

    void itSaysWhatThisIsAndHidesIt()
    {
        auto *shown = open();
        QVERIFY(shown);
        QCOMPARE(shown->windowTitle(), u"Copy your key now"_s);
        QVERIFY(wordsOn(shown).contains(
            u"“CRM sync” was created for Northwind. Its secret is shown this once and cannot be read again."_s));
        QVERIFY(wordsOn(shown).contains(u"cleared 30 s after copying"_s));
        QVERIFY(!button(shown, u"Done"_s)->isEnabled());
        QCOMPARE(test::tracesOf(m_revealed.key.secret), QStringList());
    }

    void showAndHideTakeTurns()
    {
        auto *shown = open();
        auto *view = shown->findChild<ui::SecretView *>();
        QVERIFY(press(shown, u"Show"_s));
        QCOMPARE(view->spokenText(), secret());
        QVERIFY(!button(shown, u"Show"_s));
        QVERIFY(press(shown, u"Hide"_s));
        QVERIFY(view->spokenText() != secret());
        QVERIFY(button(shown, u"Show"_s));
        QTRY_VERIFY(!shown->findChild<ui::ScrollArea *>()->verticalScrollBar()->isVisible());
        QVERIFY(!button(shown, u"Done"_s)->isEnabled()); // seen is not stored
    }

    void aCopyCountsDownAndCanBeClearedAtOnce()
    {
        auto *shown = open();
        QVERIFY(!button(shown, u"Clear now"_s));
        QVERIFY(press(shown, u"Copy"_s));
        QCOMPARE(QGuiApplication::clipboard()->text(), secret());
        const auto secondsLeft = [&] {
            static const QRegularExpression line(u"Copied. Cleared in (\\d+) s"_s);
            const auto match = line.match(wordsOn(shown));
            return match.hasMatch() ? match.captured(1).toInt() : -1;
        };
        const int first = secondsLeft();
        QVERIFY(first > 0 && first <= 30);
        QTRY_VERIFY(secondsLeft() > 0 && secondsLeft() < first);
        QVERIFY(button(shown, u"Done"_s)->isEnabled());
        QVERIFY(press(shown, u"Clear now"_s));
        QCOMPARE(QGuiApplication::clipboard()->text(), QString());
        QVERIFY(wordsOn(shown).contains(u"The clipboard no longer holds the key."_s));
        QVERIFY(!button(shown, u"Clear now"_s));
        QVERIFY(button(shown, u"Done"_s)->isEnabled());
    }

    //! As something that watches the clipboard does, and not a person.
    void aCopyThatIsReadAtOnceIsSaid()
    {
        auto *shown = open();
        QVERIFY(press(shown, u"Copy"_s));
        QVERIFY(!wordsOn(shown).contains(u"may have kept it"_s));
        QCOMPARE(QGuiApplication::clipboard()->text(), secret());
        QTRY_VERIFY(wordsOn(shown).contains(u"A program read it as soon as it was there, and may have kept it."_s));
        QVERIFY(press(shown, u"Clear now"_s));
        QVERIFY(wordsOn(shown).contains(u"may have kept it"_s)); // still true
    }

    void neitherEscNorTheCloseBoxClosesIt()
    {
        auto *shown = open();
        QTest::keyClick(shown, Qt::Key_Escape);
        QVERIFY(shown->isVisible());
        QVERIFY(wordsOn(shown).contains(u"Copy the key, or tick “I have stored this key”"_s));
        shown->close();
        QVERIFY(shown->isVisible());
        QVERIFY(press(shown, u"I have stored this key"_s));
        QTest::keyClick(shown, Qt::Key_Escape);
        QVERIFY(shown->isVisible());
        QVERIFY(wordsOn(shown).contains(u"Press “Done” to close"_s));
        QSignalSpy stored(shown, &ui::RevealDialog::stored);
        QVERIFY(press(shown, u"Done"_s));
        QCOMPARE(stored.size(), 1);
        QTRY_VERIFY(m_rig->window.findChildren<ui::RevealDialog *>().isEmpty());
    }

    void takingTheTickBackHoldsDoneAgain()
    {
        auto *shown = open();
        QVERIFY(press(shown, u"I have stored this key"_s));
        QVERIFY(button(shown, u"Done"_s)->isEnabled());
        QVERIFY(press(shown, u"I have stored this key"_s));
        QVERIFY(!button(shown, u"Done"_s)->isEnabled());
    }

    void nothingBehindItTakesItAway()
    {
        auto *shown = open();
        QVERIFY_RESULT(test::wait(m_rig->desk->directory.refresh(m_rig->account)));
        m_rig->desk->sessions.noteOutcome(m_rig->account, core::Error{core::Error::Kind::Unauthorized});
        QTRY_COMPARE(m_rig->desk->state(m_rig->account), core::Account::State::SignedOut);
        m_rig->gateway.stop();
        QVERIFY(shown->isVisible());
        QVERIFY(press(shown, u"Show"_s));
        QCOMPARE(shown->findChild<ui::SecretView *>()->spokenText(), secret());
        QVERIFY(press(shown, u"Copy"_s));
        QVERIFY(press(shown, u"Done"_s));
    }

    void afterwardsTheSecretIsNowhere()
    {
        auto *shown = open();
        QVERIFY(press(shown, u"Show"_s));
        QVERIFY(press(shown, u"I have stored this key"_s));
        auto *view = shown->findChild<ui::SecretView *>();
        QVERIFY(press(shown, u"Done"_s));
        QCOMPARE(view->spokenText(), QString()); // before anything is deleted
        QTRY_VERIFY(m_rig->window.findChildren<ui::RevealDialog *>().isEmpty());
        QCOMPARE(test::tracesOf(m_revealed.key.secret), QStringList());
    }

    void revokingInsteadAsksOnceMore()
    {
        auto *shown = open();
        QSignalSpy revoked(shown, &ui::RevealDialog::revokedInstead);
        QVERIFY(press(shown, u"Copy"_s));
        QVERIFY(press(shown, u"Revoke it instead"_s));
        QVERIFY(wordsOn(shown).contains(u"Revoke the key? It stops working at once and for good."_s));
        QVERIFY(test::pressSoon(shown, u"Keep it"_s));
        QCOMPARE(m_rig->now(m_revealed.key.key).status, core::KeyStatus::Active);
        QVERIFY(press(shown, u"Revoke it instead"_s));
        QVERIFY(test::pressSoon(shown, u"Revoke key"_s));
        QTRY_COMPARE(revoked.size(), 1);
        QCOMPARE(m_rig->now(m_revealed.key.key).status, core::KeyStatus::Revoked);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString());
        QTRY_VERIFY(m_rig->window.findChildren<ui::RevealDialog *>().isEmpty());
        QVERIFY(m_rig->desk->keys.interrupted().isEmpty());
    }

    void aRevokeThatFailsLeavesTheSecretThere()
    {
        auto *shown = open();
        m_rig->gateway.stop();
        QVERIFY(press(shown, u"Revoke it instead"_s));
        QVERIFY(test::pressSoon(shown, u"Revoke key"_s));
        QTRY_VERIFY_WITH_TIMEOUT(wordsOn(shown).contains(u"cannot be reached"_s), 30000);
        QVERIFY(shown->isVisible());
        QVERIFY(test::pressSoon(shown, u"Show"_s));
        QCOMPARE(shown->findChild<ui::SecretView *>()->spokenText(), secret());
    }
};

QTEST_MAIN(RevealDialogTest)
#include "tst_revealdialog.moc"
