#include "core/services/localfacts.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 11, 21), QTime(12, 0), Qt::UTC);

Key key(const QString &id, KeyStatus status = KeyStatus::Active, const QDateTime &expiresAt = {})
{
    Key key;
    key.id = id;
    key.status = status;
    key.expiresAt = expiresAt;
    key.createdAt = now.addDays(-10);
    return key;
}

Changes list(const QList<Key> &keys, int cap = 0)
{
    Changes changes;
    changes.keys = keys;
    changes.whole = true;
    changes.cap = cap;
    return changes;
}

//! The known keys of a rotation: the old one goes on until somebody ends it.
QList<Key> rotated()
{
    Key old = key(u"old"_s, KeyStatus::Retiring);
    old.replacedBy = u"new"_s;
    Key fresh = key(u"new"_s);
    fresh.replaces = u"old"_s;
    return {old, fresh};
}

} // namespace

//! What stays known here of keys whose server forgets.
class LocalFactsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void whatIsNewOrOtherIsAChangeAndNothingElse()
    {
        const auto same = key(u"same"_s);
        auto renamed = key(u"renamed"_s);
        auto before = renamed;
        before.name = u"before"_s;
        const auto changed = localfacts::changes({same, before}, list({same, renamed, key(u"fresh"_s)}), now);
        QCOMPARE(changed, (QList<Key>{renamed, key(u"fresh"_s)}));
    }

    void aKeyThatIsGoneBeforeItsEndWasRevoked()
    {
        for (const auto status : {KeyStatus::Active, KeyStatus::Disabled}) {
            const auto changed = localfacts::changes({key(u"gone"_s, status, now.addDays(1))}, list({}), now);
            QCOMPARE(changed.size(), 1);
            QCOMPARE(changed.first().status, KeyStatus::Revoked);
            QCOMPARE(changed.first().revokedAt, now);
            QVERIFY(!changed.first().revokedBy);
        }
    }

    void aKeyThatExpiredOrWasRevokedStaysWhatItWas()
    {
        QVERIFY(localfacts::changes({key(u"expired"_s, KeyStatus::Active, now.addSecs(-1))}, list({}), now).isEmpty());
        QVERIFY(localfacts::changes({key(u"expires"_s, KeyStatus::Active, now.addSecs(5))}, list({}), now).isEmpty());
        QVERIFY(localfacts::changes({key(u"revoked"_s, KeyStatus::Revoked)}, list({}), now).isEmpty());
    }

    void behindACapNothingIsTakenForGone()
    {
        QVERIFY(localfacts::changes({key(u"unseen"_s)}, list({}, 100), now).isEmpty());
    }

    void aRotationSurvivesAServerThatKnowsOfNone()
    {
        QVERIFY(localfacts::changes(rotated(), list({key(u"old"_s), key(u"new"_s)}), now).isEmpty());
        const auto merged = localfacts::merged(key(u"old"_s, KeyStatus::Disabled), rotated().first());
        QCOMPARE(merged.replacedBy, u"new"_s);
        QCOMPARE(merged.status, KeyStatus::Disabled);
    }

    void aRotationWhoseNewKeyEndedIsGivenUp()
    {
        const auto changed = localfacts::changes(rotated(), list({key(u"old"_s)}), now);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed.at(0).id, u"old"_s);
        QCOMPARE(changed.at(0).status, KeyStatus::Active);
        QVERIFY(changed.at(0).replacedBy.isEmpty());
        QCOMPARE(changed.at(1).id, u"new"_s);
        QCOMPARE(changed.at(1).status, KeyStatus::Revoked);
    }
};

QTEST_GUILESS_MAIN(LocalFactsTest)
#include "tst_localfacts.moc"
