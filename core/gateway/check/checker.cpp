#include "core/gateway/check/checker.h"

#include "core/domain/keytoken.h"
#include "core/gateway/check/keytable.h"

#include <algorithm>

namespace gateway::check {

namespace {

//! Kept where it is neither swapped out nor left behind.
class Pepper {
public:
    explicit Pepper(crypto::Bytes bytes)
        : m_size(bytes.size()), m_bytes(static_cast<std::uint8_t *>(crypto::lockedAllocate(bytes.size())))
    {
        std::copy(bytes.begin(), bytes.end(), m_bytes);
        crypto::wipe(bytes.data(), bytes.size());
    }
    ~Pepper() { crypto::lockedFree(m_bytes); }
    Pepper(const Pepper &) = delete;
    Pepper &operator=(const Pepper &) = delete;

    std::span<const std::uint8_t> bytes() const { return {m_bytes, m_size}; }

private:
    std::size_t m_size;
    std::uint8_t *m_bytes;
};

struct Profile {
    std::string id;
    RouteTable routes;
};

Verdict stateOf(const KeyFacts &key, std::int64_t now)
{
    const auto passed = [now](std::int64_t at) { return at != 0 && at <= now; };
    if (key.state == KeyFacts::State::Revoked)
        return Verdict::Revoked;
    if (passed(key.expiresAt) || (key.state == KeyFacts::State::Retiring && passed(key.retiresAt)))
        return Verdict::Expired;
    return key.state == KeyFacts::State::Disabled ? Verdict::Disabled : Verdict::Allowed;
}

std::shared_ptr<const KeyFacts> factsOf(const std::shared_ptr<const KeyRecord> &record)
{
    return {record, &record->facts};
}

} // namespace

struct Checker::State {
    State(crypto::Bytes pepperBytes, std::vector<ProfileFacts> facts) : pepper(std::move(pepperBytes))
    {
        profiles.reserve(facts.size()); // records point into it
        for (auto &profile : facts) {
            profiles.push_back({profile.id, RouteTable(profile)});
            for (auto &header : profile.headers)
                if (std::find(keyHeaders.begin(), keyHeaders.end(), header) == keyHeaders.end())
                    keyHeaders.push_back(std::move(header));
        }
    }

    std::shared_ptr<const KeyRecord> recordOf(KeyFacts facts) const
    {
        auto record = std::make_shared<KeyRecord>();
        record->facts = std::move(facts);
        const auto profile = std::find_if(profiles.begin(), profiles.end(), [&](const Profile &candidate) {
            return candidate.id == record->facts.profileId;
        });
        if (profile != profiles.end()) {
            record->routes = &profile->routes;
            record->scopes = profile->routes.setOf(record->facts.scopes);
        }
        return record;
    }

    crypto::Digest hashOf(const crypto::Digest &sha256) const { return crypto::hmacSha256(pepper.bytes(), sha256); }

    KeyTable::Found find(std::string_view secret)
    {
        if (secret.empty() || secret.size() > keytoken::longestSecret)
            return {};
        const crypto::Digest sha256 = crypto::sha256(secret);
        if (auto found = keys.remembered(sha256))
            return found;
        return keytoken::isWellFormed(secret) ? keys.find(hashOf(sha256), sha256) : KeyTable::Found();
    }

    const Pepper pepper;
    std::vector<Profile> profiles;
    std::vector<std::string> keyHeaders;
    KeyTable keys;
};

Checker::Checker(crypto::Bytes pepper, std::vector<ProfileFacts> profiles)
    : m_state(std::make_unique<State>(std::move(pepper), std::move(profiles)))
{
}

Checker::~Checker() = default;

void Checker::reset(std::vector<KeyFacts> keys)
{
    std::vector<std::shared_ptr<const KeyRecord>> records;
    records.reserve(keys.size());
    for (auto &key : keys)
        records.push_back(m_state->recordOf(std::move(key)));
    m_state->keys.reset(std::move(records));
}

void Checker::put(KeyFacts key)
{
    m_state->keys.put(m_state->recordOf(std::move(key)));
}

void Checker::remove(std::string_view keyId)
{
    m_state->keys.remove(keyId);
}

std::size_t Checker::size() const
{
    return m_state->keys.size();
}

crypto::Digest Checker::hashOf(std::string_view secret) const
{
    return m_state->hashOf(crypto::sha256(secret));
}

crypto::Digest Checker::hashOfSha256(const crypto::Digest &sha256) const
{
    return m_state->hashOf(sha256);
}

Decision Checker::identify(std::string_view secret, std::int64_t now) const
{
    Decision decision;
    decision.verdict = secret.empty() ? Verdict::NoCredential : Verdict::UnknownKey;
    const auto entry = m_state->find(secret);
    if (!entry)
        return decision;
    decision.key = factsOf(entry->record);
    decision.verdict = stateOf(*decision.key, now);
    decision.rate = entry->log.state(decision.key->perMinute, now);
    return decision;
}

Decision Checker::check(std::string_view secret, std::string_view method, std::string_view path, std::int64_t now)
{
    Decision decision;
    decision.verdict = secret.empty() ? Verdict::NoCredential : Verdict::UnknownKey;
    const auto entry = m_state->find(secret);
    if (!entry)
        return decision;
    const KeyRecord &record = *entry->record;
    decision.key = factsOf(entry->record);
    decision.verdict = stateOf(record.facts, now);
    if (decision.verdict != Verdict::Allowed)
        return decision;
    const auto route = record.routes ? record.routes->find(method, path) : std::nullopt;
    if (!route) {
        decision.verdict = Verdict::NoRoute;
        return decision;
    }
    decision.scope = route->scope;
    decision.route = route->route;
    if (!route->position || !record.scopes.test(*route->position)) {
        decision.verdict = Verdict::ScopeMissing;
        return decision;
    }
    const auto answer = entry->log.accept(record.facts.perMinute, now);
    decision.verdict = answer.accepted ? Verdict::Allowed : Verdict::Limited;
    decision.rate = answer.state;
    return decision;
}

bool Checker::isListed(std::string_view method, std::string_view path) const
{
    return std::any_of(m_state->profiles.begin(), m_state->profiles.end(),
                       [&](const Profile &profile) { return profile.routes.find(method, path).has_value(); });
}

const std::vector<std::string> &Checker::keyHeaders() const
{
    return m_state->keyHeaders;
}

} // namespace gateway::check
