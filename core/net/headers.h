#pragma once

#include "core/base/secret.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QUrl>
#include <chrono>
#include <optional>

//! What is read from and written into header fields, judged strictly.
namespace core::headers {

//! Whether \a name is a token of RFC 9110 and may be sent.
bool isName(QByteArrayView name);
//! Whether \a value is printable ASCII. Qt itself lets line breaks through, and with them headers of somebody else's
//! making.
bool isValue(QByteArrayView value);

//! `Sun, 06 Nov 1994 08:49:37 GMT`; invalid where \a text is anything else.
QDateTime date(QByteArrayView text);

//! Retry-After as seconds or as a date. Nothing where it is absent (empty) or cannot be read; otherwise 0 s to 1 h.
std::optional<std::chrono::seconds> retryAfter(QByteArrayView text, const QDateTime &now);

//! The session in Set-Cookie lines (joined by line feeds, as Qt has them). Empty unless exactly one line names
//! `keysteward_session` and its value could be a session.
Secret sessionCookie(QByteArrayView setCookie);

//! A cookie as an answer sets it. The value is kept as it stands; empty: the cookie is taken back.
struct Cookie {
    QByteArray name;
    Secret value;
};
//! Every cookie in Set-Cookie lines, in their order; what could not be sent back is left out.
QList<Cookie> cookies(QByteArrayView setCookie);

//! https, or http to an address that cannot leave this machine; no user name or password in it.
bool isTrustworthy(const QUrl &url);
bool isLoopback(const QString &host);

} // namespace core::headers
