#include "core/backend/backends.h"

#include "core/backend/gateway/activitystream.h"
#include "core/base/clock.h"
#include "core/base/identifiers.h"
#include "core/net/httpclient.h"
#include "tests/core/services/livegateway.h"
#include "tests/support/betterauth/realbetterauth.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <algorithm>
#include <map>

using namespace core;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

namespace {

//! A real server with somebody who may do everything in one organization there.
struct Server {
    virtual ~Server() = default;
    BackendKind kind = BackendKind::Gateway;
    QUrl address;
    QString email;
    Secret password;
};

struct GatewayServer final : Server {
    GatewayServer()
    {
        if (!gateway.start())
            return;
        address = gateway.address();
        email = gateway.email();
        password = gateway.password();
    }
    test::LiveGateway gateway;
};

struct BetterAuthServer final : Server {
    explicit BetterAuthServer(const QString &version) : server(version)
    {
        kind = BackendKind::BetterAuth;
        address = server.address();
        email = u"olivia@example.com"_s;
        password = server.passwordOf(email);
    }
    test::RealBetterAuth server;
};

} // namespace

//! What every backend does alike, whatever its server is; and what it cannot do, it says.
class BackendContractTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theServerIsWhatItWasTakenFor_data() { rows(); }
    void theServerIsWhatItWasTakenFor();
    void aWrongPasswordIsNoSession_data() { rows(); }
    void aWrongPasswordIsNoSession();
    void aSessionIsResumedElsewhereAndEnds_data() { rows(); }
    void aSessionIsResumedElsewhereAndEnds();
    void aKeyLivesAndDies_data() { rows(); }
    void aKeyLivesAndDies();
    void anExpiryIsKept_data() { rows(); }
    void anExpiryIsKept();
    void aRotationLeavesBothKeysWithTheirLinks_data() { rows(); }
    void aRotationLeavesBothKeysWithTheirLinks();
    void anUnknownKeyIsNotFound_data() { rows(); }
    void anUnknownKeyIsNotFound();
    void whatIsNotAmongTheCapabilitiesIsNotSupported_data() { rows(); }
    void whatIsNotAmongTheCapabilitiesIsNotSupported();

private:
    static void rows();
    std::unique_ptr<Backend> stranger() { return m_make(m_server->kind, m_server->address); }
    Result<KeyWithSecret> create(const QString &name, const QDateTime &expiresAt = {});
    std::optional<Key> listed(const QString &keyId);

    SystemClock m_clock;
    HttpClient m_http{m_clock};
    BackendMaker m_make = networkBackends(m_http);
    std::map<QString, std::unique_ptr<Server>> m_servers;
    Server *m_server = nullptr;
    std::unique_ptr<Backend> m_backend;
    Secret m_session;
    QString m_organization;
    QStringList m_scopes; //!< what a key is made with
};

void BackendContractTest::rows()
{
    QTest::addColumn<QString>("server");
    for (const auto &server : {u"gateway"_s, u"better-auth 1.7.5"_s, u"better-auth 1.4.22"_s})
        QTest::newRow(qPrintable(server)) << server;
}

void BackendContractTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    const QFETCH(QString, server);
    auto &known = m_servers[server];
    if (!known && server == "gateway"_L1)
        known = std::make_unique<GatewayServer>();
    else if (!known)
        known = std::make_unique<BetterAuthServer>(server.section(u' ', 1));
    m_server = known.get();
    QVERIFY(m_server->address.isValid());
    m_backend = stranger();
    const auto signedIn = test::wait(m_backend->signIn(m_server->email, m_server->password));
    QVERIFY_RESULT(signedIn);
    m_session = signedIn->session;
    m_backend->setSession(m_session);
    const auto organizations = test::wait(m_backend->organizations());
    QVERIFY_RESULT(organizations);
    QVERIFY(!organizations->isEmpty());
    QVERIFY(canManageEveryKey(organizations->first().role));
    m_organization = organizations->first().id;
    m_scopes.clear();
    if (m_backend->capabilities().scopes == Capabilities::Scopes::Free) {
        const auto scopes = test::wait(m_backend->scopes(m_organization));
        QVERIFY_RESULT(scopes);
        m_scopes = {scopes->first().name};
    }
}

