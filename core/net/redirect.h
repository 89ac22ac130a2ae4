#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QByteArray>
#include <variant>

//! What a browser brings to a loopback redirect address (RFC 8252, 7.3), judged strictly and without a socket.
namespace core::redirects {

//! The only address that is answered, and what must come with it.
struct Expected {
    QByteArray host; //!< as in Host: 127.0.0.1:PORT
    QByteArray path;
    Secret state;
};

//! Why a request is not the redirect that is waited for; each has its HTTP status.
enum class Refusal {
    Malformed = 400,
    WrongState = 403,
    WrongPath = 404,
    WrongMethod = 405,
    TakenAlready = 410,
    WrongHost = 421, //!< a name that somebody made to resolve to this machine
    TooLong = 431
};

//! The code, or why the server gives none.
using Redirect = Result<Secret>;

//! \a head: the request up to and with the empty line.
std::variant<Redirect, Refusal> judge(QByteArrayView head, const Expected &expected);

//! Whole answers, for a person in front of a browser. They repeat nothing of the request.
QByteArray welcome(bool hasCode);
QByteArray refuse(Refusal refusal);

} // namespace core::redirects
