#pragma once

#include "core/domain/key.h"
#include "core/gateway/check/keyfacts.h"

#include <QList>
#include <optional>
#include <vector>

namespace gateway::store {

class Database;

struct ChangedKey {
    core::Key key;
    qint64 number = 0; //!< of the change
};

struct ChangedKeys {
    QList<ChangedKey> keys;
    qint64 last = 0;   //!< the change number up to which this tells everything
    bool more = false; //!< there is more than was asked for
};

//! The keys as stored; `status` is the stored one, which the sweep follows: judge it by keyrules::statusAt.
class Keys {
public:
    explicit Keys(Database &database) : m_database(database) {}

    //! Only in organizations that the user is a member of.
    std::optional<core::Key> one(const QString &id, const QString &userId) const;
    std::optional<core::Key> byHash(const QString &organizationId, const QByteArray &hash) const;
    ChangedKeys changedSince(const QString &organizationId, qint64 number, int most) const;
    bool nameTaken(const QString &organizationId, const QString &foldedName, const QString &exceptId) const;
    //! Active and disabled ones: what a plan limits. A retiring key has its successor counted already.
    int counted(const QString &organizationId) const;
    bool any() const;
    bool anyDue(const QDateTime &now) const;

    //! What the check knows of a key, and of all.
    std::optional<check::KeyFacts> facts(const QString &id) const;
    std::vector<check::KeyFacts> allFacts() const;

    //! The following within a Change; each takes the organization's next change number.
    void add(const core::Key &key, const QByteArray &hash);
    //! Everything that can change but the last use. The version is the caller's to raise.
    void save(const core::Key &key, const QString &revokedNote = {});
    //! Marks living keys whose expiry or retirement has come as expired, and answers them as they were before.
    QList<core::Key> markDue(const QDateTime &now, int most = 1000);
    void setLastUse(const QString &organizationId, const QString &id, const core::LastUse &use);

private:
    qint64 nextChange(const QString &organizationId);

    Database &m_database;
};

} // namespace gateway::store
