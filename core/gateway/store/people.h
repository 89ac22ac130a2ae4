#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/domain/organization.h"

#include <QDateTime>

//! Adding people and organizations: what the command line does, and what tests begin with.
namespace gateway::store {

class Database;

struct NewOrganization {
    QString name;
    QString ownerEmail;
    QString profileId;
    QString planName{QStringLiteral("Team")};
    std::optional<int> maxKeys{};
    core::Policy policy{};
};

//! The new user's id. Kind::Validation (fields) for an email that is none or taken, or a password that is too short.
core::Result<QString> addUser(Database &database, const QString &email, const QString &name,
                              const core::Secret &password, const QDateTime &now);

//! Ends the person's sessions and takes the personal token away; a new one is made when it is asked for.
//! Kind::NotFound, Kind::Validation.
core::Result<> setPassword(Database &database, const QString &email, const core::Secret &password,
                           const QDateTime &now);

//! The new organization's id; its owner must exist.
core::Result<QString> addOrganization(Database &database, const NewOrganization &organization, const QDateTime &now);

//! Also changes the role of somebody who is a member. Kind::NotFound where either does not exist.
core::Result<> putMember(Database &database, const QString &organizationId, const QString &email, core::Role role,
                         const QDateTime &now);

} // namespace gateway::store
