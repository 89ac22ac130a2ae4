#pragma once

#include "core/gateway/http/lane.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

namespace gateway::http {

//! Serves a client from now on; on the lane's thread. \a socket belongs to the lane's io_context, \a address was
//! admitted.
void servePlain(const std::shared_ptr<Lane> &lane, boost::asio::ip::tcp::socket socket, std::string address);
void serveTls(const std::shared_ptr<Lane> &lane, boost::asio::ip::tcp::socket socket, std::string address,
              boost::asio::ssl::context &context);

} // namespace gateway::http
