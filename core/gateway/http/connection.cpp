#include "core/gateway/http/connection.h"

#include "core/gateway/http/reply.h"

#include <atomic>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace gateway::http {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t enoughToSend = 65536;
constexpr std::chrono::seconds farewell{1};

//! The one answer to a request that the service has taken over.
class Settlement {
public:
    Settlement(std::weak_ptr<Lane> lane, std::weak_ptr<Connection> connection, std::string requestId)
        : m_lane(std::move(lane)), m_connection(std::move(connection)), m_requestId(std::move(requestId))
    {
    }
    ~Settlement()
    {
        auto response = errorResponse(503, "UNAVAILABLE", "The gateway cannot answer now", m_requestId);
        response.headers.push_back({"Retry-After", "1"});
        settle(std::move(response), true);
    }
    Settlement(const Settlement &) = delete;
    Settlement &operator=(const Settlement &) = delete;

    void settle(Response response, bool last = false)
    {
        if (m_settled.exchange(true))
            return;
        if (const auto lane = m_lane.lock())
            boost::asio::post(lane->io, [connection = m_connection, answer = std::move(response), last] {
                if (const auto alive = connection.lock())
                    alive->deliver(answer, last);
            });
    }

private:
    const std::weak_ptr<Lane> m_lane;
    const std::weak_ptr<Connection> m_connection;
    const std::string m_requestId;
    std::atomic<bool> m_settled{false};
};

std::string_view lastEntry(std::string_view list)
{
    const auto comma = list.rfind(',');
    auto entry = comma == std::string_view::npos ? list : list.substr(comma + 1);
    while (entry.starts_with(' '))
        entry.remove_prefix(1);
    while (entry.ends_with(' '))
        entry.remove_suffix(1);
    return entry;
}

bool isAddress(std::string_view text)
{
    boost::system::error_code error;
    boost::asio::ip::make_address(std::string(text), error);
    return !error;
}

} // namespace

Connection::Connection(std::shared_ptr<Lane> lane, std::string address)
    : m_lane(lane.get()), m_weakLane(lane), m_address(std::move(address)), m_reader(lane->shared.rules)
{
    enter(Phase::Opening);
    m_lane->add(*this);
}

Connection::~Connection()
{
    if (m_flow)
        m_flow->open.store(false);
    m_lane->remove(*this);
    m_lane->occupancy.leave(m_address);
}

void Connection::enter(Phase phase)
{
    m_phase = phase;
    const auto &deadlines = m_lane->shared.options.deadlines;
    switch (phase) {
    case Phase::Idle: m_deadline = Clock::now() + deadlines.idle; break;
    case Phase::Opening:
    case Phase::Head: m_deadline = Clock::now() + deadlines.head; break;
    case Phase::Body: m_deadline = Clock::now() + deadlines.body; break;
    case Phase::Writing: m_deadline = Clock::now() + deadlines.write; break;
    case Phase::Closing: m_deadline = Clock::now() + std::min<Clock::duration>(deadlines.write, farewell); break;
    case Phase::Answering:
    case Phase::Streaming: m_deadline = Clock::time_point::max(); break;
    }
}

void Connection::cutIfLate(Clock::time_point now)
{
    if (now >= m_deadline)
        close();
}

void Connection::drain()
{
    if (streams()) {
        endStream();
        // Who takes no more resumes elsewhere: the stop does not wait for that.
        m_deadline = std::min(m_deadline, Clock::now() + farewell);
        return;
    }
    if (m_phase == Phase::Opening || m_phase == Phase::Idle || m_phase == Phase::Head)
        close();
    else if (m_phase != Phase::Body) // whose answer will be the last: `serve` looks at the lane
        m_keepAlive = false;
}

void Connection::opened()
{
    if (m_lane->isDraining())
        return close();
    enter(Phase::Idle);
    advance();
}

void Connection::ended()
{
    close();
}

void Connection::received(std::string_view bytes)
{
    if (m_flow) { // the last answer: whatever else the client says is not heard
        m_listening = false;
        return listen();
    }
    if (m_pending.empty()) {
        process(bytes);
    } else {
        m_pending += bytes;
        const std::string input = std::move(m_pending);
        m_pending.clear();
        process(input);
    }
    advance();
}

void Connection::sent()
{
    m_sending.clear();
    if (m_flow)
        m_flow->waiting.fetch_sub(std::exchange(m_streamSending, 0));
    advance();
}

//! Sends, closes, waits for the service, or reads on; whichever comes next.
void Connection::advance()
{
    for (;;) {
        bool answered = m_phase == Phase::Writing;
        if (!m_out.empty()) {
            m_sending.swap(m_out);
            m_streamSending = std::exchange(m_streamOut, 0);
            if (!send(m_sending))
                return enter(Phase::Writing);
            m_sending.clear();
            if (m_flow)
                m_flow->waiting.fetch_sub(std::exchange(m_streamSending, 0));
            answered = true;
        }
        if (m_answering)
            return enter(Phase::Answering);
        if (streams()) {
            enter(Phase::Streaming);
            return listen();
        }
        if (!m_keepAlive) {
            enter(Phase::Closing);
            return finish();
        }
        if (!answered)
            return receive();
        enterReading();
        if (m_pending.empty())
            return receive();
        // What came with the last request may hold the next one whole.
        const std::string input = std::move(m_pending);
        m_pending.clear();
        process(input);
        if (m_out.empty() && !m_answering)
            return receive();
    }
}

