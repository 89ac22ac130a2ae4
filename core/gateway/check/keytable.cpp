#include "core/gateway/check/keytable.h"

#include <unordered_set>
#include <vector>

namespace gateway::check {

KeyTable::Found KeyTable::remembered(const crypto::Digest &sha256) const
{
    Shard &shard = shardOf(sha256);
    std::unique_lock lock(shard.mutex);
    KeyEntry *const entry = shard.keys.find(sha256);
    return entry == nullptr ? Found() : Found(std::move(lock), *entry);
}

KeyTable::Found KeyTable::find(const crypto::Digest &hash, const crypto::Digest &sha256)
{
    {
        const std::shared_lock lock(m_mutex);
        if (!m_idByHash.contains(hash))
            return {};
    }
    const std::unique_lock lock(m_mutex);
    const auto id = m_idByHash.find(hash);
    if (id == m_idByHash.end())
        return {};
    Known &known = m_byId.find(id->second)->second;
    known.sha256 = sha256;
    Shard &shard = shardOf(sha256);
    std::unique_lock shardLock(shard.mutex);
    return {std::move(shardLock), shard.keys.put(sha256, known.record)};
}

void KeyTable::put(std::shared_ptr<const KeyRecord> record)
{
    const std::unique_lock lock(m_mutex);
    putLocked(std::move(record));
}

void KeyTable::remove(std::string_view keyId)
{
    const std::unique_lock lock(m_mutex);
    removeLocked(std::string(keyId));
}

void KeyTable::reset(std::vector<std::shared_ptr<const KeyRecord>> records)
{
    const std::unique_lock lock(m_mutex);
    std::unordered_set<std::string_view> kept;
    for (const auto &record : records)
        kept.insert(record->facts.id);
    std::vector<std::string> gone;
    for (const auto &known : m_byId)
        if (!kept.contains(known.first))
            gone.push_back(known.first);
    for (const auto &keyId : gone)
        removeLocked(keyId);
    for (auto &record : records)
        putLocked(std::move(record));
}

std::size_t KeyTable::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_byId.size();
}

void KeyTable::putLocked(std::shared_ptr<const KeyRecord> record)
{
    const std::string &keyId = record->facts.id;
    const auto known = m_byId.find(keyId);
    if (known != m_byId.end() && crypto::equalInConstantTime(known->second.record->facts.hash, record->facts.hash)) {
        Shard &shard = shardOf(known->second.sha256);
        const std::scoped_lock shardLock(shard.mutex);
        if (KeyEntry *const entry = shard.keys.find(known->second.sha256))
            entry->record = record;
        known->second.record = std::move(record);
        return;
    }
    removeLocked(keyId);
    if (const auto twin = m_idByHash.find(record->facts.hash); twin != m_idByHash.end())
        removeLocked(std::string(twin->second));
    m_idByHash.emplace(record->facts.hash, keyId);
    m_byId.emplace(keyId, Known{std::move(record), {}});
}

void KeyTable::removeLocked(const std::string &keyId)
{
    const auto known = m_byId.find(keyId);
    if (known == m_byId.end())
        return;
    {
        Shard &shard = shardOf(known->second.sha256);
        const std::scoped_lock shardLock(shard.mutex);
        shard.keys.erase(known->second.sha256);
    }
    m_idByHash.erase(known->second.record->facts.hash);
    m_byId.erase(known);
}

} // namespace gateway::check
