#include "core/gateway/http/stream.h"

#include "core/gateway/http/connection.h"

#include <boost/asio/post.hpp>

namespace gateway::http {

Stream::Stream(std::weak_ptr<Lane> lane, std::weak_ptr<Connection> connection, std::shared_ptr<Flow> flow,
               std::size_t mostWaiting)
    : m_lane(std::move(lane)), m_connection(std::move(connection)), m_flow(std::move(flow)), m_mostWaiting(mostWaiting)
{
}

Stream::~Stream()
{
    onLane([](Connection &connection) { connection.endStream(); });
}

template <typename Act>
void Stream::onLane(Act act)
{
    const auto lane = m_lane.lock();
    if (!lane || !isOpen())
        return;
    boost::asio::post(lane->io, [connection = m_connection, act = std::move(act)] {
        if (const auto alive = connection.lock())
            act(*alive);
    });
}

void Stream::send(std::shared_ptr<const std::string> bytes)
{
    if (bytes->empty() || !isOpen())
        return;
    if (m_flow->waiting.fetch_add(bytes->size()) + bytes->size() > m_mostWaiting) {
        onLane([](Connection &connection) { connection.cut(); });
        m_flow->open.store(false);
        return;
    }
    onLane([kept = std::move(bytes)](Connection &connection) { connection.addToStream(*kept); });
}

} // namespace gateway::http
