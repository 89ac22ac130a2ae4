#include "core/gateway/http/lane.h"

#include "core/base/crypto.h"
#include "core/gateway/http/connection.h"

#include <algorithm>
#include <vector>

namespace gateway::http {

Occupancy::Entry Occupancy::enter(const std::string &address, std::size_t most, std::size_t mostOfAddress)
{
    const std::scoped_lock lock(m_mutex);
    if (m_count >= most)
        return Entry::Full;
    auto &ofAddress = m_addresses[address];
    if (ofAddress >= mostOfAddress)
        return Entry::AddressFull;
    ++ofAddress;
    ++m_count;
    return Entry::Admitted;
}

void Occupancy::leave(const std::string &address)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_addresses.find(address);
    if (--found->second == 0)
        m_addresses.erase(found);
    --m_count;
    m_left.notify_all();
}

std::size_t Occupancy::count() const
{
    const std::scoped_lock lock(m_mutex);
    return m_count;
}

bool Occupancy::waitUntilEmpty(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    return m_left.wait_for(lock, patience, [this] { return m_count == 0; });
}

Lane::Lane(const Shared &sharedParts, Occupancy &occupancyOfAll) : shared(sharedParts), occupancy(occupancyOfAll)
{
    std::array<std::uint8_t, sizeof m_seed> bytes{};
    crypto::fillRandom(bytes);
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::uint8_t *>(&m_seed));
}

void Lane::add(Connection &connection)
{
    m_connections.insert(&connection);
    armSweep();
}

void Lane::remove(Connection &connection)
{
    m_connections.erase(&connection);
}

void Lane::drain()
{
    m_draining = true;
    const std::vector<Connection *> connections(m_connections.begin(), m_connections.end());
    for (auto *connection : connections)
        connection->drain();
}

void Lane::abandon()
{
    m_draining = true;
    m_timer.cancel();
    const std::vector<Connection *> connections(m_connections.begin(), m_connections.end());
    for (auto *connection : connections)
        connection->abandon();
}

void Lane::armSweep()
{
    if (m_sweeping || m_connections.empty())
        return;
    m_sweeping = true;
    const auto &deadlines = shared.options.deadlines;
    const auto shortest = std::min({deadlines.idle, deadlines.head, deadlines.body, deadlines.write});
    const auto interval = std::clamp<std::chrono::milliseconds>(shortest / 8, std::chrono::milliseconds(10),
                                                                std::chrono::milliseconds(1000));
    m_timer.expires_after(interval);
    m_timer.async_wait([this](const boost::system::error_code &error) {
        m_sweeping = false;
        if (!error)
            sweep();
    });
}

void Lane::sweep()
{
    const auto now = std::chrono::steady_clock::now();
    const std::vector<Connection *> connections(m_connections.begin(), m_connections.end());
    for (auto *connection : connections)
        connection->cutIfLate(now);
    armSweep();
}

std::string Lane::newRequestId()
{
    std::string id;
    writeRequestId(id);
    return id;
}

void Lane::writeRequestId(std::string &id)
{
    constexpr std::string_view hex = "0123456789abcdef";
    id.resize(24);
    for (std::size_t i = 0; i < id.size();) {
        std::uint64_t value = random();
        for (int digit = 0; digit < 12; ++digit, value >>= 4U)
            id[i++] = hex[value & 0xFU];
    }
}

//! SplitMix64: ids must not meet, they need not be secret.
std::uint64_t Lane::random()
{
    m_seed += 0x9E3779B97F4A7C15U;
    std::uint64_t value = m_seed;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

} // namespace gateway::http