Result<KeyWithSecret> BackendContractTest::create(const QString &name, const QDateTime &expiresAt)
{
    return test::wait(m_backend->createKey(m_organization, {name, {}, m_scopes, expiresAt}, newIdempotencyKey()));
}

std::optional<Key> BackendContractTest::listed(const QString &keyId)
{
    const auto changes = test::wait(m_backend->changes(m_organization, {}));
    if (!changes || changes->more)
        return std::nullopt;
    const auto at =
        std::find_if(changes->keys.begin(), changes->keys.end(), [&](const Key &key) { return key.id == keyId; });
    return at == changes->keys.end() ? std::nullopt : std::optional(*at);
}

void BackendContractTest::theServerIsWhatItWasTakenFor()
{
    const auto facts = test::wait(stranger()->server());
    QVERIFY_RESULT(facts);
    QCOMPARE(facts->kind, m_server->kind);
    QVERIFY(facts->signsInByPassword);
    QVERIFY(!facts->name.isEmpty());
}

void BackendContractTest::aWrongPasswordIsNoSession()
{
    const auto backend = stranger();
    QCOMPARE_ERROR(test::wait(backend->signIn(m_server->email, Secret::copy("not the password"))), Kind::SignInFailed);
    QVERIFY(!backend->hasSession());
    QCOMPARE_ERROR(test::wait(backend->session()), Kind::Unauthorized);
    QCOMPARE_ERROR(test::wait(backend->organizations()), Kind::Unauthorized);
}

void BackendContractTest::aSessionIsResumedElsewhereAndEnds()
{
    const auto resumed = stranger();
    resumed->setSession(m_session);
    const auto session = test::wait(resumed->session());
    QVERIFY_RESULT(session);
    QCOMPARE(session->email, m_server->email);
    QVERIFY(session->expiresAt > m_clock.now());
    QVERIFY_RESULT(test::wait(resumed->changes(m_organization, {})));
    QVERIFY_RESULT(test::wait(resumed->signOut()));
    QCOMPARE_ERROR(test::wait(m_backend->session()), Kind::Unauthorized);
    QCOMPARE_ERROR(test::wait(m_backend->changes(m_organization, {})), Kind::Unauthorized);
    QCOMPARE_ERROR(create(u"after the end"_s), Kind::Unauthorized);
}

void BackendContractTest::aKeyLivesAndDies()
{
    const auto can = m_backend->capabilities();
    const auto made = create(u"of the contract"_s);
    QVERIFY_RESULT(made);
    QVERIFY(!made->secret.isEmpty() && !made->key.hint.isEmpty());
    QCOMPARE(made->key.organizationId, m_organization);
    QCOMPARE(made->key.status, KeyStatus::Active);
    QVERIFY(!made->key.scopes.isEmpty());
    QVERIFY_RESULT(test::wait(m_backend->acknowledge(made->key.id)));
    QVERIFY(listed(made->key.id));
    if (can.probes)
        QVERIFY_RESULT(test::wait(m_backend->checkKey(made->key.id, made->secret)));

    KeyChanges changes;
    changes.name = u"renamed"_s;
    auto key = test::wait(m_backend->key(made->key.id));
    QVERIFY_RESULT(key);
    key = test::wait(m_backend->updateKey(key->id, key->version, changes));
    QVERIFY_RESULT(key);
    QCOMPARE(key->name, u"renamed"_s);
    changes = {};
    for (const bool enabled : {false, true}) {
        changes.enabled = enabled;
        key = test::wait(m_backend->updateKey(key->id, key->version, changes));
        QVERIFY_RESULT(key);
        QCOMPARE(key->status, enabled ? KeyStatus::Active : KeyStatus::Disabled);
        const auto works = test::wait(m_backend->checkKey(key->id, made->secret));
        QCOMPARE(bool(works), enabled);
    }

    const auto revoked = test::wait(m_backend->revokeKey(key->id, RevokeReason::Unused, {}, newIdempotencyKey()));
    QVERIFY_RESULT(revoked);
    QCOMPARE(revoked->status, KeyStatus::Revoked);
    QCOMPARE(revoked->name, u"renamed"_s);
    QVERIFY(!test::wait(m_backend->checkKey(key->id, made->secret)));
    QCOMPARE(listed(key->id).has_value(), can.remembersEnded);
}

