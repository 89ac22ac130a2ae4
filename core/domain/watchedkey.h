#pragma once

#include "core/domain/activity.h"
#include "core/domain/key.h"
#include "core/domain/keycheck.h"
#include "core/domain/watching.h"

namespace core {

struct Profile;
struct Organization;

//! A key that was made at its provider and registered here. Its secret is in the keychain, or nowhere.
struct WatchedKey {
    QString id;
    QString organizationId;
    QString kindId;
    QString name;
    QString note;
    QString owner;
    QStringList scopes;
    QDateTime createdAt;    //!< at the provider, as the person said
    QDateTime registeredAt; //!< here
    QDateTime expiresAt;    //!< invalid: never, as far as is known
    QString hint;
    QByteArray sha256;       //!< of the secret
    bool secretKept = false; //!< in the keychain
    QString replaces;
    QString replacedBy;
    bool handedOver = true;   //!< false: of a rotation that has not come so far
    QDateTime revokedThereAt; //!< when the person revoked it at the provider, as they said; not proven yet
    QDateTime endedAt;
    QString endedReason;
    std::optional<KeyCheck> lastCheck;
    qint64 version = 1;

    bool operator==(const WatchedKey &) const = default;
};

//! What was done with a watched key: the history that no provider tells.
struct WatchedDeed {
    enum class Kind { Registered, Checked, Changed, Replaced, RevokedThere, Ended };

    qint64 number = 0;
    Kind kind = Kind::Registered;
    QDateTime at;
    QString keyId;
    QString keyName;
    QString hint;
    int status = 0; //!< Checked: what the provider answered
    QString detail; //!< Checked: the outcome's word; otherwise words of the person's

    bool operator==(const WatchedDeed &) const = default;
};
QString wordFor(WatchedDeed::Kind kind);
WatchedDeed::Kind watchedDeedFrom(QStringView word); //!< Changed for anything else

//! As every other key is shown.
Key keyOf(const WatchedKey &watched);
ActivityEvent eventOf(const WatchedDeed &deed);
Organization organizationOf(const WatchedOrganization &watched, const Profile &profile);

} // namespace core
