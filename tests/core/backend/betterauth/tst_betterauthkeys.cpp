#include "tests/support/betterauth/servers.h"

#include "core/base/identifiers.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <algorithm>

using namespace core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;
using test::mark;
using test::olivia;

//! What is done with keys, at real servers, and what their gateways then say to the keys.
class BetterAuthKeysTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_backend = m_servers.signedIn(olivia);
        QVERIFY(m_backend);
    }

    void aKeyIsMadeUsedRenamedDisabledAndRevoked_data() { test::everyServer(); }
    void aKeyIsMadeUsedRenamedDisabledAndRevoked()
    {
        auto *server = m_servers.current();
        const auto made = create(u"production"_s);
        QVERIFY_RESULT(made);
        QVERIFY(made->secret.reveal().starts_with("wa_"));
        QCOMPARE(made->key.name, u"production"_s);
        QCOMPARE(made->key.organizationId, m_servers.place());
        QCOMPARE(made->key.status, KeyStatus::Active);
        QCOMPARE(made->key.scopes, QStringList{u"gateway:read"_s});
        QCOMPARE(made->key.hint.size(), 7);
        QCOMPARE(server->use(made->secret), 200);
        QCOMPARE(server->use(made->secret, u"sessions"_s), 403);
        QVERIFY_RESULT(test::wait(m_backend->acknowledge(made->key.id)));

        KeyChanges changes;
        changes.name = u"production 2"_s;
        const auto renamed = test::wait(m_backend->updateKey(made->key.id, 0, changes));
        QVERIFY_RESULT(renamed);
        QCOMPARE(renamed->name, u"production 2"_s);
        QVERIFY(renamed->lastUsed);

        changes = {};
        changes.enabled = false;
        const auto disabled = test::wait(m_backend->updateKey(made->key.id, 0, changes));
        QVERIFY_RESULT(disabled);
        QCOMPARE(disabled->status, KeyStatus::Disabled);
        QCOMPARE(server->use(made->secret), 401);
        QCOMPARE_ERROR(test::wait(m_backend->checkKey(made->key.id, made->secret)), Kind::Unauthorized);
        changes.enabled = true;
        QVERIFY_RESULT(test::wait(m_backend->updateKey(made->key.id, 0, changes)));
        QCOMPARE(server->use(made->secret), 200);

        const auto revoked =
            test::wait(m_backend->revokeKey(made->key.id, RevokeReason::Unused, u"a test"_s, newIdempotencyKey()));
        QVERIFY_RESULT(revoked);
        QCOMPARE(revoked->status, KeyStatus::Revoked);
        QCOMPARE(revoked->name, u"production 2"_s);
        QVERIFY(revoked->revokedAt.isValid());
        QCOMPARE(server->use(made->secret), 401);
        QCOMPARE_ERROR(test::wait(m_backend->key(made->key.id)), Kind::NotFound);
        QCOMPARE_ERROR(test::wait(m_backend->revokeKey(made->key.id, RevokeReason::Unused, {}, newIdempotencyKey())),
                       Kind::NotFound);
    }

    void anExpiryIsSetMovedAndTakenAway_data() { test::everyVersion(); }
    void anExpiryIsSetMovedAndTakenAway()
    {
        const auto now = QDateTime::currentDateTimeUtc();
        const auto made = create(u"ends"_s, now.addDays(1));
        QVERIFY_RESULT(made);
        QVERIFY(qAbs(made->key.expiresAt.secsTo(now.addDays(1))) <= 60);
        KeyChanges changes;
        changes.expiresAt = now.addDays(30);
        auto moved = test::wait(m_backend->updateKey(made->key.id, 0, changes));
        QVERIFY_RESULT(moved);
        QVERIFY(qAbs(moved->expiresAt.secsTo(now.addDays(30))) <= 60);
        changes.expiresAt = QDateTime();
        moved = test::wait(m_backend->updateKey(made->key.id, 0, changes));
        QVERIFY_RESULT(moved);
        QVERIFY(!moved->expiresAt.isValid());

        for (const auto &wrong : {now.addSecs(3600), now.addDays(400)}) {
            const auto refused = create(u"never"_s, wrong);
            QCOMPARE_ERROR(refused, Kind::Validation);
            QVERIFY(refused.error().fields.contains(u"expires_at"_s));
        }
    }

    void aNameThatIsTooLongIsSaidAtTheName_data() { test::everyVersion(); }
    void aNameThatIsTooLongIsSaidAtTheName()
    {
        QVERIFY_RESULT(create(QString(32, u'n')));
        const auto refused = create(QString(33, u'n'));
        QCOMPARE_ERROR(refused, Kind::Validation);
        QVERIFY(refused.error().fields.contains(u"name"_s));
        QCOMPARE(m_backend->capabilities().longestName, 32);
    }

    void aRotationLeavesTheOldKeyToThePerson_data() { test::everyVersion(); }
    void aRotationLeavesTheOldKeyToThePerson()
    {
        auto *server = m_servers.current();
        const auto now = QDateTime::currentDateTimeUtc();
        const auto old = create(u"rotated"_s, now.addDays(10));
        QVERIFY_RESULT(old);
        const auto rotated = test::wait(m_backend->rotateKey(old->key.id, {}, newIdempotencyKey()));
        QVERIFY_RESULT(rotated);
        QCOMPARE(rotated->key.name, u"rotated"_s);
        QCOMPARE(rotated->key.replaces, old->key.id);
        QVERIFY(qAbs(rotated->key.expiresAt.secsTo(now.addDays(10))) <= 60);
        QCOMPARE(rotated->replaced->id, old->key.id);
        QCOMPARE(rotated->replaced->replacedBy, rotated->key.id);
        QCOMPARE(server->use(old->secret), 200);
        QCOMPARE(server->use(rotated->secret), 200);
        QVERIFY_RESULT(test::wait(m_backend->checkKey(rotated->key.id, rotated->secret)));
        QCOMPARE_ERROR(test::wait(m_backend->checkKey(rotated->key.id, old->secret)), Kind::Protocol);
        QVERIFY_RESULT(test::wait(m_backend->revokeKey(old->key.id, RevokeReason::Replaced, {}, newIdempotencyKey())));
        QCOMPARE(server->use(old->secret), 401);
        QCOMPARE(server->use(rotated->secret), 200);
    }

    void theListIsWholeAndForgetsWhatExpired_data() { test::everyVersion(); }
    void theListIsWholeAndForgetsWhatExpired()
    {
        const auto made = create(u"expires"_s);
        QVERIFY_RESULT(made);
        const auto isListed = [&] {
            const auto changes = test::wait(m_backend->changes(m_servers.place(), u"whatever"_s));
            return changes && changes->whole && changes->cap == 0 &&
                   std::any_of(changes->keys.begin(), changes->keys.end(),
                               [&](const Key &key) { return key.id == made->key.id; });
        };
        QVERIFY(isListed());
        m_servers.current()->tell(u"expire"_s, {{u"key"_s, made->key.id}});
        QTRY_VERIFY_WITH_TIMEOUT(!isListed(), 15000);
        QCOMPARE(m_servers.current()->use(made->secret), 401);
    }

    void aLostKeyIsUnknown_data() { test::everyVersion(); }
    void aLostKeyIsUnknown()
    {
        KeyChanges changes;
        changes.enabled = false;
        QCOMPARE_ERROR(test::wait(m_backend->updateKey(u"nobody"_s, 0, changes)), Kind::NotFound);
        QCOMPARE_ERROR(test::wait(m_backend->rotateKey(u"nobody"_s, {}, newIdempotencyKey())), Kind::NotFound);
        changes.scopes = QStringList{u"gateway:send"_s};
        QCOMPARE_ERROR(test::wait(m_backend->updateKey(u"nobody"_s, 0, changes)), Kind::NotSupported);
        QCOMPARE_ERROR(test::wait(m_backend->lookUp(m_servers.place(), QByteArray(32, 'h'))), Kind::NotSupported);
    }

    void theScopesOfANewKeyAreKnownBefore_data() { test::everyVersion(); }
    void theScopesOfANewKeyAreKnownBefore()
    {
        QVERIFY_RESULT(create(u"shows"_s));
        const auto scopes = test::wait(m_backend->scopes(m_servers.place()));
        QVERIFY_RESULT(scopes);
        QCOMPARE(scopes->size(), 1);
        QCOMPARE(scopes->first().name, u"gateway:read"_s);
        QCOMPARE(m_backend->capabilities().scopes, Capabilities::Scopes::Fixed);
    }

    void organizationsSayWhatAPersonMayDoThere()
    {
        const auto organizations = test::wait(m_backend->organizations());
        QVERIFY_RESULT(organizations);
        QCOMPARE(organizations->size(), 2);
        QCOMPARE(organizations->at(0).name, u"Acme Support"_s);
        QCOMPARE(organizations->at(0).role, Role::Owner);
        QCOMPARE(organizations->at(1).name, u"Beta Sales"_s);
        // An admin of a server with its usual roles has no right on keys, whatever the word says.
        QCOMPARE(organizations->at(1).role, Role::Viewer);
        const auto elsewhere = m_servers.current()->organization(u"beta"_s);
        QCOMPARE_ERROR(test::wait(m_backend->changes(elsewhere, {})), Kind::Forbidden);
        QCOMPARE_ERROR(test::wait(m_backend->createKey(elsewhere, {u"no"_s, {}, {}, {}}, {})), Kind::Forbidden);
        const auto foreign = m_servers.current()->organization(u"twice"_s);
        QCOMPARE_ERROR(test::wait(m_backend->changes(foreign, {})), Kind::Forbidden);
        QVERIFY_RESULT(test::wait(m_backend->session()));
    }
    void organizationsSayWhatAPersonMayDoThere_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("1.7.5") << u"1.7.5"_s << QStringList();
    }

    void whereKeysArePeoplesThePersonIsThePlace_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("1.4.22") << u"1.4.22"_s << QStringList();
    }
    void whereKeysArePeoplesThePersonIsThePlace()
    {
        const auto organizations = test::wait(m_backend->organizations());
        QVERIFY_RESULT(organizations);
        QCOMPARE(organizations->size(), 1);
        QCOMPARE(organizations->first().id, m_servers.current()->idOf(olivia));
        QCOMPARE(organizations->first().name, u"Olivia Owner"_s);
        QCOMPARE(organizations->first().role, Role::Owner);
        // Such a server ignores the organization and makes the person a key, which is taken back.
        const auto before = test::wait(m_backend->changes(m_servers.place(), {}));
        QCOMPARE_ERROR(test::wait(m_backend->createKey(m_servers.current()->organization(u"acme"_s),
                                                       {u"astray"_s, {}, {}, {}}, {})),
                       Kind::NotSupported);
        const auto after = test::wait(m_backend->changes(m_servers.place(), {}));
        QCOMPARE(after->keys.size(), before->keys.size());
    }

    void whatTheServerCutsOffIsReadFromBothEnds_data() { test::everyVersion(); }
    void whatTheServerCutsOffIsReadFromBothEnds()
    {
        // Mark's own, so that Acme's list stays short.
        auto *server = m_servers.current();
        const auto backend = m_servers.signedIn(mark);
        QVERIFY(backend);
        const auto place = m_servers.isOlder() ? server->idOf(mark) : server->organization(u"beta"_s);
        const auto fill = [&](int count) {
            server->tell(u"fill"_s, {{u"email"_s, mark}, {u"organization"_s, u"beta"_s}, {u"count"_s, count}});
            return test::wait(backend->changes(place, {}));
        };
        auto changes = fill(100);
        QVERIFY_RESULT(changes);
        QCOMPARE(changes->keys.size(), 100);
        QCOMPARE(changes->cap, m_servers.isOlder() ? 100 : 0); // who knows no order cannot show that this is all

        changes = fill(27);
        QVERIFY_RESULT(changes);
        QCOMPARE(changes->keys.size(), m_servers.isOlder() ? 100 : 127);
        QCOMPARE(changes->cap, m_servers.isOlder() ? 100 : 0);

        changes = fill(123);
        QVERIFY_RESULT(changes);
        QVERIFY(m_servers.isOlder() || changes->keys.size() >= 200);
        QCOMPARE(changes->cap, 100);
    }

private:
    Result<KeyWithSecret> create(const QString &name, const QDateTime &expiresAt = {})
    {
        return test::wait(m_backend->createKey(m_servers.place(), {name, {}, {}, expiresAt}, newIdempotencyKey()));
    }

    test::Servers m_servers;
    std::unique_ptr<BetterAuthBackend> m_backend;
};

QTEST_GUILESS_MAIN(BetterAuthKeysTest)
#include "tst_betterauthkeys.moc"
