#include "core/backend/gateway/gatewaybackend.h"

#include "core/base/clock.h"
#include "core/base/identifiers.h"
#include "core/domain/keytoken.h"
#include "core/gateway/api/gateway.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/people.h"
#include "core/gateway/store/store.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <atomic>

using namespace core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

namespace {

//! The gateway's clock: read by its threads while the test moves it.
class MovedClock final : public Clock {
public:
    QDateTime now() const override { return QDateTime::currentDateTimeUtc().addSecs(m_ahead.load()); }
    void advance(std::chrono::seconds by) { m_ahead += by.count(); }

private:
    std::atomic<qint64> m_ahead{0};
};

} // namespace

//! Every call against a real gateway over a real connection.
class GatewayBackendTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<MovedClock>();
        gateway::Options options;
        options.databaseFile = m_folder->filePath(u"gateway.db"_s);
        options.clock = m_clock.get();
        QVERIFY(populate(options.databaseFile));
        m_gateway = std::make_unique<gateway::Gateway>(options);
        QVERIFY_RESULT(m_gateway->start());
        m_http = std::make_unique<HttpClient>(m_ownClock);
        m_backend = std::make_unique<GatewayBackend>(*m_http, m_gateway->address());
        const auto signedIn = test::wait(m_backend->signIn(u"owner@a.example"_s, m_password));
        QVERIFY_RESULT(signedIn);
        QVERIFY(!signedIn->session.isEmpty());
        m_backend->setSession(signedIn->session);
    }
    void cleanup()
    {
        m_backend.reset();
        m_http.reset();
        m_gateway.reset();
        m_folder.reset();
    }

    void theServerIsLookedAtWithoutSigningIn()
    {
        GatewayBackend stranger(*m_http, m_gateway->address());
        const auto facts = test::wait(stranger.server());
        QVERIFY_RESULT(facts);
        QVERIFY(!facts->name.isEmpty());
        QVERIFY(facts->signsInByPassword);
        QVERIFY(!facts->secure);
        QCOMPARE_ERROR(test::wait(stranger.session()), Kind::Unauthorized);
        QCOMPARE_ERROR(test::wait(stranger.organizations()), Kind::Unauthorized);
    }

    void aSessionBeginsAndEnds()
    {
        const auto session = test::wait(m_backend->session());
        QVERIFY_RESULT(session);
        QCOMPARE(session->email, u"owner@a.example"_s);
        QVERIFY(session->expiresAt > m_clock->now());
        QVERIFY_RESULT(test::wait(m_backend->confirm(m_password)));
        QVERIFY_RESULT(test::wait(m_backend->signOut()));
        QCOMPARE_ERROR(test::wait(m_backend->session()), Kind::Unauthorized);
        QCOMPARE_ERROR(test::wait(m_backend->signOut()), Kind::Unauthorized);
    }

    void aWrongPasswordIsSaidToBeOne()
    {
        const auto wrong = Secret::copy("not the password at all");
        QCOMPARE_ERROR(test::wait(m_backend->signIn(u"owner@a.example"_s, wrong)), Kind::SignInFailed);
        QCOMPARE_ERROR(test::wait(m_backend->signIn(u"nobody@a.example"_s, wrong)), Kind::SignInFailed);
        QCOMPARE_ERROR(test::wait(m_backend->confirm(wrong)), Kind::SignInFailed);
        QVERIFY_RESULT(test::wait(m_backend->session()));
    }

    void aBrowserIsSentToTheGatewaysOwnPage()
    {
        const BrowserRequest begin{QUrl(u"http://127.0.0.1:4711/a-path"_s), "the+challenge", Secret::copy("a&state")};
        const GatewayBackend behindAPath(*m_http, QUrl(u"https://keys.example/team/"_s));
        const auto address = behindAPath.browserAddress(begin);
        QVERIFY_RESULT(address);
        QCOMPARE(address->toString(QUrl::FullyEncoded),
                 u"https://keys.example/team/api/v1/sign-in/browser?redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fa-path"
                 "&code_challenge=the%2Bchallenge&code_challenge_method=S256&state=a%26state"_s);
        QCOMPARE_ERROR(GatewayBackend(*m_http, QUrl(u"http://keys.example"_s)).browserAddress(begin), Kind::Insecure);
        QCOMPARE_ERROR(test::wait(m_backend->finishBrowserSignIn({Secret::copy("never issued"), newToken()})),
                       Kind::SignInFailed);
        QVERIFY(m_backend->hasSession()); // who fails to sign in as somebody else is still signed in
    }

    void tooManyWrongPasswordsAreLimitedWithATime()
    {
        Result<SignedIn> last = Error{Kind::Cancelled};
        for (int i = 0; i < 6; ++i)
            last = test::wait(m_backend->signIn(u"nobody@a.example"_s, Secret::copy("not the password at all")));
        QCOMPARE_ERROR(last, Kind::RateLimited);
        QVERIFY(last.error().retryAfter > 0s && last.error().retryAfter <= 15min);
    }

    void organizationsAndScopesAreRead()
    {
        const auto organizations = test::wait(m_backend->organizations());
        QVERIFY_RESULT(organizations);
        QCOMPARE(organizations->size(), 1);
        QCOMPARE(organizations->first().name, u"Acme"_s);
        QCOMPARE(organizations->first().role, Role::Owner);
        const auto scopes = test::wait(m_backend->scopes(organizations->first().id));
        QVERIFY_RESULT(scopes);
        QVERIFY(!scopes->isEmpty());
        QVERIFY(scopes->first().grantable);
        QCOMPARE_ERROR(test::wait(m_backend->scopes(newId(m_clock->now()))), Kind::NotFound);
    }

    void aKeyIsMadeChangedRotatedAndRevoked()
    {
        const auto made = create(u"production"_s);
        QVERIFY_RESULT(made);
        QVERIFY(keytoken::isWellFormed(made->secret.reveal()));
        QCOMPARE(made->key.name, u"production"_s);
        QVERIFY_RESULT(test::wait(m_backend->acknowledge(made->key.id)));

        const auto current = test::wait(m_backend->key(made->key.id));
        QVERIFY_RESULT(current);
        QVERIFY(current->acknowledged);
        KeyChanges renamed;
        renamed.name = u"production 2"_s;
        const auto changed = test::wait(m_backend->updateKey(current->id, current->version, renamed));
        QVERIFY_RESULT(changed);
        QCOMPARE(changed->name, u"production 2"_s);
        QCOMPARE_ERROR(test::wait(m_backend->updateKey(current->id, current->version, renamed)),
                       Kind::ChangedMeanwhile);

        const auto rotated = test::wait(m_backend->rotateKey(made->key.id, {1h, {}}, newIdempotencyKey()));
        QVERIFY_RESULT(rotated);
        QVERIFY(rotated->replaced);
        QCOMPARE(rotated->replaced->id, made->key.id);
        QCOMPARE(rotated->replaced->status, KeyStatus::Retiring);
        QCOMPARE(rotated->key.replaces, made->key.id);
        const auto retired = test::wait(m_backend->setRetirement(made->key.id, m_clock->now()));
        QVERIFY_RESULT(retired);

        const auto revoked = test::wait(
            m_backend->revokeKey(rotated->key.id, RevokeReason::Compromised, u"found in a log"_s, newIdempotencyKey()));
        QVERIFY_RESULT(revoked);
        QCOMPARE(revoked->status, KeyStatus::Revoked);
        QCOMPARE(revoked->revokedReason, u"compromised"_s);
        QCOMPARE_ERROR(test::wait(m_backend->rotateKey(rotated->key.id, {}, newIdempotencyKey())), Kind::Conflict);
    }

    void theSameIdempotencyKeyBringsTheSameSecretUntilItArrived()
    {
        const auto idempotencyKey = newIdempotencyKey();
        const auto first = create(u"once"_s, idempotencyKey);
        QVERIFY_RESULT(first);
        const auto second = create(u"once"_s, idempotencyKey);
        QVERIFY_RESULT(second);
        QCOMPARE(second->key.id, first->key.id);
        QVERIFY(second->secret == first->secret);
        QVERIFY_RESULT(test::wait(m_backend->acknowledge(first->key.id)));
        const auto third = create(u"once"_s, idempotencyKey);
        QVERIFY_RESULT(third);
        QCOMPARE(third->key.id, first->key.id);
        QVERIFY(third->secret.isEmpty());
        QCOMPARE_ERROR(create(u"something else"_s, idempotencyKey), Kind::Server);
    }

    void aFaultNamesItsField()
    {
        QVERIFY_RESULT(create(u"taken"_s));
        const auto taken = create(u" TAKEN "_s);
        QCOMPARE_ERROR(taken, Kind::Validation);
        QVERIFY(!taken.error().fields.value(u"name"_s).isEmpty());
        QVERIFY(!taken.error().requestId.isEmpty());
    }

    void anOldProofOfThePasswordIsAskedForAgain()
    {
        // Half a day in two steps, so that the session itself slides along.
        for (int i = 0; i < 2; ++i) {
            m_clock->advance(7h);
            QVERIFY_RESULT(test::wait(m_backend->session()));
        }
        QCOMPARE_ERROR(create(u"late"_s), Kind::ConfirmationRequired);
        QVERIFY_RESULT(test::wait(m_backend->confirm(m_password)));
        QVERIFY_RESULT(create(u"late"_s));
        m_clock->advance(13h);
        QCOMPARE_ERROR(test::wait(m_backend->session()), Kind::Unauthorized);
    }

    void everyChangeArrivesOnce()
    {
        const auto organization = organizationId();
        const auto empty = test::wait(m_backend->changes(organization, {}));
        QVERIFY_RESULT(empty);
        QVERIFY(empty->keys.isEmpty() && !empty->more);
        const auto made = create(u"first"_s);
        QVERIFY_RESULT(made);
        const auto next = test::wait(m_backend->changes(organization, empty->cursor));
        QVERIFY_RESULT(next);
        QCOMPARE(next->keys.size(), 1);
        QCOMPARE(next->keys.first().id, made->key.id);
        const auto none = test::wait(m_backend->changes(organization, next->cursor));
        QVERIFY_RESULT(none);
        QVERIFY(none->keys.isEmpty());
    }

    void aGatewayThatStoppedIsOffline()
    {
        const auto organization = organizationId();
        m_gateway->stop();
        QCOMPARE_ERROR(test::wait(m_backend->session()), Kind::Offline);
        QCOMPARE_ERROR(test::wait(m_backend->createKey(organization, {}, newIdempotencyKey())), Kind::Offline);
    }

