#include "core/gateway/check/verifiedkeys.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace gateway::check {

namespace {

constexpr std::size_t fewestSlots = 8;

} // namespace

KeyEntry *VerifiedKeys::find(const crypto::Digest &sha256)
{
    if (m_slots.empty())
        return nullptr;
    KeyEntry &entry = m_slots[slotOf(sha256)].entry;
    return entry.record ? &entry : nullptr;
}

KeyEntry &VerifiedKeys::put(const crypto::Digest &sha256, std::shared_ptr<const KeyRecord> record)
{
    if (m_slots.size() < 2 * (m_taken + 1))
        grow();
    Slot &slot = m_slots[slotOf(sha256)];
    if (!slot.entry.record) {
        slot.sha256 = sha256;
        ++m_taken;
    }
    slot.entry.record = std::move(record);
    return slot.entry;
}

void VerifiedKeys::erase(const crypto::Digest &sha256)
{
    if (find(sha256) == nullptr)
        return;
    const std::size_t mask = m_slots.size() - 1;
    std::size_t hole = slotOf(sha256);
    // What was put behind it for want of room moves up, so that it is still met on the way from its home.
    for (std::size_t at = (hole + 1) & mask; m_slots[at].entry.record; at = (at + 1) & mask) {
        const std::size_t way = (at - homeOf(m_slots[at].sha256)) & mask;
        if (way >= ((at - hole) & mask))
            m_slots[std::exchange(hole, at)] = std::move(m_slots[at]);
    }
    m_slots[hole] = {};
    --m_taken;
}

std::size_t VerifiedKeys::homeOf(const crypto::Digest &sha256) const
{
    std::size_t value = 0;
    std::memcpy(&value, sha256.data(), sizeof value);
    return value & (m_slots.size() - 1);
}

std::size_t VerifiedKeys::slotOf(const crypto::Digest &sha256) const
{
    std::size_t at = homeOf(sha256);
    while (m_slots[at].entry.record && !crypto::equalInConstantTime(m_slots[at].sha256, sha256))
        at = (at + 1) & (m_slots.size() - 1);
    return at;
}

void VerifiedKeys::grow()
{
    auto before = std::exchange(m_slots, std::vector<Slot>(std::max(fewestSlots, 2 * m_slots.size())));
    for (auto &slot : before) {
        if (slot.entry.record)
            m_slots[slotOf(slot.sha256)] = std::move(slot);
    }
}

} // namespace gateway::check
