#pragma once

#include "core/gateway/http/lane.h"
#include "core/gateway/http/requestreader.h"
#include "core/gateway/http/stream.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace gateway::http {

//! A client's connection: what comes in, what goes out, and when it ends. How bytes travel is StreamConnection's.
//! Lives on its lane's thread, held by the operation under way.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    //! \a address was admitted; it leaves with the connection.
    Connection(std::shared_ptr<Lane> lane, std::string address);
    virtual ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    void cutIfLate(std::chrono::steady_clock::time_point now);
    //! The server is stopping.
    void drain();
    //! The service's answer to the request that waits. \a last: the connection closes behind it.
    void deliver(const Response &response, bool last);
    //! More of the answer that streams.
    void addToStream(std::string_view bytes);
    //! Ends it behind what was added.
    void endStream();
    //! Closes without more words.
    void cut() { close(); }
    //! The server has stopped: nobody waits for anything any more.
    void abandon();

protected:
    enum class Phase { Opening, Idle, Head, Body, Answering, Writing, Streaming, Closing };

    // What StreamConnection reports.
    void opened();
    void received(std::string_view bytes);
    void sent();
    void ended(); //!< the client sends no more, or the connection failed

    // What it does. Each reports when it is done.
    virtual void receive() = 0;
    //! True where all was sent at once; otherwise `sent` follows.
    virtual bool send(const std::string &bytes) = 0;
    //! Says goodbye, and then takes what still comes until the client closes: a close over unread bytes would reset
    //! the connection and could take the answer with it.
    virtual void finish() = 0;
    virtual void close() = 0;
    //! From now on a client that acknowledges nothing for \a patience fails the connection.
    virtual void watchPeer(std::chrono::milliseconds patience) = 0;

    void enter(Phase phase);
    Lane &lane() const { return *m_lane; }

private:
    void advance();
    void enterReading();
    void process(std::string_view input);
    void serve();
    void refuse(const Fault &fault);
    bool completeView(RequestView &view);
    Reply makeReply();
    void beginStream(const Response &response);
    void listen();
    bool streams() const { return m_flow && m_flow->open.load(); }

    Lane *const m_lane; //!< holds the operations that hold this
    const std::weak_ptr<Lane> m_weakLane;
    const std::string m_address;
    RequestReader m_reader;
    std::string m_pending;              //!< received, not understood yet
    std::string m_out;                  //!< answered, not sent yet
    std::string m_sending;              //!< not touched while `send` is at it
    std::shared_ptr<Flow> m_flow;       //!< of the answer that streams
    std::size_t m_streamOut = 0;        //!< of m_out, the stream's own bytes
    std::size_t m_streamSending = 0;    //!< likewise of m_sending
    std::shared_ptr<Connection> m_self; //!< while the service has a request, when no operation holds this
    std::string m_requestId;
    std::chrono::steady_clock::time_point m_deadline;
    Phase m_phase = Phase::Opening;
    bool m_answering = false; //!< the service has the request
    bool m_headOnly = false;  //!< of the request that the service has
    bool m_keepAlive = true;
    bool m_listening = false; //!< a stream's client is read, to see it go
};

} // namespace gateway::http
