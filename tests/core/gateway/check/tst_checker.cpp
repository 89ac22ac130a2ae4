#include "core/gateway/check/checker.h"
#include "samplekeys.h"

#include <QTest>
#include <atomic>
#include <thread>

using namespace gateway::check;
using test::SampleKey;

namespace {

constexpr std::int64_t noon = 1795000000000;

} // namespace

class CheckerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void whatIsStoredIsTheHmacOfTheSha256UnderThePepper()
    {
        const crypto::Bytes pepper = crypto::randomBytes(32);
        const Checker checker(pepper, {test::sampleProfile()});
        const std::string secret = keytoken::generate("ks_");
        const auto expected = crypto::hmacSha256(pepper, crypto::sha256(secret));
        QVERIFY(checker.hashOf(secret) == expected);
        QVERIFY(checker.hashOfSha256(crypto::sha256(secret)) == expected);
    }

    void aKeyOpensItsScopesAndNothingElse()
    {
        Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
        const auto profile = test::sampleProfile();
        for (unsigned held = 0; held < 8; ++held) {
            SampleKey key(checker, "key-" + std::to_string(held));
            key.facts.scopes.clear();
            for (unsigned i = 0; i < 3; ++i)
                if (held & (1U << i))
                    key.facts.scopes.push_back(profile.scopes[i]);
            checker.put(key.facts);
            for (const auto &route : profile.routes) {
                std::string path = route.path;
                for (const std::string name : {"{id}", "{tenant}"})
                    if (const auto at = path.find(name); at != std::string::npos)
                        path.replace(at, name.size(), 1, '7');
                const auto &scopes = key.facts.scopes;
                const bool holds = std::find(scopes.begin(), scopes.end(), route.scope) != scopes.end();
                const auto decision = checker.check(key.secret, route.method, path, noon);
                QCOMPARE(decision.verdict, holds ? Verdict::Allowed : Verdict::ScopeMissing);
                QCOMPARE(std::string(decision.scope), route.scope);
                QVERIFY(decision.key && decision.key->id == key.facts.id);
            }
            QCOMPARE(checker.check(key.secret, "GET", "/api/v1/other", noon).verdict, Verdict::NoRoute);
        }
    }

    void onlyTheWholeSecretIsKnown()
    {
        Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
        const SampleKey key(checker);
        checker.put(key.facts);
        QCOMPARE(checker.identify(key.secret, noon).verdict, Verdict::Allowed);
        QCOMPARE(checker.identify("", noon).verdict, Verdict::NoCredential);
        QCOMPARE(checker.identify(keytoken::generate("ks_"), noon).verdict, Verdict::UnknownKey);
        QCOMPARE(checker.identify(key.secret + "A", noon).verdict, Verdict::UnknownKey);
        for (std::size_t i = 0; i < key.secret.size(); ++i) {
            std::string other = key.secret;
            other[i] = other[i] == 'a' ? 'b' : 'a';
            QCOMPARE(checker.identify(other, noon).verdict, Verdict::UnknownKey);
        }
        QVERIFY(!checker.identify(keytoken::generate("ks_"), noon).key);
    }

    void aDeadKeySaysWhy()
    {
        Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
        SampleKey key(checker);
        const auto verdictOf = [&](KeyFacts::State state, std::int64_t expiresAt, std::int64_t retiresAt) {
            key.facts.state = state;
            key.facts.expiresAt = expiresAt;
            key.facts.retiresAt = retiresAt;
            checker.put(key.facts);
            const auto verdict = checker.check(key.secret, "GET", "/api/v1/contacts", noon).verdict;
            return checker.identify(key.secret, noon).verdict == verdict ? verdict : Verdict::UnknownKey;
        };
        using State = KeyFacts::State;
        QCOMPARE(verdictOf(State::Active, noon + 1, 0), Verdict::Allowed);
        QCOMPARE(verdictOf(State::Active, noon, 0), Verdict::Expired);
        QCOMPARE(verdictOf(State::Retiring, 0, noon + 1), Verdict::Allowed);
        QCOMPARE(verdictOf(State::Retiring, 0, noon), Verdict::Expired);
        QCOMPARE(verdictOf(State::Disabled, 0, 0), Verdict::Disabled);
        QCOMPARE(verdictOf(State::Disabled, noon - 1, 0), Verdict::Expired);
        QCOMPARE(verdictOf(State::Revoked, noon - 1, 0), Verdict::Revoked);
    }

    void aKeyThatWasRemovedOrLeftOutIsUnknown()
    {
        Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
        const SampleKey first(checker, "first");
        const SampleKey second(checker, "second");
        checker.reset({first.facts, second.facts});
        QCOMPARE(checker.size(), std::size_t(2));
        QCOMPARE(checker.identify(first.secret, noon).verdict, Verdict::Allowed);
        checker.remove("first");
        QCOMPARE(checker.identify(first.secret, noon).verdict, Verdict::UnknownKey);
        QCOMPARE(checker.identify(second.secret, noon).verdict, Verdict::Allowed);
        checker.reset({first.facts});
        QCOMPARE(checker.identify(second.secret, noon).verdict, Verdict::UnknownKey);
        QCOMPARE(checker.identify(first.secret, noon).verdict, Verdict::Allowed);
        checker.remove("nobody");
        QCOMPARE(checker.size(), std::size_t(1));
    }

    void aNewSecretUnderTheSameIdEndsTheOldOne()
    {
        Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
        const SampleKey before(checker);
        const SampleKey after(checker);
        checker.put(before.facts);
        QCOMPARE(checker.identify(before.secret, noon).verdict, Verdict::Allowed);
        checker.put(after.facts);
        QCOMPARE(checker.identify(before.secret, noon).verdict, Verdict::UnknownKey);
        QCOMPARE(checker.identify(after.secret, noon).verdict, Verdict::Allowed);
        QCOMPARE(checker.size(), std::size_t(1));
    }

    void aKeyOfAnUnknownProfileOpensNothing()
    {
        Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
        SampleKey key(checker);
        key.facts.profileId = "gone";
        checker.put(key.facts);
        QCOMPARE(checker.check(key.secret, "GET", "/api/v1/contacts", noon).verdict, Verdict::NoRoute);
    }

    void theLimitOutlivesAChangeOfTheKeyAndRefusedCallsAreFree()
    {
        Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
        SampleKey key(checker);
        key.facts.perMinute = 10;
        checker.put(key.facts);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(checker.check(key.secret, "POST", "/api/v1/contacts", noon).verdict, Verdict::ScopeMissing);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(checker.check(key.secret, "GET", "/api/v1/contacts", noon).verdict, Verdict::Allowed);
        key.facts.name = "Renamed";
        checker.reset({key.facts});
        const auto limited = checker.check(key.secret, "GET", "/api/v1/contacts", noon + 30000);
        QCOMPARE(limited.verdict, Verdict::Limited);
        QCOMPARE(limited.rate.resetSeconds, 30U);
        const auto known = checker.identify(key.secret, noon + 30000);
        QCOMPARE(known.verdict, Verdict::Allowed);
        QCOMPARE(known.rate.remaining, 0U);
        QCOMPARE(known.key->name, std::string("Renamed"));
    }

    void sixtyFourThreadsGetExactlyTheLimit()
    {
        Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
        const SampleKey key(checker);
        checker.put(key.facts);
        std::atomic<int> next{0};
        std::atomic<int> accepted{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 64; ++i)
            threads.emplace_back([&] {
                // The simulated clock runs through 50 s while they call.
                for (int call = next++; call < 10000; call = next++)
                    if (checker.check(key.secret, "GET", "/api/v1/contacts", noon + call * 5).verdict ==
                        Verdict::Allowed)
                        ++accepted;
            });
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(accepted.load(), 100);
    }

    void nothingIsAcceptedOnceRevokingHasReturned()
    {
        Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
        for (int round = 0; round < 50; ++round) {
            SampleKey key(checker, "key-" + std::to_string(round));
            key.facts.perMinute = 1000000;
            checker.put(key.facts);
            std::atomic<bool> revoked{false};
            std::atomic<int> before{0};
            std::atomic<int> late{0};
            std::atomic<int> finished{0};
            std::vector<std::thread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&] {
                    for (int after = 0; after < 200;) {
                        const bool known = revoked.load();
                        after += known ? 1 : 0;
                        const auto verdict = checker.check(key.secret, "GET", "/api/v1/contacts", noon).verdict;
                        if (verdict == Verdict::Allowed)
                            ++(known ? late : before);
                    }
                    ++finished;
                });
            while (before.load() < 20)
                std::this_thread::yield();
            if (round % 2 == 0) {
                key.facts.state = KeyFacts::State::Revoked;
                checker.put(key.facts);
            } else {
                checker.remove(key.facts.id);
            }
            revoked.store(true);
            for (auto &thread : threads)
                thread.join();
            QCOMPARE(late.load(), 0);
            QCOMPARE(finished.load(), 4);
        }
    }

    void theProfilesHeadersAreKnownOnce()
    {
        auto other = test::sampleProfile();
        other.id = "other";
        other.headers.push_back("other-key");
        const Checker checker(crypto::randomBytes(32), {test::sampleProfile(), other});
        QCOMPARE(checker.keyHeaders(), (std::vector<std::string>{"sample-api-key", "other-key"}));
        QVERIFY(checker.isListed("GET", "/api/v1/contacts/1"));
        QVERIFY(!checker.isListed("GET", "/api/v1/keys"));
    }
};

QTEST_GUILESS_MAIN(CheckerTest)
#include "tst_checker.moc"
