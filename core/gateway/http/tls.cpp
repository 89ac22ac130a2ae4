#include "core/gateway/http/tls.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace gateway::http {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

std::string loadCertificate(ssl::context &context, const std::string &certificateFile, const std::string &keyFile)
{
    context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                        ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 | ssl::context::single_dh_use);
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    error_code error;
    context.use_certificate_chain_file(certificateFile, error);
    if (error)
        return "Cannot read the TLS certificate " + certificateFile + ": " + error.message();
    context.use_private_key_file(keyFile, ssl::context::pem, error);
    if (error)
        return "Cannot use the TLS key " + keyFile + ": " + error.message();
    if (SSL_CTX_check_private_key(context.native_handle()) != 1)
        return "The TLS key " + keyFile + " does not belong to the certificate " + certificateFile;
    return {};
}

bool certificateCovers(ssl::context &context, std::string_view hostname)
{
    X509 *certificate = SSL_CTX_get0_certificate(context.native_handle());
    const std::string name(hostname);
    return certificate != nullptr && (X509_check_host(certificate, name.data(), name.size(), 0, nullptr) == 1 ||
                                      X509_check_ip_asc(certificate, name.c_str(), 0) == 1);
}

} // namespace gateway::http
