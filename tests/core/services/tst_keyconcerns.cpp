#include "core/services/keyconcerns.h"

#include "core/backend/backend.h"
#include "core/services/keysync.h"
#include "core/services/usage.h"
#include "tests/core/services/keysfixture.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::attention::Concern;
using Concerns = QList<Concern>;

namespace {

const QStringList readsOnly{u"contacts:read"_s};
const QStringList readsAndWrites{u"contacts:read"_s, u"contacts:write"_s};

} // namespace

//! What is said of keys that a real gateway keeps, called and grown old there.
class KeyConcernsTest : public QObject, private test::KeysFixture {
    Q_OBJECT

    struct Parts {
        explicit Parts(test::Desk &desk, test::ShiftedClock &clock)
            : usageCache(*desk.database),
              sync(desk.sessions, desk.directory, desk.cache, clock),
              usage(desk.sessions, desk.directory, usageCache, clock),
              concerns(desk.sessions, desk.directory, desk.cache, usage, clock)
        {
        }
        core::UsageCache usageCache;
        core::KeySync sync;
        core::Usage usage;
        core::KeyConcerns concerns;
    };
    std::unique_ptr<Parts> m_parts;

    core::KeyWithSecret make(const QString &name, const QStringList &scopes, int days);
    //! The sessions of the time before are over.
    bool letDaysPass(int days);
    //! What a proxy asks for a call to the contacts; the answer's status.
    int call(const core::Secret &secret, const QByteArray &method = "GET");
    //! As often as it takes until the gateway has counted the calls.
    bool readUntilUsed(const QString &keyId);
    Concerns concernsOf(const QString &keyId) const;
    //! The same after asking the gateway.
    Concerns askedOf(const QString &keyId);

private Q_SLOTS:
    void init();
    void cleanup();
    void aKeyWithoutTroubleIsNotListed();
    void aKeyThatNeverExpiresIs();
    void aKeyThatExpiresSoonIs();
    void aKeyThatNobodyUsesIs();
    void aKeyOlderThanThePolicyIs();
    void aKeyThatMayMoreThanItUsesIs();
    void aKeyThatIsRefusedOftenIs();
    void aRefusedKeyIsFoundThoughTheAskingWasInterrupted();
    void aKeyThatIsCalledThoughItWasReplacedIs();
    void whatWasLearnedLongAgoSaysNothingOfWhatIsUnused();
    void whereNotEveryKeyWasAskedAboutThatIsSaid();
    void severalKeysThatAreRefusedOftenAreAllFound();
    void theMostUrgentComeFirstAndNotTooMany();
    void whatWasAskedJustNowIsNotAskedAgain();
    void withoutTheGatewayTheKeysThemselvesStillTell();
};

void KeyConcernsTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    QVERIFY(begin());
    m_parts = std::make_unique<Parts>(*m_desk, m_gateway->clock());
}

void KeyConcernsTest::cleanup()
{
    m_parts.reset();
    end();
}

core::KeyWithSecret KeyConcernsTest::make(const QString &name, const QStringList &scopes, int days)
{
    const QDateTime end = days > 0 ? m_gateway->clock().now().addDays(days) : QDateTime();
    auto made = test::wait(m_desk->keys.create(m_organization, {name, {}, scopes, end}));
    if (!made)
        qInfo().noquote() << test::words(made.error());
    return made ? std::move(made->key) : core::KeyWithSecret();
}

bool KeyConcernsTest::letDaysPass(int days)
{
    m_gateway->clock().advance(24h * days);
    return m_desk->signIn(m_between->address(), m_gateway->email(), m_gateway->password()) == m_account;
}

int KeyConcernsTest::call(const core::Secret &secret, const QByteArray &method)
{
    QUrl url = m_gateway->address();
    url.setPath(u"/api/v1/authorize"_s);
    const auto reply = test::wait(
        m_desk->http.send({.url = url,
                           .headers = {{"X-Original-Method", method}, {"X-Original-URI", "/api/v1/contacts"}},
                           .secretHeaders = {{"X-Api-Key", secret}}}));
    return reply ? reply->status : 0;
}

bool KeyConcernsTest::readUntilUsed(const QString &keyId)
{
    return QTest::qWaitFor(
        [&] {
            const bool read = bool(test::wait(m_parts->sync.synchronize(m_organization)));
            const auto key = m_desk->cache.key(m_organization, keyId);
            return read && key && key->lastUsed;
        },
        20000);
}

