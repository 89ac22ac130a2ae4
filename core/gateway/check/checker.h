#pragma once

#include "core/gateway/check/keyfacts.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::check {

enum class Verdict : std::uint8_t {
    Allowed,
    NoCredential,
    UnknownKey,
    Expired, //!< also: retired
    Revoked,
    Disabled,
    NoRoute,      //!< the profile does not list the route: refused by default
    ScopeMissing, //!< Decision::scope names it
    Limited
};

struct RateState {
    std::uint32_t limit = 0;
    std::uint32_t remaining = 0;
    std::uint32_t resetSeconds = 0; //!< until at least one more call is allowed
};

//! `scope` and `route` stay valid as long as the Checker.
struct Decision {
    Verdict verdict = Verdict::NoCredential;
    std::shared_ptr<const KeyFacts> key; //!< null for NoCredential and UnknownKey
    std::string_view scope;              //!< the scope that the route asks for
    std::string_view route;              //!< method and pattern; empty where the profile lists none
    RateState rate;
};

//! Decides each call from memory. All members may be called from any thread; a change acts on every check that begins
//! after it returned.
class Checker {
public:
    //! \a pepper: 32 bytes from the pepper file.
    Checker(crypto::Bytes pepper, std::vector<ProfileFacts> profiles);
    ~Checker();
    Checker(const Checker &) = delete;
    Checker &operator=(const Checker &) = delete;

    void reset(std::vector<KeyFacts> keys);
    void put(KeyFacts key);
    void remove(std::string_view keyId);
    std::size_t size() const;

    //! What the database stores of a secret.
    crypto::Digest hashOf(std::string_view secret) const;
    //! The same from the SHA-256 alone (the contract's `lookup`).
    crypto::Digest hashOfSha256(const crypto::Digest &sha256) const;

    //! Whose key this is, without a route and without counting against the limit.
    Decision identify(std::string_view secret, std::int64_t now) const;
    //! The whole check of a call. Refused calls count in the activity, not against the limit.
    Decision check(std::string_view secret, std::string_view method, std::string_view path, std::int64_t now);

    //! Whether any profile lists the route.
    bool isListed(std::string_view method, std::string_view path) const;
    //! Extra headers that any profile names, lower-case.
    const std::vector<std::string> &keyHeaders() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace gateway::check
