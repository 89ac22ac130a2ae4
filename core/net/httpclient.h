#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"
#include "core/net/headers.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QUrl>
#include <QUrlQuery>
#include <chrono>
#include <memory>

namespace core {

class HttpStream;
class SystemClock;

//! One call. The URL never carries a secret.
struct HttpRequest {
    enum class Verb { Get, Post, Patch, Delete };

    Verb verb = Verb::Get;
    QUrl url;
    QByteArray body{};                                              //!< ignored for Get
    QByteArray contentType = QByteArrayLiteral("application/json"); //!< of the body
    QList<std::pair<QByteArray, QByteArray>> headers{};
    QList<std::pair<QByteArray, Secret>> secretHeaders{}; //!< Cookie, Idempotency-Key
    qint64 largestBody = 8 * 1024 * 1024;
    //! To a server that is not one of ours, and that may count its calls: asked exactly once, over a connection of its
    //! own; a redirect is an answer like any other (and still not followed), and its clock is nobody's.
    bool isForeign = false;
};

struct HttpReply {
    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers; //!< names lower-case; without Set-Cookie and Set-Auth-Token
    QByteArray body;
    QDateTime serverTime; //!< from Date; invalid where absent
    Secret sessionCookie; //!< the value of `Set-Cookie: keysteward_session=…`; empty where there was none
    QList<headers::Cookie> cookies;
    Secret sessionToken; //!< the value of Set-Auth-Token, which some servers hand out for use as a bearer token

    QByteArray header(QByteArrayView lowerCaseName) const;
};

struct HttpDeadlines {
    std::chrono::milliseconds connect{10000};
    std::chrono::milliseconds firstByte{15000};
    std::chrono::milliseconds whole{30000};
    //! Between two attempts of a GET, at random, where the network failed.
    std::chrono::milliseconds shortestPause{200};
    std::chrono::milliseconds longestPause{1000};
    //! Of a stream, after which its connection is taken for dead. The contract breaks it every 15 s.
    std::chrono::milliseconds silence{25000};
};

//! The only user of QNetworkAccessManager. Manual redirects (a 3xx is an error), changes sent exactly once (Qt would
//! send them again by itself), own deadlines and byte counters, strict framing, no cookies of its own, HTTP/1.1,
//! identity encoding, https except to loopback. GETs are retried as SEC-42 says; nothing else is.
//!
//! A reply of any status with a whole body is a value; transport failures are errors (Offline, TimedOut, Insecure,
//! OutcomeUnknown for changes, Protocol, Cancelled).
class HttpClient {
public:
    explicit HttpClient(SystemClock &clock, HttpDeadlines deadlines = {});
    ~HttpClient();
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    Async<HttpReply> send(const HttpRequest &request);
    //! Begins an answer without an end. It must not outlive the client.
    std::unique_ptr<HttpStream> stream(const HttpRequest &request);
    //! A certificate authority of one's own, in PEM (Qt ignores SSL_CERT_FILE).
    void trustAuthority(const QByteArray &pem);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace core
