#include "ui/keys/keyform.h"

#include "tests/ui/keys/actionrig.h"
#include "ui/keys/expirychoice.h"
#include "ui/keys/rotatedialog.h"
#include "ui/keys/scopegrid.h"

#include <QLineEdit>

using namespace Qt::StringLiterals;
using core::Capabilities;
using test::button;
using test::wordsOn;

//! The forms about a key at servers that can do less than our own gateway.
class KeyFormTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ActionRig> m_rig;

    ui::DialogContext contextWith(const Capabilities &can)
    {
        auto context = m_rig->context();
        context.can = can;
        return context;
    }

    template <typename T>
    static bool shows(const ui::KeyForm &form, const QString &name)
    {
        const auto *part = form.findChild<T *>(name);
        return part && part->isVisibleTo(&form);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::ActionRig>();
        QVERIFY(m_rig->start());
    }
    void cleanup() { m_rig.reset(); }

    void everythingCanBeSaidOfAKeyOfOurOwnGateway()
    {
        ui::KeyForm form(contextWith({}));
        QVERIFY(shows<QLineEdit>(form, u"note"_s));
        QVERIFY(shows<ui::ScopeGrid>(form, u"scopes"_s));
        QVERIFY(shows<ui::ExpiryChoice>(form, u"expires"_s));
        QVERIFY(!shows<QWidget>(form, u"fixedScopes"_s));
        form.findChild<QLineEdit *>(u"name"_s)->setText(u"CRM sync"_s);
        QCOMPARE(form.fault(), u"Choose at least one scope."_s);
    }

    void fixedScopesAreShownAndNotChosen()
    {
        Capabilities can;
        can.scopes = Capabilities::Scopes::Fixed;
        ui::KeyForm form(contextWith(can));
        QVERIFY(!shows<ui::ScopeGrid>(form, u"scopes"_s));
        QVERIFY(wordsOn(&form).contains(u"does not say it beforehand"_s));
        core::Scope scope;
        scope.name = u"gateway:\u202Eread"_s;
        form.setScopes({scope});
        QVERIFY(!wordsOn(&form).contains(u'\u202E'));
        QVERIFY(wordsOn(&form).contains(u"The server decides what a key may do: gateway:"_s));
        form.findChild<QLineEdit *>(u"name"_s)->setText(u"CRM sync"_s);
        QCOMPARE(form.fault(), QString());
        QCOMPARE(form.filled().scopes, QStringList{scope.name});
    }

    void theFixedScopesOfAKeyAreItsOwn()
    {
        Capabilities can;
        can.scopes = Capabilities::Scopes::Fixed;
        ui::KeyForm form(contextWith(can));
        core::Key key;
        key.name = u"CRM sync"_s;
        key.scopes = {u"gateway:send"_s};
        form.fill(key);
        QVERIFY(wordsOn(&form).contains(u"gateway:send"_s));
        QCOMPARE(form.filled().scopes, key.scopes);
    }

    void whatTheServerDoesNotKeepIsNotAskedFor()
    {
        Capabilities can;
        can.keepsNotes = false;
        can.expiry = Capabilities::Expiry::None;
        can.longestName = 32;
        ui::KeyForm form(contextWith(can));
        QVERIFY(!shows<QLineEdit>(form, u"note"_s));
        QVERIFY(!shows<ui::ExpiryChoice>(form, u"expires"_s));
        form.findChild<QLineEdit *>(u"name"_s)->setText(QString(33, u'n'));
        QCOMPARE(form.fault(), u"Here a name has at most 32 characters."_s);
    }

    void aServerThatEndsNoKeyLeavesTheOldOneToTheAdmin()
    {
        Capabilities can;
        can.rotation = Capabilities::Rotation::Emulated;
        auto key = m_rig->makeKey(u"CRM sync"_s);
        key.lastUsed = core::LastUse{m_rig->desk->clock.now().addSecs(-120), u"203.0.113.7"_s, {}};
        ui::RotateDialog rotate(contextWith(can), key, &m_rig->window);
        rotate.open();
        QVERIFY(!button(&rotate, u"24 hours"_s));
        QVERIFY(wordsOn(&rotate).contains(u"The old key works until you revoke it"_s));
        QVERIFY(wordsOn(&rotate).contains(u"Revoke it when its callers have switched."_s));
    }

    void whatTheNewKeyWillLackIsSaidBefore()
    {
        Capabilities can;
        can.rotation = Capabilities::Rotation::Emulated;
        can.scopes = Capabilities::Scopes::Fixed;
        auto context = contextWith(can);
        context.organization.scopes = {
            core::Scope{u"gateway:read"_s, u"gateway"_s, u"read"_s, {}, core::Risk::Low, true}};
        core::Key key;
        key.name = u"Full access"_s;
        key.scopes = {u"gateway:read"_s, u"gateway:send"_s};
        ui::RotateDialog rotate(context, key, &m_rig->window);
        rotate.open();
        QVERIFY(wordsOn(&rotate).contains(u"will not be able to do what the old one can: gateway:send."_s));
        key.scopes = {u"gateway:read"_s};
        ui::RotateDialog same(context, key, &m_rig->window);
        same.open();
        QVERIFY(!wordsOn(&same).contains(u"will not be able"_s));
        QVERIFY(wordsOn(&same).contains(u"the scopes that this server gives every new key"_s));
    }
};

QTEST_MAIN(KeyFormTest)
#include "tst_keyform.moc"
