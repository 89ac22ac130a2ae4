#pragma once

#include <boost/asio/ssl/context.hpp>
#include <string>
#include <string_view>

namespace gateway::http {

//! Loads the certificate chain and its key, TLS 1.2 or newer. Returns what is wrong with them, empty where nothing is.
std::string loadCertificate(boost::asio::ssl::context &context, const std::string &certificateFile,
                            const std::string &keyFile);

//! Whether the certificate is for this host name or address.
bool certificateCovers(boost::asio::ssl::context &context, std::string_view hostname);

} // namespace gateway::http