Concerns KeyConcernsTest::concernsOf(const QString &keyId) const
{
    const auto list = m_parts->concerns.list(m_organization);
    if (!list)
        qInfo().noquote() << test::words(list.error());
    for (const auto &each : list ? list->keys : QList<core::ConcernedKey>())
        if (each.key.id == keyId)
            return each.concerns;
    return {};
}

Concerns KeyConcernsTest::askedOf(const QString &keyId)
{
    const QSignalSpy changed(&m_parts->concerns, &core::KeyConcerns::changed);
    m_parts->concerns.askUse(m_organization);
    if (!QTest::qWaitFor([&] { return !changed.isEmpty(); }, 10000))
        qInfo() << "The gateway had nothing new.";
    return concernsOf(keyId);
}

void KeyConcernsTest::aKeyWithoutTroubleIsNotListed()
{
    const auto made = make(u"Import"_s, readsOnly, 120);
    QVERIFY(letDaysPass(31));
    QCOMPARE(call(made.secret), 204);
    QVERIFY(readUntilUsed(made.key.id));
    QCOMPARE(askedOf(made.key.id), Concerns());
    const auto list = m_parts->concerns.list(m_organization);
    QVERIFY_RESULT(list);
    QVERIFY(list->keys.isEmpty());
    QVERIFY(!list->more);
    const auto elsewhere = m_parts->concerns.list(m_organization + 1);
    QVERIFY_RESULT(elsewhere);
    QVERIFY(elsewhere->keys.isEmpty());
}

void KeyConcernsTest::aKeyThatNeverExpiresIs()
{
    const auto made = make(u"Import"_s, readsOnly, 0);
    QCOMPARE(concernsOf(made.key.id), Concerns{Concern::NeverExpires});
    const auto disabled = test::wait(m_desk->keys.setEnabled(m_organization, made.key, false));
    QVERIFY_RESULT(disabled);
    QCOMPARE(concernsOf(made.key.id), Concerns()); // it does nothing any more
}

void KeyConcernsTest::aKeyThatExpiresSoonIs()
{
    const auto made = make(u"Import"_s, readsOnly, 15);
    QCOMPARE(concernsOf(made.key.id), Concerns());
    m_gateway->clock().advance(48h);
    QCOMPARE(concernsOf(made.key.id), Concerns{Concern::ExpiresSoon});
    m_gateway->clock().advance(24h * 20);
    QCOMPARE(concernsOf(made.key.id), Concerns()); // it has ended
}

void KeyConcernsTest::aKeyThatNobodyUsesIs()
{
    const auto idle = make(u"Old bot"_s, readsOnly, 150);
    const auto used = make(u"Import"_s, readsOnly, 150);
    QVERIFY(letDaysPass(91));
    QCOMPARE(call(used.secret), 204);
    QVERIFY(readUntilUsed(used.key.id));
    QCOMPARE(concernsOf(idle.key.id), Concerns{Concern::Idle});
    QCOMPARE(concernsOf(used.key.id), Concerns());
}

void KeyConcernsTest::aKeyOlderThanThePolicyIs()
{
    const auto made = make(u"Import"_s, readsOnly, 300);
    const int days = m_desk->directory.organization(m_organization)->organization.policy.rotateAfterDays;
    QVERIFY(days > 0);
    QVERIFY(letDaysPass(days - 1));
    QCOMPARE(call(made.secret), 204);
    QVERIFY(readUntilUsed(made.key.id));
    QCOMPARE(concernsOf(made.key.id), Concerns());
    m_gateway->clock().advance(25h);
    QCOMPARE(concernsOf(made.key.id), Concerns{Concern::OlderThanPolicy});
}

void KeyConcernsTest::aKeyThatMayMoreThanItUsesIs()
{
    const auto made = make(u"Import"_s, readsAndWrites, 120);
    QVERIFY(letDaysPass(31));
    QCOMPARE(call(made.secret), 204);
    QVERIFY(readUntilUsed(made.key.id));
    QCOMPARE(concernsOf(made.key.id), Concerns()); // nobody asked how it is used
    QCOMPARE(askedOf(made.key.id), Concerns{Concern::UnusedScopes});
    const auto list = m_parts->concerns.list(m_organization);
    const auto &known = list->keys.first().known;
    QVERIFY(known.breakdown);
    QCOMPARE(core::attention::unusedScopes(list->keys.first().key, *known.breakdown, m_gateway->clock().now()),
             QStringList{u"contacts:write"_s});
}

