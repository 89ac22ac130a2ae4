#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace core {

//! The calls of an hour or a day, by how they ended.
struct UsageCount {
    QDateTime start;
    qint64 ok = 0;
    qint64 unauthorized = 0;
    qint64 forbidden = 0;
    qint64 limited = 0;
    qint64 other = 0;

    qint64 refused() const { return unauthorized + forbidden + limited + other; }
    qint64 total() const { return ok + refused(); }
    bool operator==(const UsageCount &) const = default;
};

enum class UsageBucket { Hour, Day };
QString wordFor(UsageBucket bucket);

//! One address, user agent, scope or route in a key's calls.
struct UsageShare {
    QString name;
    qint64 count = 0;
    QDateTime firstAt; //!< invalid where the gateway does not say
    QDateTime lastAt;
    bool operator==(const UsageShare &) const = default;
};

//! How many requests are in none of a breakdown's lists: of those that are too long, and the requests that were counted
//! without detail.
struct UsageRest {
    qint64 addresses = 0;
    qint64 userAgents = 0;
    qint64 scopes = 0;
    qint64 routes = 0;
    bool operator==(const UsageRest &) const = default;
};

//! Who calls with a key, and for what: the most frequent of each, most frequent first.
struct UsageBreakdown {
    QList<UsageShare> addresses;
    QList<UsageShare> userAgents;
    QList<UsageShare> scopes;
    QList<UsageShare> routes;
    UsageRest everythingElse;
    bool operator==(const UsageBreakdown &) const = default;
};

} // namespace core
