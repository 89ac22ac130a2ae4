#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>

namespace core {

class Database;

//! A create or rotate that was begun and whose secret has not been acknowledged: written before the request leaves,
//! removed when the person has the secret. No secret is in it; the idempotency key waits in the keychain under `id`.
struct Intent {
    enum class Kind { Create, Rotate };

    QString id;
    Kind kind = Kind::Create;
    QString accountId;
    QString organizationId;
    QString keyId;    //!< rotate: the old key; create: empty
    QString name;     //!< of the key, for the sentence
    QJsonObject body; //!< the request exactly as it was sent, so that it can be repeated
    QDateTime startedAt;
    QString resultKeyId; //!< the new key, once an answer told it; empty until then
    //! The person has the secret, or there is none: only the gateway or the keychain has yet to be told. Never shown
    //! again.
    bool acknowledged = false;
};

class IntentStore {
public:
    explicit IntentStore(Database &database);

    Result<QList<Intent>> all() const;
    Result<> add(const Intent &intent);
    Result<> setResult(const QString &id, const QString &keyId);
    Result<> markAcknowledged(const QString &id);
    Result<> remove(const QString &id);

private:
    Database &m_database;
};

} // namespace core
