#pragma once

#include "core/base/secret.h"

#include <QDateTime>
#include <QString>
#include <cstdint>
#include <span>

namespace core {

//! A UUIDv7 (RFC 9562): sorts by the time it was made.
QString newId(const QDateTime &now);
//! The same from random bytes that the caller made, for many at once.
QString idFrom(qint64 milliseconds, std::span<const std::uint8_t, 10> random);

//! 256 random bits as 43 letters of base64url: a state, or the verifier of RFC 7636.
Secret newToken();
//! The same as the value of an Idempotency-Key header. A Secret, since the gateway
//! seals an unacknowledged answer under it.
Secret newIdempotencyKey();

//! Whether \a id may stand in a URL path: 1–64 of A–Z a–z 0–9 _ -. Everything from a server is judged before use.
bool isPathSafe(QStringView id);

} // namespace core
