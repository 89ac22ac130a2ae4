#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

namespace gateway::http {

class Connection;
class Lane;

//! What a Stream and its connection know of each other. From any thread.
struct Flow {
    std::atomic<bool> open{true};
    std::atomic<std::size_t> waiting{0}; //!< bytes that were given and that the client has not taken
};

//! The rest of an answer that has no end of its own (Response::stream), for the service to write, from any thread. It
//! is over when the client goes or takes nothing for Deadlines::write, when the server stops, and when this is
//! destroyed.
class Stream {
public:
    Stream(std::weak_ptr<Lane> lane, std::weak_ptr<Connection> connection, std::shared_ptr<Flow> flow,
           std::size_t mostWaiting);
    //! Ends the answer behind what was sent.
    ~Stream();
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;

    bool isOpen() const { return m_flow->open.load(); }
    std::size_t waiting() const { return m_flow->waiting.load(); }
    //! Cuts the connection where more than Limits::streamBytes would wait. \a bytes may go to other streams, too.
    void send(std::shared_ptr<const std::string> bytes);

private:
    template <typename Act>
    void onLane(Act act);

    const std::weak_ptr<Lane> m_lane;
    const std::weak_ptr<Connection> m_connection;
    const std::shared_ptr<Flow> m_flow;
    const std::size_t m_mostWaiting;
};

} // namespace gateway::http
