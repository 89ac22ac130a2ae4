#pragma once

#include "core/base/result.h"
#include "core/domain/usage.h"

#include <optional>

namespace core {

class Database;

//! Usage counts of one key, or of all keys of an organization together.
struct UsageQuestion {
    qint64 organization = 0; //!< the cache's reference
    QString keyId{};         //!< empty: all keys together
    UsageBucket bucket = UsageBucket::Day;
    QDateTime since{};
    QDateTime until{};

    bool operator==(const UsageQuestion &) const = default;
};

//! Oldest first and without gaps, up to the bucket of `asOf`.
struct UsageCounts {
    QList<UsageCount> counts;
    QDateTime asOf;
    bool operator==(const UsageCounts &) const = default;
};

//! Who called with a key in the last days, and for what.
struct BreakdownQuestion {
    qint64 organization = 0;
    QString keyId{};
    int days = 30;

    bool operator==(const BreakdownQuestion &) const = default;
};

struct KeyBreakdown {
    UsageBreakdown breakdown;
    QDateTime asOf;
    bool operator==(const KeyBreakdown &) const = default;
};

//! The usage as it was read last, on this machine. Bounded: of each organization the counts of the keys that were
//! asked about last.
class UsageCache {
public:
    explicit UsageCache(Database &database);

    //! Nothing where the beginning of the period was never read.
    Result<std::optional<UsageCounts>> counts(const UsageQuestion &question) const;
    Result<> put(const UsageQuestion &question, const UsageCounts &counts);
    Result<std::optional<KeyBreakdown>> breakdown(const BreakdownQuestion &question) const;
    Result<> put(const BreakdownQuestion &question, const KeyBreakdown &breakdown);

private:
    Result<> extendPeriod(const UsageQuestion &question, const QDateTime &asOf);
    Result<> prune(qint64 organization);

    Database &m_database;
};

} // namespace core
