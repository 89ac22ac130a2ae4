#pragma once

#include "core/domain/key.h"

#include <QList>
#include <QVariant>
#include <optional>

namespace gateway::store {

class Database;

//! Which keys of an organization, in which order, from where on.
struct KeySearch {
    enum class Sort { Name, CreatedAt, ExpiresAt, LastUsed };
    //! After which key the page begins: its sort value and id.
    struct Place {
        QVariant value;
        QString id;
    };

    QString organizationId;
    QStringList statuses{};
    QString scope{};
    QString text{}; //!< any part of name, note, hint or a scope; case-insensitive
    QDateTime expiresBefore{};
    std::optional<int> idleDays{};
    QString createdBy{};
    Sort sort = Sort::Name;
    bool descending = false;
    std::optional<Place> after{};
    int limit = 50;
    QDateTime now{};
};

struct FoundKeys {
    QList<core::Key> keys;
    qint64 total = 0;                       //!< of all pages
    std::optional<KeySearch::Place> next{}; //!< where the following page begins after
};

FoundKeys search(Database &database, const KeySearch &search);

} // namespace gateway::store
