#pragma once

#include <QString>
#include <QUrl>

namespace core {

//! Where the session of an account at \a gateway lives. The origin is part of it: an address that was changed finds
//! nothing, so a session never reaches another gateway.
QString sessionName(const QUrl &gateway, const QString &accountId);
//! Where the idempotency key of an unfinished operation lives.
QString intentName(const QString &intentId);
//! Where the secret of a key that is watched lives, if the person wants it kept.
QString watchedName(const QString &keyId);

} // namespace core
