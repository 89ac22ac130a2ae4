#pragma once

#include "core/domain/organization.h"

#include <QDateTime>
#include <QList>
#include <optional>

namespace gateway::store {

class Database;

struct Member {
    QString id;
    QString email;
    QString name;
    core::Role role = core::Role::Viewer;
};

//! Organizations as one of their members sees them; the profile's name and key prefix are the caller's to fill in.
class Organizations {
public:
    explicit Organizations(Database &database) : m_database(database) {}

    //! With counts, by name.
    QList<core::Organization> ofUser(const QString &userId, const QDateTime &now) const;
    //! Nothing where there is none or the user is no member. Without counts.
    std::optional<core::Organization> one(const QString &id, const QString &userId) const;
    QStringList idsOfUser(const QString &userId) const;
    QList<Member> members(const QString &id) const;

    //! Within a Change. `role` and `counts` are not stored.
    void add(const core::Organization &organization, const QDateTime &now);
    //! Also changes the role of somebody who is one.
    void putMember(const QString &id, const QString &userId, core::Role role, const QDateTime &now);
    bool slugExists(const QString &slug) const;
    bool exists(const QString &id) const;
    //! Of the newest change of a key.
    qint64 changeNumber(const QString &id) const;

private:
    core::KeyCounts counts(const QString &id, const QDateTime &now) const;

    Database &m_database;
};

} // namespace gateway::store
