#include "ui/keys/newkeydialog.h"

#include "core/backend/backend.h"
#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/keys/editkeydialog.h"
#include "ui/keys/revealdialog.h"

#include <QCheckBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;
using test::button;
using test::dialog;
using test::press;
using test::wordsOn;

//! Making a key, and changing one: the same form.
class NewKeyDialogTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ActionRig> m_rig;

    ui::NewKeyDialog *open()
    {
        m_rig->actions->create(m_rig->organization);
        return dialog<ui::NewKeyDialog>(m_rig->window);
    }
    static void type(QWidget *in, const QString &field, const QString &text)
    {
        auto *edit = in->findChild<QLineEdit *>(field);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    //! Closes the reveal of a key that was made.
    void store()
    {
        auto *reveal = dialog<ui::RevealDialog>(m_rig->window);
        QVERIFY(reveal);
        QVERIFY(press(reveal, u"I have stored this key"_s));
        QVERIFY(press(reveal, u"Done"_s));
        QTRY_VERIFY(!m_rig->actions->isRevealOpen());
    }
    core::Key cached(const QString &name)
    {
        core::KeyQuery query;
        query.organization = m_rig->organization;
        query.text = name;
        query.now = m_rig->desk->clock.now();
        const auto rows = m_rig->desk->cache.rows(query);
        const auto keys = rows ? m_rig->desk->cache.keys(*rows) : core::Result<QList<core::Key>>(QList<core::Key>());
        return keys && !keys->isEmpty() ? keys->first() : core::Key();
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::ActionRig>();
        QVERIFY(m_rig->start());
    }
    void cleanup() { m_rig.reset(); }

    void itSaysForWhomAndWhatIsMissing()
    {
        auto *create = open();
        QVERIFY(create);
        QCOMPARE(create->windowTitle(), u"New key"_s);
        QCOMPARE(create->windowModality(), Qt::WindowModal);
        QVERIFY(wordsOn(create).contains(u"For Northwind. The key can act only inside this organization."_s));
        QCOMPARE(create->focusWidget(), create->findChild<QLineEdit *>(u"name"_s));
        QVERIFY(wordsOn(create).contains(u"Give the key a name."_s));
        QVERIFY(!button(create, u"Create key"_s)->isEnabled());
        type(create, u"name"_s, u"CRM sync"_s);
        QVERIFY(wordsOn(create).contains(u"Choose at least one scope."_s));
        QVERIFY(!button(create, u"Create key"_s)->isEnabled());
        QVERIFY(press(create, u"contacts:read"_s));
        QVERIFY(button(create, u"Create key"_s)->isEnabled());
        type(create, u"name"_s, QString(101, u'x'));
        QVERIFY(wordsOn(create).contains(u"A name has at most 100 characters."_s));
        QVERIFY(!button(create, u"Create key"_s)->isEnabled());
        QVERIFY(press(create, u"Cancel"_s));
        QTRY_VERIFY(m_rig->window.findChildren<ui::NewKeyDialog *>().isEmpty());
        QVERIFY(m_rig->desk->keys.interrupted().isEmpty());
    }

    //! Tab leads through all of it in the order in which it is read, and Enter makes the key.
    void aKeyIsMadeByKeyboardAlone()
    {
        auto *create = open();
        const auto focused = [create] { return create->focusWidget()->accessibleName(); };
        QCOMPARE(focused(), u"Name"_s);
        QTest::keyClicks(create->focusWidget(), u"By keyboard"_s);
        QStringList passed;
        for (int i = 0; i < 40 && !passed.contains(u"Name"_s); ++i) {
            QTest::keyClick(create->focusWidget(), Qt::Key_Tab);
            passed += create->focusWidget()->inherits("QPushButton")
                          ? static_cast<QAbstractButton *>(create->focusWidget())->text()
                          : focused();
            if (focused() == u"contacts:read")
                QTest::keyClick(create->focusWidget(), Qt::Key_Space);
        }
        QStringList scopes;
        for (const auto *box : create->findChildren<QCheckBox *>()) {
            if (box->isEnabled() && box->isVisible())
                scopes += box->accessibleName();
        }
        // One of the choices stands for all: arrows lead to the others.
        QCOMPARE(passed, QStringList({u"Note"_s, u"Start from"_s}) + scopes +
                             QStringList({u"6 months"_s, u"Cancel"_s, u"Create key"_s, u"Name"_s}));
        QTest::keyClick(create->focusWidget(), Qt::Key_Return);
        store();
        QCOMPARE(cached(u"By keyboard"_s).scopes, QStringList{u"contacts:read"_s});
    }

    void aKeyIsMadeAsItWasFilledIn()
    {
        auto *create = open();
        type(create, u"name"_s, u"  CRM & sync "_s);
        type(create, u"note"_s, u"Finance team"_s);
        QVERIFY(press(create, u"contacts:read"_s));
        QVERIFY(press(create, u"messages:write"_s));
        QVERIFY(press(create, u"30 days"_s));
        QVERIFY(press(create, u"Create key"_s));
        auto *reveal = dialog<ui::RevealDialog>(m_rig->window);
        QVERIFY(reveal);
        QVERIFY(wordsOn(reveal).contains(u"“CRM & sync” was created for Northwind."_s));
        store();
        const auto key = cached(u"CRM & sync"_s);
        QCOMPARE(key.name, u"CRM & sync"_s);
        QCOMPARE(key.note, u"Finance team"_s);
        QCOMPARE(key.scopes, (QStringList{u"contacts:read"_s, u"messages:write"_s}));
        const auto day = m_rig->desk->clock.now().toLocalTime().date().addDays(30);
        QCOMPARE(key.expiresAt, QDateTime(day, QTime(23, 59, 59)).toUTC());
        QCOMPARE(m_rig->said, QStringList{u"“CRM & sync” was created."_s});
        QTRY_VERIFY(m_rig->now(key).acknowledged);
    }

    void enterInALineSends()
    {
        auto *create = open();
        type(create, u"name"_s, u"Nightly export"_s);
        QVERIFY(press(create, u"contacts:read"_s));
        QTest::keyClick(create->findChild<QLineEdit *>(u"name"_s), Qt::Key_Return);
        store();
        QCOMPARE(cached(u"Nightly export"_s).name, u"Nightly export"_s);
    }

    void theGatewaysWordsStandAtTheField()
    {
        QVERIFY(!m_rig->makeKey(u"Taken"_s).id.isEmpty());
        auto *create = open();
        type(create, u"name"_s, u"taken"_s);
        QVERIFY(press(create, u"contacts:read"_s));
        QVERIFY(press(create, u"Create key"_s));
        auto *name = create->findChild<QLineEdit *>(u"name"_s);
        QTRY_VERIFY(name->property("invalid").toBool());
        QVERIFY(!name->accessibleDescription().isEmpty());
        QVERIFY(wordsOn(create).contains(name->accessibleDescription()));
        QVERIFY(create->isVisible());
        type(create, u"name"_s, u"free"_s);
        QVERIFY(!name->property("invalid").toBool());
        QVERIFY(press(create, u"Create key"_s));
        store();
    }

    void aCopyBeginsLikeTheOther()
    {
        const auto key = m_rig->makeKey(u"Billing"_s, {u"contacts:read"_s, u"templates:read"_s});
        m_rig->actions->clone(m_rig->organization, key);
        auto *create = dialog<ui::NewKeyDialog>(m_rig->window);
        QVERIFY(create);
        QCOMPARE(create->findChild<QLineEdit *>(u"name"_s)->text(), u"Billing copy"_s);
        QVERIFY(button(create, u"contacts:read"_s)->isChecked());
        QVERIFY(button(create, u"templates:read"_s)->isChecked());
        QVERIFY(!button(create, u"messages:write"_s)->isChecked());
        QVERIFY(press(create, u"Create key"_s));
        store();
        QCOMPARE(cached(u"Billing copy"_s).scopes, key.scopes);
    }

    void aGatewayThatIsGoneLeavesTheForm()
    {
        auto *create = open();
        type(create, u"name"_s, u"CRM sync"_s);
        QVERIFY(press(create, u"contacts:read"_s));
        m_rig->gateway.stop();
        QVERIFY(press(create, u"Create key"_s));
        QTRY_VERIFY_WITH_TIMEOUT(wordsOn(create).contains(u"cannot be reached"_s), 30000);
        QVERIFY(create->isVisible());
        QCOMPARE(create->findChild<QLineEdit *>(u"name"_s)->text(), u"CRM sync"_s);
        QTRY_VERIFY(button(create, u"Create key"_s)->isEnabled());
    }

    void onlyWhatWasChangedIsSent()
    {
        const auto key = m_rig->makeKey(u"Edited"_s, {u"contacts:read"_s});
        m_rig->actions->edit(m_rig->organization, key);
        auto *edit = dialog<ui::EditKeyDialog>(m_rig->window);
        QVERIFY(edit);
        QVERIFY(wordsOn(edit).contains(u"Northwind"_s));
        QVERIFY(wordsOn(edit).contains(u"Changed scopes hold from the very next request."_s));
        QVERIFY(!button(edit, u"Save"_s)->isEnabled());
        QVERIFY(wordsOn(edit).contains(u"Nothing is changed yet."_s));
        type(edit, u"note"_s, u"new note"_s);
        QVERIFY(press(edit, u"templates:read"_s));
        QVERIFY(press(edit, u"Save"_s));
        QTRY_COMPARE(m_rig->said, QStringList{u"“Edited” was changed."_s});
        const auto now = m_rig->now(key);
        QCOMPARE(now.note, u"new note"_s);
        QCOMPARE(now.scopes, (QStringList{u"contacts:read"_s, u"templates:read"_s}));
        QCOMPARE(now.expiresAt, key.expiresAt);
        QCOMPARE(now.name, key.name);
    }

    void whatSomebodyElseChangedIsShownBeforeItIsOverwritten()
    {
        const auto key = m_rig->makeKey(u"Shared"_s);
        m_rig->actions->edit(m_rig->organization, key);
        auto *edit = dialog<ui::EditKeyDialog>(m_rig->window);
        QVERIFY(edit);
        core::KeyChanges theirs;
        theirs.note = u"theirs"_s;
        QVERIFY_RESULT(test::wait(m_rig->backend().updateKey(key.id, key.version, theirs)));
        type(edit, u"name"_s, u"Shared by us"_s);
        QVERIFY(press(edit, u"Save"_s));
        QTRY_VERIFY(wordsOn(edit).contains(u"Somebody else changed this key meanwhile."_s));
        QCOMPARE(m_rig->now(key).name, u"Shared"_s);
        QVERIFY(test::pressSoon(edit, u"Show current values"_s));
        QTRY_COMPARE(edit->findChild<QLineEdit *>(u"note"_s)->text(), u"theirs"_s);
        QCOMPARE(edit->findChild<QLineEdit *>(u"name"_s)->text(), u"Shared"_s);
        type(edit, u"name"_s, u"Shared by us"_s);
        QVERIFY(press(edit, u"Save"_s));
        QTRY_COMPARE(m_rig->now(key).name, u"Shared by us"_s);
        QCOMPARE(m_rig->now(key).note, u"theirs"_s);
    }

    void ofNotesItIsNotSaidThatTheyHold()
    {
        const auto said = [this](core::Capabilities::Scopes scopes) {
            auto context = m_rig->context();
            context.can.scopes = scopes;
            ui::EditKeyDialog edit(context, m_rig->backend(), {}, &m_rig->window);
            return wordsOn(&edit);
        };
        using Scopes = core::Capabilities::Scopes;
        const auto held = u"hold from the very next request"_s;
        const auto decided = u"its provider decides"_s;
        QVERIFY(said(Scopes::Free).contains(held) && !said(Scopes::Free).contains(decided));
        QVERIFY(said(Scopes::Labels).contains(decided) && !said(Scopes::Labels).contains(held));
        QVERIFY(!said(Scopes::Fixed).contains(held) && !said(Scopes::Fixed).contains(decided));
    }

    void hostileWordsNeitherFreezeNorWiden()
    {
        auto context = m_rig->context();
        context.organization.organization.name = u"<img src='x'>&\u202e"_s + QString(300, u'W');
        core::Key key;
        key.id = u"k"_s;
        key.name = u"<a href='x'>"_s + QString(300, u'W');
        key.note = QString(100000, u'n');
        key.scopes = {QString(300, u's')};
        QElapsedTimer time;
        time.start();
        ui::EditKeyDialog edit(context, m_rig->backend(), key, &m_rig->window);
        edit.open();
        QVERIFY(QTest::qWaitForWindowExposed(&edit));
        QVERIFY2(time.elapsed() < 2000, qPrintable(QString::number(time.elapsed())));
        QVERIFY2(edit.width() < 900, qPrintable(QString::number(edit.width())));
        for (auto *label : edit.findChildren<QLabel *>())
            QVERIFY(label->textFormat() == Qt::PlainText && !label->text().contains(QChar(0x202e)));
    }
};

QTEST_MAIN(NewKeyDialogTest)
#include "tst_newkeydialog.moc"