void Connection::enterReading()
{
    enter(m_reader.isInBody() ? Phase::Body : m_pending.empty() ? Phase::Idle : Phase::Head);
}

void Connection::process(std::string_view input)
{
    while (!input.empty() && !m_answering && m_keepAlive && m_out.size() < enoughToSend) {
        const auto step = m_reader.read(input);
        if (step == RequestReader::Step::Ready) {
            serve();
            m_reader.restart();
            if (m_phase != Phase::Idle)
                enter(Phase::Idle);
            continue;
        }
        if (step == RequestReader::Step::SendContinue)
            m_out += "HTTP/1.1 100 Continue\r\n\r\n";
        if (step == RequestReader::Step::Refused)
            return refuse(m_reader.fault());
        break;
    }
    m_pending.assign(input);
    if ((m_reader.isInBody() && m_phase != Phase::Body) || (m_phase == Phase::Idle && !m_pending.empty()))
        enterReading();
}

void Connection::refuse(const Fault &fault)
{
    const std::string requestId = m_lane->newRequestId();
    auto response = errorResponse(fault.status, fault.code, fault.message, requestId);
    if (fault.status == 405)
        response.headers.push_back({"Allow", "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS"});
    appendResponse(m_out, response, {requestId, false, false});
    m_keepAlive = false;
}

//! What the connection knows of a request. False where a proxy lets plain HTTP through.
bool Connection::completeView(RequestView &view)
{
    const Shared &shared = m_lane->shared;
    view.requestId = m_requestId;
    view.address = m_address;
    view.secure = shared.tls;
    if (!shared.options.behindProxy)
        return true;
    if (m_reader.lastHeader("x-forwarded-proto") != "https")
        return false;
    view.secure = true;
    const auto client = lastEntry(m_reader.lastHeader("x-forwarded-for"));
    if (isAddress(client))
        view.address = client;
    return true;
}

void Connection::serve()
{
    RequestView view = m_reader.view();
    m_lane->writeRequestId(m_requestId);
    if (!completeView(view))
        return refuse({403, "HTTPS_REQUIRED", "This gateway is reached over HTTPS only"});
    m_keepAlive = m_reader.keepAlive() && !m_lane->isDraining();
    if (m_lane->shared.service.answerNow(view, m_keepAlive, m_out))
        return;
    Request request = m_reader.request();
    request.address = view.address;
    request.requestId = m_requestId;
    request.secure = view.secure;
    m_headOnly = request.method == "HEAD";
    m_answering = true;
    m_self = shared_from_this();
    m_lane->shared.service.handle(std::move(request), makeReply());
}

Reply Connection::makeReply()
{
    auto settlement = std::make_shared<Settlement>(m_weakLane, weak_from_this(), m_requestId);
    return [settlement](Response response) { settlement->settle(std::move(response)); };
}

void Connection::deliver(const Response &response, bool last)
{
    const auto self = std::move(m_self);
    m_answering = false;
    m_keepAlive = m_keepAlive && !last;
    if (response.stream && !m_headOnly)
        return beginStream(response);
    appendResponse(m_out, response, {m_requestId, m_keepAlive, m_headOnly});
    if (m_phase == Phase::Answering)
        advance();
}

void Connection::beginStream(const Response &response)
{
    m_keepAlive = false;
    m_pending.clear();
    m_flow = std::make_shared<Flow>();
    appendStreamHead(m_out, response, m_requestId);
    appendChunk(m_out, response.body);
    const auto &options = m_lane->shared.options;
    watchPeer(options.deadlines.peer);
    if (m_lane->isDraining())
        return endStream();
    response.stream(std::make_shared<Stream>(m_weakLane, weak_from_this(), m_flow, options.limits.streamBytes));
    if (m_phase == Phase::Answering)
        advance();
}

void Connection::addToStream(std::string_view bytes)
{
    if (!streams())
        return;
    appendChunk(m_out, bytes);
    m_streamOut += bytes.size();
    if (m_phase == Phase::Streaming)
        advance();
}

void Connection::endStream()
{
    if (!m_flow || !m_flow->open.exchange(false))
        return;
    m_out += lastChunk;
    if (m_phase == Phase::Streaming || m_phase == Phase::Answering)
        advance();
}

void Connection::listen()
{
    if (m_listening || m_phase == Phase::Closing)
        return;
    m_listening = true;
    receive();
}

void Connection::abandon()
{
    close();
    m_self.reset();
}

} // namespace gateway::http
