#pragma once

#include "core/storage/keyclauses.h"

#include <functional>

namespace core {

//! How a KeyQuery is answered: picks the index that is walked, or gathers the hits first and sorts them where they are
//! few. A walk stops early when many rows match; sorting is cheap when few do.
class KeySelection {
public:
    //! Once \a stale says so, what is being read ends as Cancelled.
    KeySelection(const Database &database, const KeyQuery &query, std::function<bool()> stale = {});

    bool hasText() const { return !m_clauses.needle().isEmpty(); }
    Result<QList<qint64>> all(qsizetype most) const;
    Result<FirstRows> first(qsizetype most) const;

private:
    using Clause = KeyClauses::Clause;
    using Segments = KeyClauses::Segments;

    Result<qint64> countUpTo(const Segments &segments, qint64 limit) const;
    Result<QList<qint64>> hitsUpTo(qint64 limit) const;
    Result<bool> isSmall() const;
    Result<QList<qint64>> run(const Clause &clause) const;

    Result<FirstRows> walkRanks(const Clause &text, qint64 scan, qsizetype most) const;
    Result<FirstRows> walked(const Clause &text, qint64 scan, qsizetype most) const;
    Result<FirstRows> plain(qint64 scan, qsizetype most) const;
    Result<FirstRows>
    inTurn(qsizetype most, const std::function<Result<FirstRows>(const KeySelection &one, qsizetype most)> &read) const;

    const Database &m_database;
    const KeyQuery m_query;
    const KeyClauses m_clauses;
    const std::function<bool()> m_stale;
};

} // namespace core
