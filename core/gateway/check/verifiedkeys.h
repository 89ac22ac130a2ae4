#pragma once

#include "core/base/crypto.h"
#include "core/gateway/check/keyfacts.h"
#include "core/gateway/check/routetable.h"
#include "core/gateway/check/slidinglog.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace gateway::check {

//! A key made ready for checking; never changed, only replaced.
struct KeyRecord {
    const RouteTable *routes = nullptr; //!< null where the profile is not known: then no route is
    ScopeSet scopes;
    KeyFacts facts;
};

//! A key whose secret was verified, as long as it is there: the calls that count against its limit outlive a change of
//! its facts.
struct KeyEntry {
    std::shared_ptr<const KeyRecord> record;
    SlidingLog log;
};

//! SHA-256 of a secret → its key, in one flat table: each call looks into it, mostly at a key that no other call has
//! brought near. Entries stay where they are until the next `put` or `erase`.
class VerifiedKeys {
public:
    //! Null where it is not there.
    KeyEntry *find(const crypto::Digest &sha256);
    //! Sets the record, of a new entry or of the one that is there.
    KeyEntry &put(const crypto::Digest &sha256, std::shared_ptr<const KeyRecord> record);
    void erase(const crypto::Digest &sha256);

private:
    struct Slot {
        crypto::Digest sha256{};
        KeyEntry entry; //!< without a record: free
    };

    std::size_t homeOf(const crypto::Digest &sha256) const;
    //! Where it is, or where it would be put.
    std::size_t slotOf(const crypto::Digest &sha256) const;
    void grow();

    std::vector<Slot> m_slots; //!< none or a power of two, of which at most half are taken
    std::size_t m_taken = 0;
};

} // namespace gateway::check