void KeyConcernsTest::aKeyThatIsRefusedOftenIs()
{
    const auto refused = make(u"Import"_s, readsOnly, 120);
    const auto once = make(u"Export"_s, readsOnly, 120);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(call(refused.secret, "POST"), 403);
    QCOMPARE(call(once.secret, "POST"), 403);
    QVERIFY(readUntilUsed(refused.key.id));
    QVERIFY(readUntilUsed(once.key.id));
    QCOMPARE(concernsOf(refused.key.id), Concerns());
    m_parts->concerns.askUse(m_organization);
    QTRY_COMPARE(concernsOf(refused.key.id), Concerns{Concern::RefusedOften});
    const auto list = m_parts->concerns.list(m_organization);
    QCOMPARE(list->keys.first().known.calls->refused(), 20);
    QCOMPARE(list->keys.size(), 1); // one refusal is nobody's trouble
}

void KeyConcernsTest::aRefusedKeyIsFoundThoughTheAskingWasInterrupted()
{
    const auto refused = make(u"Import"_s, readsOnly, 120);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(call(refused.secret, "POST"), 403);
    QVERIFY(readUntilUsed(refused.key.id));
    m_between->meddle(test::Meddler::Act::LoseRequest, "/usage?", 1000);
    m_parts->concerns.askUse(m_organization);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->state(m_account), core::Account::State::Offline, 20000);
    QVERIFY(m_between->meddled() > 0); // the refusals were read, their counts were not to be had
    m_between->meddle(test::Meddler::Act::LoseRequest, "/usage?", 0);
    const auto asked = [&] {
        m_parts->concerns.askUse(m_organization);
        return concernsOf(refused.key.id) == Concerns{Concern::RefusedOften};
    };
    QTRY_VERIFY_WITH_TIMEOUT(asked(), 20000);
}

void KeyConcernsTest::aKeyThatIsCalledThoughItWasReplacedIs()
{
    const auto old = make(u"Import"_s, readsOnly, 120);
    QCOMPARE(call(old.secret), 204);
    QVERIFY(readUntilUsed(old.key.id));
    m_gateway->clock().advance(1h);
    const auto rotated = test::wait(m_desk->keys.rotate(m_organization, old.key, {20 * 24h, {}}));
    QVERIFY_RESULT(rotated);
    QCOMPARE(concernsOf(old.key.id), Concerns()); // its callers have switched, as far as is known
    m_gateway->clock().advance(1h);
    QCOMPARE(call(old.secret), 204);
    const auto told = [&] {
        return bool(test::wait(m_parts->sync.synchronize(m_organization))) &&
               concernsOf(old.key.id) == Concerns{Concern::CalledWhileRetiring};
    };
    QTRY_VERIFY_WITH_TIMEOUT(told(), 20000);
    QCOMPARE(askedOf(old.key.id), Concerns{Concern::CalledWhileRetiring});
    const auto list = m_parts->concerns.list(m_organization);
    QVERIFY(list->keys.first().known.breakdown);
    QCOMPARE(list->keys.first().known.breakdown->addresses.size(), 1);
    QCOMPARE(concernsOf(rotated->key.key.id), Concerns());
}

void KeyConcernsTest::whatWasLearnedLongAgoSaysNothingOfWhatIsUnused()
{
    const auto made = make(u"Import"_s, readsAndWrites, 120);
    QVERIFY(letDaysPass(31));
    QCOMPARE(call(made.secret), 204);
    QVERIFY(readUntilUsed(made.key.id));
    QCOMPARE(askedOf(made.key.id), Concerns{Concern::UnusedScopes});
    m_gateway->clock().advance(25h);
    QCOMPARE(concernsOf(made.key.id), Concerns());
}