void BackendContractTest::anExpiryIsKept()
{
    const auto end = m_clock.now().addDays(20);
    const auto made = create(u"ends"_s, end);
    QVERIFY_RESULT(made);
    QVERIFY(qAbs(made->key.expiresAt.secsTo(end)) <= 60);
    KeyChanges changes;
    changes.expiresAt = end.addDays(5);
    const auto moved = test::wait(m_backend->updateKey(made->key.id, made->key.version, changes));
    QVERIFY_RESULT(moved);
    QVERIFY(qAbs(moved->expiresAt.secsTo(end.addDays(5))) <= 60);
}

void BackendContractTest::aRotationLeavesBothKeysWithTheirLinks()
{
    const auto old = create(u"rotated"_s);
    QVERIFY_RESULT(old);
    const auto rotated =
        test::wait(m_backend->rotateKey(old->key.id, {std::chrono::hours(1), {}}, newIdempotencyKey()));
    QVERIFY_RESULT(rotated);
    QVERIFY(rotated->replaced);
    QCOMPARE(rotated->key.replaces, old->key.id);
    QCOMPARE(rotated->replaced->replacedBy, rotated->key.id);
    QCOMPARE(rotated->replaced->status, KeyStatus::Retiring);
    QVERIFY(!(rotated->secret == old->secret));
    const bool endsByItself = m_backend->capabilities().rotation == Capabilities::Rotation::Overlap;
    QCOMPARE(rotated->replaced->retiresAt.isValid(), endsByItself);
    QVERIFY_RESULT(test::wait(m_backend->checkKey(rotated->key.id, rotated->secret)));
}

void BackendContractTest::anUnknownKeyIsNotFound()
{
    const auto nobody = newId(m_clock.now());
    KeyChanges changes;
    changes.name = u"nobody"_s;
    QCOMPARE_ERROR(test::wait(m_backend->key(nobody)), Kind::NotFound);
    QCOMPARE_ERROR(test::wait(m_backend->updateKey(nobody, 1, changes)), Kind::NotFound);
    QCOMPARE_ERROR(test::wait(m_backend->rotateKey(nobody, {}, newIdempotencyKey())), Kind::NotFound);
    QCOMPARE_ERROR(test::wait(m_backend->revokeKey(nobody, RevokeReason::Unused, {}, newIdempotencyKey())),
                   Kind::NotFound);
    QVERIFY_RESULT(test::wait(m_backend->session()));
}

void BackendContractTest::whatIsNotAmongTheCapabilitiesIsNotSupported()
{
    const auto can = m_backend->capabilities();
    const auto made = create(u"can"_s);
    QVERIFY_RESULT(made);
    const auto isSupported = [](const auto &operation) {
        const auto result = test::wait(operation);
        return bool(result) || result.error().kind != Kind::NotSupported;
    };
    const auto now = m_clock.now();
    KeyChanges note;
    note.note = u"a note"_s;
    QCOMPARE(isSupported(m_backend->updateKey(made->key.id, made->key.version, note)), can.keepsNotes);
    QCOMPARE(isSupported(m_backend->lookUp(m_organization, QByteArray(32, 'h'))), can.findsByHash);
    QCOMPARE(isSupported(m_backend->confirm(m_server->password)), can.confirms);
    QCOMPARE(isSupported(m_backend->activity(m_organization, {}, {}, 10)), can.tellsActivity);
    QCOMPARE(isSupported(m_backend->breakdown(made->key.id, now.addDays(-1))), can.tellsActivity);
    QCOMPARE(isSupported(m_backend->usage(m_organization, {}, UsageBucket::Hour, now.addDays(-1), now)),
             can.tellsActivity);
    QCOMPARE(m_backend->stream(m_organization, {}) != nullptr, can.streams);
    QCOMPARE(isSupported(m_backend->tokenUsedAt()), can.tellsTokenUse);
    QCOMPARE(isSupported(m_backend->endToken()), can.tellsTokenUse);
    QCOMPARE(isSupported(m_backend->setRetirement(made->key.id, now)), can.rotation == Capabilities::Rotation::Overlap);
}

QTEST_GUILESS_MAIN(BackendContractTest)
#include "tst_backendcontract.moc"
