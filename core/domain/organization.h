#pragma once

#include <QString>
#include <QStringList>
#include <optional>

namespace core {

//! In place of an organization's reference (which is positive; 0 is none): the keys of all of them, whoever's account
//! they belong to.
inline constexpr qint64 everyOrganization = -1;

enum class Role { Owner, Admin, Member, Viewer };
Role roleFrom(QStringView word); //!< anything unknown is a Viewer: the least
QString wordFor(Role role);

struct Policy {
    std::optional<int> maxLifetimeDays;
    int rotateAfterDays = 180;
    bool requireExpiry = false;
    bool operator==(const Policy &) const = default;
};

struct KeyCounts {
    int active = 0;
    int expiring = 0;
    int retiring = 0;
    int idle = 0;
    int expired = 0;
    int revoked = 0;
    int disabled = 0;
    bool operator==(const KeyCounts &) const = default;
};

struct Organization {
    QString id;
    QString name;
    QString slug;
    Role role = Role::Viewer;
    QString profileId;
    QString profileName;
    QString keyPrefix;
    QString planName;
    std::optional<int> maxKeys;
    KeyCounts counts;
    Policy policy;
    bool operator==(const Organization &) const = default;
};

//! May this role create keys at all; may it change keys that others made.
bool canCreateKeys(Role role);
bool canManageEveryKey(Role role);

enum class Risk { Low, Medium, High };
Risk riskFrom(QStringView word);
QString wordFor(Risk risk);

struct Scope {
    QString name;     //!< "contacts:read", or one word where the provider has no resources
    QString resource; //!< "contacts"
    QString action;   //!< "read"
    QString description;
    Risk risk = Risk::Low;
    bool grantable = true; //!< whether the person who asked may put it on a key
    bool operator==(const Scope &) const = default;
};

} // namespace core
