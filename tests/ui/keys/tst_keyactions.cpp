#include "ui/keys/keyactions.h"

#include "core/backend/backend.h"
#include "core/base/identifiers.h"
#include "tests/core/services/meddler.h"
#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/keys/newkeydialog.h"
#include "ui/keys/passworddialog.h"
#include "ui/keys/retiredialog.h"
#include "ui/keys/revealdialog.h"
#include "ui/keys/rotatedialog.h"
#include "ui/kit/passwordedit.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using test::button;
using test::dialog;
using test::press;
using test::wordsOn;

class KeyActionsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ActionRig> m_rig;

    //! The session lives on, but its password was proved too long ago.
    bool letThePasswordAge()
    {
        for (int i = 0; i < 2; ++i) {
            m_rig->gateway.clock().advance(7h);
            if (!test::wait(m_rig->backend().session()))
                return false;
        }
        return true;
    }
    ui::NewKeyDialog *fillNewKey(const QString &name)
    {
        m_rig->actions->create(m_rig->organization);
        auto *create = dialog<ui::NewKeyDialog>(m_rig->window);
        if (create) {
            QTest::keyClicks(create->findChild<QLineEdit *>(u"name"_s), name);
            press(create, u"contacts:read"_s);
        }
        return create;
    }
    static void typePassword(QWidget *in, const core::Secret &password)
    {
        const auto text = password.reveal();
        QTest::keyClicks(in->findChild<ui::PasswordEdit *>(), QString::fromUtf8(text.data(), qsizetype(text.size())));
    }
    bool finishReveal()
    {
        auto *reveal = dialog<ui::RevealDialog>(m_rig->window);
        return reveal && m_rig->actions->isRevealOpen() && press(reveal, u"I have stored this key"_s) &&
               press(reveal, u"Done"_s) && QTest::qWaitFor([this] { return !m_rig->actions->isRevealOpen(); }, 10000);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::ActionRig>();
        QVERIFY(m_rig->start());
    }
    void cleanup() { m_rig.reset(); }

    void offlineNothingIsBegun()
    {
        const auto key = m_rig->makeKey(u"CRM sync"_s);
        m_rig->desk->sessions.noteOutcome(m_rig->account, Error{Error::Kind::Offline});
        QTRY_COMPARE(m_rig->desk->state(m_rig->account), core::Account::State::Offline);
        auto &actions = *m_rig->actions;
        actions.create(m_rig->organization);
        actions.clone(m_rig->organization, key);
        actions.edit(m_rig->organization, key);
        actions.rotate(m_rig->organization, key);
        actions.setEnabled(m_rig->organization, key, false);
        actions.retireNow(m_rig->organization, key);
        actions.revoke(m_rig->organization, {key});
        QCOMPARE(m_rig->failures.size(), 7);
        for (const auto &error : std::as_const(m_rig->failures))
            QCOMPARE(error.kind, Error::Kind::Offline);
        QVERIFY(m_rig->window.findChildren<QDialog *>().isEmpty());
    }

    void oneDialogAtATime()
    {
        m_rig->actions->create(m_rig->organization);
        QVERIFY(dialog<ui::NewKeyDialog>(m_rig->window));
        m_rig->actions->create(m_rig->organization);
        QCOMPARE(m_rig->window.findChildren<ui::NewKeyDialog *>().size(), 1);
    }

    void anOldPasswordIsAskedForAndTheChangeGoesOn()
    {
        QVERIFY(letThePasswordAge());
        auto *create = fillNewKey(u"CRM sync"_s);
        QVERIFY(press(create, u"Create key"_s));
        auto *confirm = dialog<ui::PasswordDialog>(m_rig->window);
        QVERIFY(confirm);
        QCOMPARE(confirm->windowTitle(), u"Confirm it is you"_s);
        QVERIFY(wordsOn(confirm).contains(m_rig->gateway.email()));
        auto *edit = confirm->findChild<ui::PasswordEdit *>();
        QVERIFY(!button(confirm, u"Confirm"_s)->isEnabled());
        QTest::keyClicks(edit, u"not the password"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(edit->text(), QString()); // wiped as soon as it was sent
        QTRY_VERIFY(wordsOn(confirm).contains(u"This is not the password."_s));
        QTRY_VERIFY(edit->isEnabled());
        typePassword(confirm, m_rig->gateway.password());
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(finishReveal());
        QCOMPARE(m_rig->said, QStringList{u"“CRM sync” was created."_s});
        QVERIFY(m_rig->desk->keys.interrupted().isEmpty());
    }

    void givingThePasswordQuestionUpLeavesTheForm()
    {
        QVERIFY(letThePasswordAge());
        auto *create = fillNewKey(u"CRM sync"_s);
        QVERIFY(press(create, u"Create key"_s));
        auto *confirm = dialog<ui::PasswordDialog>(m_rig->window);
        QVERIFY(confirm);
        QVERIFY(press(confirm, u"Cancel"_s));
        QTRY_VERIFY(button(create, u"Create key"_s)->isEnabled());
        QVERIFY(create->isVisible());
        QVERIFY(m_rig->failures.isEmpty());
        QVERIFY(m_rig->desk->keys.interrupted().isEmpty());
    }

    void theGatewayOfThisComputerAsksNobody()
    {
        m_rig->desk = nullptr;
        m_rig->actions.reset();
        m_rig->confirmation.reset();
        m_rig->desk = std::make_unique<test::Desk>(m_rig->folder.path(), m_rig->credentials);
        auto &desk = *m_rig->desk;
        const auto account =
            test::wait(desk.sessions.signIn({m_rig->gateway.address(), core::BackendKind::Gateway, true},
                                            m_rig->gateway.email(), m_rig->gateway.password()));
        QVERIFY_RESULT(account);
        QVERIFY_RESULT(test::wait(desk.directory.refresh(*account)));
        m_rig->account = *account;
        m_rig->organization = desk.organization(*account);
        QWidget window;
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        ui::KeyActions actions({desk.sessions, desk.directory, desk.keys, desk.cache, desk.clock, m_rig->clipboard},
                               window);
        int asked = 0;
        actions.setConfirmer([&](const core::AccountRecord &who, QWidget *) -> std::optional<core::Async<>> {
            ++asked;
            return who.local ? std::optional(desk.sessions.confirm(who.id, m_rig->gateway.password())) : std::nullopt;
        });
        QVERIFY(letThePasswordAge());
        actions.create(m_rig->organization);
        auto *create = dialog<ui::NewKeyDialog>(window);
        QVERIFY(create);
        QTest::keyClicks(create->findChild<QLineEdit *>(u"name"_s), u"CRM sync"_s);
        QVERIFY(test::pressSoon(create, u"contacts:read"_s));
        QVERIFY2(press(create, u"Create key"_s), qPrintable(wordsOn(create)));
        QVERIFY(dialog<ui::RevealDialog>(window));
        QCOMPARE(asked, 1);
        QVERIFY(window.findChildren<ui::PasswordDialog *>().isEmpty());
    }

    void whatIsNewIsToldOnceItsSecretIsStored()
    {
        QSignalSpy created(m_rig->actions.get(), &ui::KeyActions::created);
        auto *create = fillNewKey(u"CRM sync"_s);
        QVERIFY(press(create, u"Create key"_s));
        QVERIFY(dialog<ui::RevealDialog>(m_rig->window));
        QVERIFY(created.isEmpty());
        QVERIFY(finishReveal());
        QCOMPARE(created.size(), 1);
        QCOMPARE(created.first().at(0).toLongLong(), m_rig->organization);
        const auto key = m_rig->desk->cache.key(m_rig->organization, created.first().at(1).toString());
        QVERIFY_RESULT(key);
        QCOMPARE(key->name, u"CRM sync"_s);
        // What takes another's place is seen where that one is, and no filter is left for it.
        QSignalSpy rotated(m_rig->actions.get(), &ui::KeyActions::rotated);
        m_rig->actions->rotate(m_rig->organization, *key);
        auto *rotate = dialog<ui::RotateDialog>(m_rig->window);
        QVERIFY(rotate && press(rotate, u"Rotate key"_s));
        QVERIFY(finishReveal());
        QCOMPARE(created.size(), 1);
        QCOMPARE(rotated.size(), 1);
        const auto renewed = m_rig->desk->cache.key(m_rig->organization, rotated.first().at(1).toString());
        QVERIFY_RESULT(renewed);
        QCOMPARE(renewed->replaces, key->id);
    }

    void aLostAnswerIsUnknownAndCanBeShownLater()
    {
        test::Meddler meddler(m_rig->gateway.address());
        m_rig->actions.reset();
        m_rig->confirmation.reset();
        QVERIFY(m_rig->startThrough(meddler.address()));
        meddler.meddle(test::Meddler::Act::LoseReply, "/keys ", 1000);
        auto *create = fillNewKey(u"CRM sync"_s);
        QVERIFY(press(create, u"Create key"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->failures.size(), 1, 60000);
        QCOMPARE(m_rig->failures.first().kind, Error::Kind::OutcomeUnknown);
        QTRY_VERIFY(m_rig->window.findChildren<ui::NewKeyDialog *>().isEmpty());
        QVERIFY(m_rig->said.isEmpty()); // neither failed nor done
        meddler.meddle(test::Meddler::Act::LoseReply, "/keys ", 0);

        QTRY_COMPARE(m_rig->desk->keys.interrupted().size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->desk->state(m_rig->account), core::Account::State::SignedIn, 30000);
        m_rig->actions->showInterrupted(m_rig->desk->keys.interrupted().first());
        QVERIFY(finishReveal());
        QTRY_VERIFY(m_rig->desk->keys.interrupted().isEmpty());
    }

    void anInterruptedOneCanBeRevokedUnseen()
    {
        const auto made =
            test::wait(m_rig->desk->keys.create(m_rig->organization, {u"CRM sync"_s, {}, {u"contacts:read"_s}, {}}));
        QVERIFY_RESULT(made);
        m_rig->actions.reset();
        m_rig->confirmation.reset();
        m_rig->desk.reset();
        QVERIFY(m_rig->startThrough(m_rig->gateway.address())); // the app was killed before the reveal
        QTRY_COMPARE(m_rig->desk->keys.interrupted().size(), 1);
        m_rig->actions->revokeInterrupted(m_rig->desk->keys.interrupted().first());
        QTRY_COMPARE(m_rig->said, QStringList{u"“CRM sync” was revoked."_s});
        QCOMPARE(m_rig->now(made->key.key).status, core::KeyStatus::Revoked);
        QVERIFY(m_rig->desk->keys.interrupted().isEmpty());
    }

    void retiringNowAsksFirst()
    {
        const auto key = m_rig->makeKey(u"CRM sync"_s);
        const auto rotated = test::wait(m_rig->desk->keys.rotate(m_rig->organization, key, {24h, {}}));
        QVERIFY_RESULT(rotated);
        m_rig->actions->retireNow(m_rig->organization, *rotated->key.replaced);
        auto *retire = dialog<ui::RetireDialog>(m_rig->window);
        QVERIFY(retire);
        QVERIFY(wordsOn(retire).contains(u"Northwind"_s));
        QCOMPARE(m_rig->now(key).status, core::KeyStatus::Retiring);
        QVERIFY(press(retire, u"Retire now"_s));
        QTRY_COMPARE(m_rig->said.size(), 1);
        QCOMPARE(m_rig->now(key).status, core::KeyStatus::Expired);
        QCOMPARE(m_rig->now(rotated->key.key).status, core::KeyStatus::Active);
    }

    void aRequestThatNeverArrivedLeftNothing()
    {
        test::Meddler meddler(m_rig->gateway.address());
        m_rig->actions.reset();
        m_rig->confirmation.reset();
        QVERIFY(m_rig->startThrough(meddler.address()));
        meddler.meddle(test::Meddler::Act::LoseRequest, "POST /api/v1/organizations", 1000);
        auto *create = fillNewKey(u"CRM sync"_s);
        QVERIFY(press(create, u"Create key"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->failures.size(), 1, 60000);
        QCOMPARE(m_rig->failures.first().kind, Error::Kind::OutcomeUnknown);
        meddler.meddle(test::Meddler::Act::LoseRequest, "POST /api/v1/organizations", 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->desk->state(m_rig->account), core::Account::State::SignedIn, 30000);
        QTRY_COMPARE(m_rig->desk->keys.interrupted().size(), 1);
        m_rig->actions->showInterrupted(m_rig->desk->keys.interrupted().first());
        QTRY_COMPARE(m_rig->said.size(), 1);
        QVERIFY2(m_rig->said.first().contains(u"“CRM sync” was never made"_s), qPrintable(m_rig->said.first()));
        QVERIFY(m_rig->desk->keys.interrupted().isEmpty());
    }

    void aSecretThatIsGoneIsSaidToBe()
    {
        core::Intent intent;
        intent.id = core::newId(m_rig->desk->clock.now());
        intent.accountId = m_rig->account;
        intent.organizationId = m_rig->desk->directory.organization(m_rig->organization)->organization.id;
        intent.name = u"CRM sync"_s;
        m_rig->actions->showInterrupted(intent);
        QTRY_COMPARE(m_rig->said.size(), 1);
        QVERIFY2(m_rig->said.first().contains(u"“CRM sync” can no longer be shown"_s), qPrintable(m_rig->said.first()));
    }

    void theWindowMayGoWhileAQuestionIsOpen()
    {
        m_rig->actions->create(m_rig->organization);
        QVERIFY(dialog<ui::NewKeyDialog>(m_rig->window));
        m_rig->actions.reset();
        QVERIFY(m_rig->window.findChildren<ui::NewKeyDialog *>().isEmpty());
    }
};

QTEST_MAIN(KeyActionsTest)
#include "tst_keyactions.moc"
