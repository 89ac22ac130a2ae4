#include "ui/keys/keypermissions.h"

#include <QTest>

using namespace Qt::StringLiterals;
using ui::keypermissions::Action;
using ui::keypermissions::isOffered;
using ui::keypermissions::refusal;

namespace {

constexpr Action allActions[] = {Action::Rotate, Action::Edit,      Action::Disable, Action::Enable,
                                 Action::Clone,  Action::RetireNow, Action::Revoke};

core::Key keyThatIs(core::KeyStatus status, const QString &madeBy = u"u1"_s)
{
    core::Key key;
    key.id = u"k1"_s;
    key.status = status;
    key.createdBy = {madeBy, u"Olivia Owner"_s};
    return key;
}

} // namespace

class KeyPermissionsTest : public QObject {
    Q_OBJECT

    const QDateTime m_now = QDateTime::fromSecsSinceEpoch(1'800'000'000, Qt::UTC);

    QList<Action> offered(const core::Key &key, const core::Standing &standing) const
    {
        QList<Action> actions;
        for (const Action action : allActions) {
            if (isOffered(action, key, standing, m_now))
                actions += action;
        }
        return actions;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void anOwnerIsOfferedWhatTheKeysStateAllows()
    {
        const core::Standing owner{core::Role::Owner, u"u9"_s, {}};
        QCOMPARE(offered(keyThatIs(core::KeyStatus::Active), owner),
                 (QList{Action::Rotate, Action::Edit, Action::Disable, Action::Clone, Action::Revoke}));
        QCOMPARE(offered(keyThatIs(core::KeyStatus::Disabled), owner),
                 (QList{Action::Edit, Action::Enable, Action::Clone, Action::Revoke}));
        QCOMPARE(offered(keyThatIs(core::KeyStatus::Retiring), owner),
                 (QList{Action::Edit, Action::Clone, Action::RetireNow, Action::Revoke}));
        QCOMPARE(offered(keyThatIs(core::KeyStatus::Revoked), owner), QList{Action::Clone});
    }

    void whatOnlyItsProviderEndsIsNotRetiredHere()
    {
        core::Standing owner{core::Role::Owner, u"u9"_s, {}};
        owner.can.rotation = core::Capabilities::Rotation::Manual;
        owner.can.creation = core::Capabilities::Creation::Registered;
        owner.can.disables = false;
        QCOMPARE(offered(keyThatIs(core::KeyStatus::Active), owner),
                 (QList{Action::Rotate, Action::Edit, Action::Revoke}));
        QCOMPARE(offered(keyThatIs(core::KeyStatus::Retiring), owner), (QList{Action::Edit, Action::Revoke}));
    }

    void aMemberChangesTheOwnKeysOnly()
    {
        const core::Standing member{core::Role::Member, u"u1"_s, {}};
        QVERIFY(offered(keyThatIs(core::KeyStatus::Active), member).contains(Action::Revoke));
        const auto others = keyThatIs(core::KeyStatus::Active, u"u2"_s);
        QCOMPARE(offered(others, member), QList{Action::Clone});
        QVERIFY(refusal(others, member).contains(u"Olivia Owner made this key."_s));
    }

    void aViewerChangesNothing()
    {
        const core::Standing viewer{core::Role::Viewer, u"u1"_s, {}};
        QVERIFY(offered(keyThatIs(core::KeyStatus::Active), viewer).isEmpty());
        QVERIFY(!refusal(keyThatIs(core::KeyStatus::Active), viewer).isEmpty());
    }

    void whatTheServerCannotDoIsNotOffered()
    {
        using core::Capabilities;
        core::Standing owner{core::Role::Owner, u"u9"_s, {}};
        owner.can.disables = false;
        owner.can.rotation = Capabilities::Rotation::None;
        owner.can.creation = Capabilities::Creation::Registered;
        QVERIFY(!owner.createsKeys());
        QCOMPARE(offered(keyThatIs(core::KeyStatus::Active), owner), (QList{Action::Edit, Action::Revoke}));
        QVERIFY(offered(keyThatIs(core::KeyStatus::Disabled), owner).count(Action::Enable) == 0);

        owner.can.revokes = false;
        owner.can.renames = false;
        owner.can.keepsNotes = false;
        QCOMPARE(offered(keyThatIs(core::KeyStatus::Active), owner), QList{Action::Edit}); // its expiry
        owner.can.expiry = Capabilities::Expiry::None;
        QVERIFY(offered(keyThatIs(core::KeyStatus::Active), owner).isEmpty());
    }
};

QTEST_MAIN(KeyPermissionsTest)
#include "tst_keypermissions.moc"