private:
    bool populate(const QString &file)
    {
        namespace store = gateway::store;
        const auto opened = store::Store::open(file, store::Store::Purpose::Tend);
        if (!opened)
            return false;
        const auto database = (*opened)->connect();
        const auto now = m_clock->now();
        return database && store::addUser(**database, u"owner@a.example"_s, u"Owner"_s, m_password, now) &&
               store::addOrganization(**database, {u"Acme"_s, u"owner@a.example"_s, u"watsi"_s}, now);
    }
    QString organizationId()
    {
        const auto organizations = test::wait(m_backend->organizations());
        return organizations && !organizations->isEmpty() ? organizations->first().id : QString();
    }
    Result<KeyWithSecret> create(const QString &name, const Secret &idempotencyKey = newIdempotencyKey())
    {
        NewKey key;
        key.name = name;
        key.scopes = {u"tags"_s};
        return test::wait(m_backend->createKey(organizationId(), key, idempotencyKey));
    }

    const Secret m_password = Secret::copy("a long password of ours");
    SystemClock m_ownClock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MovedClock> m_clock;
    std::unique_ptr<gateway::Gateway> m_gateway;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<GatewayBackend> m_backend;
};

QTEST_GUILESS_MAIN(GatewayBackendTest)
#include "tst_gatewaybackend.moc"
