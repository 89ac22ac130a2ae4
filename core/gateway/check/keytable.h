#pragma once

#include "core/gateway/check/verifiedkeys.h"

#include <array>
#include <cstring>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gateway::check {

//! hash → key, for many readers and few writers. A secret that was verified once is found again by its SHA-256, without
//! the HMAC; there is at most one such memory for each key, so nobody can fill it up.
class KeyTable {
public:
    //! A key, to itself while this lives.
    class Found {
    public:
        Found() = default;
        Found(std::unique_lock<std::mutex> lock, KeyEntry &entry) : m_lock(std::move(lock)), m_entry(&entry) {}
        explicit operator bool() const { return m_entry != nullptr; }
        KeyEntry *operator->() const { return m_entry; }

    private:
        std::unique_lock<std::mutex> m_lock;
        KeyEntry *m_entry = nullptr;
    };

    //! Nothing where this SHA-256 was not verified before.
    Found remembered(const crypto::Digest &sha256) const;
    //! Nothing where no key has this hash; otherwise remembers \a sha256 for it.
    Found find(const crypto::Digest &hash, const crypto::Digest &sha256);

    void put(std::shared_ptr<const KeyRecord> record);
    void remove(std::string_view keyId);
    void reset(std::vector<std::shared_ptr<const KeyRecord>> records);
    std::size_t size() const;

private:
    struct DigestHash {
        std::size_t operator()(const crypto::Digest &digest) const noexcept
        {
            std::size_t value = 0;
            std::memcpy(&value, digest.data(), sizeof value);
            return value;
        }
    };
    struct DigestEqual {
        bool operator()(const crypto::Digest &a, const crypto::Digest &b) const noexcept
        {
            return crypto::equalInConstantTime(a, b);
        }
    };
    struct IdHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    struct Known {
        std::shared_ptr<const KeyRecord> record;
        crypto::Digest sha256{}; //!< zero until remembered
    };
    struct Shard {
        std::mutex mutex;
        VerifiedKeys keys;
    };

    Shard &shardOf(const crypto::Digest &sha256) const { return m_shards[sha256.back() % m_shards.size()]; }
    void putLocked(std::shared_ptr<const KeyRecord> record);
    void removeLocked(const std::string &keyId);

    mutable std::shared_mutex m_mutex; //!< taken before a shard's, never after
    std::unordered_map<std::string, Known, IdHash, std::equal_to<>> m_byId;
    std::unordered_map<crypto::Digest, std::string, DigestHash, DigestEqual> m_idByHash;
    mutable std::array<Shard, 64> m_shards; //!< by SHA-256: all that the steady state touches
};

} // namespace gateway::check
