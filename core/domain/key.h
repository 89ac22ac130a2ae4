#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <chrono>
#include <optional>

namespace core {

//! A person as the contract names one: in `created_by` and `revoked_by`.
struct Person {
    QString id;
    QString name;
    bool operator==(const Person &) const = default;
};

struct LastUse {
    QDateTime at;
    QString address;
    QString userAgent;
    bool operator==(const LastUse &) const = default;
};

enum class KeyStatus { Active, Retiring, Expired, Revoked, Disabled, Unknown };

//! A key without its secret, as the contract describes it. Texts come from a server: show them through core::shown.
struct Key {
    QString id;
    QString organizationId;
    QString name;
    QString note;
    QString hint;
    QStringList scopes;
    KeyStatus status = KeyStatus::Unknown;
    QDateTime createdAt;
    Person createdBy;
    QDateTime expiresAt; //!< invalid: never
    std::optional<LastUse> lastUsed;
    bool useIsTold = true; //!< false: its server does not say when it is used, so "never" and "idle" cannot be known
    QString replaces;      //!< id of the key that this one replaced
    QString replacedBy;    //!< id of the key that replaced this one
    QDateTime retiresAt;
    QDateTime revokedAt;
    std::optional<Person> revokedBy;
    QString revokedReason;
    int rateLimitPerMinute = 0;
    qint64 version = 0;
    bool acknowledged = true; //!< false: its secret was created but nobody has said yet that it arrived

    bool operator==(const Key &) const = default;
};

//! The contract's word ("active" …); Unknown for anything else.
KeyStatus keyStatusFrom(QStringView word);
QString wordFor(KeyStatus status);

enum class RevokeReason { Unused, Replaced, Compromised, Other };
QString wordFor(RevokeReason reason);

//! What a person fills in for a new key.
struct NewKey {
    QString name;
    QString note;
    QStringList scopes;
    QDateTime expiresAt; //!< invalid: never
    bool operator==(const NewKey &) const = default;
};

//! Only what is set is changed. `expiresAt` set to an invalid time means "never".
struct KeyChanges {
    std::optional<QString> name;
    std::optional<QString> note;
    std::optional<QStringList> scopes;
    std::optional<QDateTime> expiresAt;
    std::optional<bool> enabled;
};

struct RotationRequest {
    std::chrono::seconds overlap{0};      //!< 0 … 30 days
    std::optional<QDateTime> expiresAt{}; //!< not set: as the old key; invalid: never
};

} // namespace core