void KeyConcernsTest::whereNotEveryKeyWasAskedAboutThatIsSaid()
{
    const auto sampled = [this] {
        const auto list = m_parts->concerns.list(m_organization);
        return list && list->isUseSampled;
    };
    core::KeyWithSecret last;
    for (int i = 0; i < 13; ++i) {
        last = make(u"Import %1"_s.arg(i), readsOnly, 120);
        if (i < 12)
            QCOMPARE(call(last.secret), 204);
    }
    QVERIFY(!sampled());
    QCOMPARE(call(last.secret), 204);
    QVERIFY(readUntilUsed(last.key.id));
    QTRY_VERIFY_WITH_TIMEOUT(test::wait(m_parts->sync.synchronize(m_organization)) && sampled(), 20000);
}

//! More refusals than a hundred, and more keys than three.
void KeyConcernsTest::severalKeysThatAreRefusedOftenAreAllFound()
{
    QStringList refused;
    for (int number = 0; number < 6; ++number) {
        const auto made = make(u"Import %1"_s.arg(number), readsOnly, 120);
        for (int i = 0; i < 22; ++i)
            QCOMPARE(call(made.secret, "POST"), 403);
        QVERIFY(readUntilUsed(made.key.id));
        refused += made.key.id;
    }
    m_parts->concerns.askUse(m_organization);
    for (const auto &keyId : std::as_const(refused))
        QTRY_COMPARE(concernsOf(keyId), Concerns{Concern::RefusedOften});
}

void KeyConcernsTest::theMostUrgentComeFirstAndNotTooMany()
{
    for (int i = 0; i < core::KeyConcerns::mostListed; ++i)
        QVERIFY(!make(u"Import %1"_s.arg(i), readsOnly, 0).key.id.isEmpty());
    auto list = m_parts->concerns.list(m_organization);
    QVERIFY_RESULT(list);
    QCOMPARE(list->keys.size(), core::KeyConcerns::mostListed);
    QVERIFY(!list->more);
    const auto urgent = make(u"Nightly export"_s, readsOnly, 5);
    list = m_parts->concerns.list(m_organization);
    QVERIFY_RESULT(list);
    QCOMPARE(list->keys.size(), core::KeyConcerns::mostListed);
    QVERIFY(list->more);
    QCOMPARE(list->keys.first().key.id, urgent.key.id);
    QCOMPARE(list->keys.last().concerns, Concerns{Concern::NeverExpires});
    // Among the keys of all organizations each says whose it is.
    const auto ofAll = m_parts->concerns.list(core::everyOrganization);
    QVERIFY_RESULT(ofAll);
    QCOMPARE(ofAll->keys.size(), list->keys.size());
    for (const auto &each : ofAll->keys)
        QCOMPARE(each.organization, m_organization);
}

void KeyConcernsTest::whatWasAskedJustNowIsNotAskedAgain()
{
    const auto made = make(u"Import"_s, readsOnly, 120);
    QCOMPARE(call(made.secret), 204);
    QVERIFY(readUntilUsed(made.key.id));
    const auto breakdowns = [this] { return m_between->requestsWith("/usage/breakdown"); };
    const auto refusals = [this] { return m_between->requestsWith("/activity?"); };
    const QSignalSpy changed(&m_parts->concerns, &core::KeyConcerns::changed);
    m_parts->concerns.askUse(m_organization);
    QTRY_COMPARE(changed.size(), 1);
    QTRY_COMPARE(refusals(), 1);
    QVERIFY_RESULT(test::wait(m_parts->sync.synchronize(m_organization))); // its answer was behind that of the refusals
    m_parts->concerns.askUse(m_organization);
    QVERIFY_RESULT(test::wait(m_parts->sync.synchronize(m_organization)));
    QCOMPARE(breakdowns(), 1);
    QCOMPARE(refusals(), 1);
    m_gateway->clock().advance(11min);
    m_parts->concerns.askUse(m_organization);
    QTRY_COMPARE(breakdowns(), 2);
    QTRY_COMPARE(refusals(), 2);
}

void KeyConcernsTest::withoutTheGatewayTheKeysThemselvesStillTell()
{
    const auto made = make(u"Import"_s, readsOnly, 0);
    QCOMPARE(call(made.secret), 204);
    QVERIFY(readUntilUsed(made.key.id));
    m_gateway->stop();
    m_parts->concerns.askUse(m_organization);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->state(m_account), core::Account::State::Offline, 20000);
    QCOMPARE(concernsOf(made.key.id), Concerns{Concern::NeverExpires});
}

QTEST_GUILESS_MAIN(KeyConcernsTest)
#include "tst_keyconcerns.moc"
