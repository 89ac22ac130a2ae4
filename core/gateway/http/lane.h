#pragma once

#include "core/gateway/http/requestreader.h"
#include "core/gateway/http/server.h"

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <unordered_set>

namespace gateway::http {

class Connection;

//! What all connections of a server share; does not change while it serves.
struct Shared {
    Options options;
    ReaderRules rules;
    Service &service;
    bool tls = false;
};

//! Who is connected. From any thread.
class Occupancy {
public:
    enum class Entry { Admitted, Full, AddressFull };

    Entry enter(const std::string &address, std::size_t most, std::size_t mostOfAddress);
    void leave(const std::string &address);
    std::size_t count() const;
    //! False where somebody is still there at the end.
    bool waitUntilEmpty(std::chrono::milliseconds patience);

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_left;
    std::map<std::string, std::size_t> m_addresses;
    std::size_t m_count = 0;
};

//! One I/O thread and its connections. All but `io` is touched on that thread only.
class Lane {
public:
    Lane(const Shared &sharedParts, Occupancy &occupancyOfAll);
    Lane(const Lane &) = delete;
    Lane &operator=(const Lane &) = delete;

    void add(Connection &connection);
    void remove(Connection &connection);
    //! Closes what is idle, and each other connection behind its answer.
    void drain();
    //! Closes everything. The thread has ended; what the closing sets free runs when `io` is polled.
    void abandon();
    bool isDraining() const { return m_draining; }
    //! 96 random bits in hex.
    std::string newRequestId();
    void writeRequestId(std::string &id);

    const Shared &shared;
    Occupancy &occupancy;
    std::array<char, 16384> scratch; //!< what is read goes here first, so idle connections own no buffer

private:
    void armSweep();
    void sweep();
    std::uint64_t random();

    std::unordered_set<Connection *> m_connections;
    std::uint64_t m_seed = 0;
    bool m_draining = false;
    bool m_sweeping = false;

public:
    // Last, so first destroyed: connections that wait in it still find the rest.
    boost::asio::io_context io{1};

private:
    boost::asio::steady_timer m_timer{io};
};

} // namespace gateway::http
