#include "core/services/watched/watchedbackend.h"

#include "core/backend/gateway/activitystream.h"
#include "tests/core/services/watched/watcheddesk.h"
#include "tests/support/check.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::StringLiterals;
using test::newKey;
using test::renamed;
using test::someKey;
using test::wait;

class WatchedBackendTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_rig = std::make_unique<test::Watcher>();
        m_backend = std::make_unique<WatchedBackend>(QUrl(u"keysteward:watched"_s), m_rig->desk->keys);
        m_secret = someKey();
        m_key = m_rig->watch(u"Live"_s, m_secret);
    }
    void cleanup()
    {
        m_backend.reset();
        m_rig.reset();
    }

    void itNeedsNoSession()
    {
        QVERIFY(!m_backend->needsSession());
        QVERIFY(m_backend->hasSession());
        QVERIFY_RESULT(wait(m_backend->session()));
        QCOMPARE(wait(m_backend->server())->kind, BackendKind::Watched);
    }

    void anOrganizationHasItsProvidersScopesAndPolicy()
    {
        const auto organizations = wait(m_backend->organizations());
        QVERIFY_RESULT(organizations);
        QCOMPARE(organizations->size(), 1);
        const auto &organization = organizations->first();
        QCOMPARE(organization.id, m_key.organizationId);
        QCOMPARE(organization.profileName, u"Watsi"_s);
        QCOMPARE(organization.policy.rotateAfterDays, 180);
        QVERIFY(canCreateKeys(organization.role));
        const auto scopes = wait(m_backend->scopes(organization.id));
        QVERIFY_RESULT(scopes);
        QVERIFY(!scopes->isEmpty());
        QCOMPARE_ERROR(wait(m_backend->scopes(u"nobody's"_s)), Error::Kind::NotFound);
    }

    void everyChangeIsReadOnce()
    {
        auto page = wait(m_backend->changes(m_key.organizationId, {}));
        QVERIFY_RESULT(page);
        QCOMPARE(page->keys.size(), 1);
        QCOMPARE(page->keys.first().name, u"Live"_s);
        QVERIFY(!page->more);
        const auto cursor = page->cursor;
        QVERIFY(wait(m_backend->changes(m_key.organizationId, cursor))->keys.isEmpty());
        QVERIFY_RESULT(wait(m_backend->updateKey(m_key.id, m_key.version, renamed(u"Renamed"_s))));
        page = wait(m_backend->changes(m_key.organizationId, cursor));
        QVERIFY_RESULT(page);
        QCOMPARE(page->keys.size(), 1);
        QCOMPARE(page->keys.first().name, u"Renamed"_s);
        QCOMPARE_ERROR(wait(m_backend->changes(m_key.organizationId, u"99999"_s)), Error::Kind::Validation);
        QCOMPARE_ERROR(wait(m_backend->changes(u"nobody's"_s, {})), Error::Kind::NotFound);
    }

    void manyChangesComePageByPage()
    {
        const auto place = *m_rig->desk->store.organization(m_key.organizationId);
        auto many = newKey(u"One of many"_s);
        many.keepSecret = false;
        for (int i = 0; i < 600; ++i)
            QVERIFY_RESULT(wait(m_rig->desk->keys.add(place, many, someKey())));
        const auto first = wait(m_backend->changes(place.id, {}));
        QVERIFY(first->more);
        const auto rest = wait(m_backend->changes(place.id, first->cursor));
        QVERIFY(!rest->more);
        QCOMPARE(first->keys.size() + rest->keys.size(), 601);
    }

    void aCheckSpeaksTheLanguageOfBackends_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        QTest::newRow("not permitted is known") << 403 << -1;
        QTest::newRow("invalid") << 401 << static_cast<int>(Error::Kind::Unauthorized);
        QTest::newRow("limited") << 429 << static_cast<int>(Error::Kind::RateLimited);
        QTest::newRow("in trouble") << 500 << static_cast<int>(Error::Kind::Unavailable);
    }
    void aCheckSpeaksTheLanguageOfBackends()
    {
        QFETCH(int, status);
        QFETCH(int, kind);
        m_rig->provider.say(status);
        const auto check = wait(m_backend->checkKey(m_key.id, m_secret));
        QCOMPARE(check ? -1 : static_cast<int>(check.error().kind), kind);
        QCOMPARE_ERROR(wait(m_backend->checkKey(m_key.id, someKey())), Error::Kind::Protocol);
    }

    void aFoundKeyIsKnownByItsHash()
    {
        const auto found = wait(m_backend->lookUp(m_key.organizationId, m_key.sha256));
        QVERIFY_RESULT(found);
        QCOMPARE(found->id, m_key.id);
        QCOMPARE_ERROR(wait(m_backend->lookUp(m_key.organizationId, QByteArray(32, 'x'))), Error::Kind::NotFound);
    }

    void revokingMarksAsEndedHere()
    {
        const auto revoked = wait(m_backend->revokeKey(m_key.id, RevokeReason::Unused, u"gone"_s, {}));
        QVERIFY_RESULT(revoked);
        QCOMPARE(revoked->status, KeyStatus::Revoked);
        QVERIFY(revoked->revokedAt.isValid());
        QVERIFY(m_rig->provider.requests().isEmpty());
        QCOMPARE_ERROR(wait(m_backend->revokeKey(m_key.id, RevokeReason::Unused, {}, {})), Error::Kind::Conflict);
    }

    void whatItCannotDoIsNotSupported()
    {
        const auto can = m_backend->capabilities();
        QVERIFY(!can.disables);
        KeyChanges disabled;
        disabled.enabled = false;
        QCOMPARE_ERROR(wait(m_backend->updateKey(m_key.id, m_key.version, disabled)), Error::Kind::NotSupported);
        QCOMPARE(can.creation, Capabilities::Creation::Registered);
        QCOMPARE_ERROR(wait(m_backend->createKey(m_key.organizationId, {}, {})), Error::Kind::NotSupported);
        QVERIFY(!can.countsCalls);
        QCOMPARE_ERROR(wait(m_backend->breakdown(m_key.id, {})), Error::Kind::NotSupported);
        QVERIFY(!can.streams);
        QVERIFY(!m_backend->stream(m_key.organizationId, {}));
    }

    void theHistoryIsAnActivityInPages()
    {
        m_rig->provider.say(401);
        QVERIFY_RESULT(wait(m_rig->desk->keys.check(m_key.id)));
        QVERIFY_RESULT(m_rig->desk->keys.end(m_key.id, u"unused"_s, u"moved"_s));
        const auto newest = wait(m_backend->activity(m_key.organizationId, {}, {}, 2));
        QVERIFY_RESULT(newest);
        QCOMPARE(newest->total, 3);
        QCOMPARE(newest->events.size(), 2);
        QCOMPARE(newest->events.first().kind, EventKind::KeyRevoked);
        QCOMPARE(newest->events.first().detail, u"moved"_s);
        QCOMPARE(newest->events.last().kind, EventKind::Request);
        QCOMPARE(newest->events.last().status, 401);
        QCOMPARE(newest->events.last().key->name, u"Live"_s);
        const auto older = wait(m_backend->activity(m_key.organizationId, {}, newest->cursor, 2));
        QVERIFY_RESULT(older);
        QCOMPARE(older->events.size(), 1);
        QCOMPARE(older->events.first().kind, EventKind::KeyCreated);
        QVERIFY(older->cursor.isEmpty());
        const auto refused =
            wait(m_backend->activity(m_key.organizationId, {.result = ActivityFilter::Result::Refused}, {}, 10));
        QVERIFY_RESULT(refused);
        QCOMPARE(refused->total, 1);
    }

private:
    std::unique_ptr<test::Watcher> m_rig;
    std::unique_ptr<WatchedBackend> m_backend;
    Secret m_secret;
    WatchedKey m_key;
};

QTEST_GUILESS_MAIN(WatchedBackendTest)
#include "tst_watchedbackend.moc"
