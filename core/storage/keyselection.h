#pragma once

#include "core/storage/keycache.h"

#include <QVariantList>
#include <functional>
#include <utility>

namespace core {

class Statement;

//! How a KeyQuery is answered: picks the index that is walked, or gathers the hits first and sorts them where they are
//! few. A walk stops early when many rows match; sorting is cheap when few do.
class KeySelection {
public:
    //! Once \a stale says so, what is being read ends as Cancelled.
    KeySelection(const Database &database, const KeyQuery &query, std::function<bool()> stale = {});

    bool hasText() const { return !m_needle.isEmpty(); }
    Result<QList<qint64>> all(qsizetype most) const;
    Result<FirstRows> first(qsizetype most) const;

private:
    //! A range of the index over status and end; `seenBefore` narrows it.
    struct Segment {
        int status;
        qint64 after;
        qint64 until;
        qint64 seenBefore;
    };
    using Segments = QList<Segment>;
    //! A condition or a statement with its values. A condition that names rows has `namesRows` set.
    struct Clause {
        QString sql;
        QVariantList values;
        bool namesRows = false;
    };

    Segments segments() const;
    QList<Segments> ranks() const;
    Clause inSegments(const Segments &segments) const;
    Clause byWords() const;
    Clause byLetters() const;
    std::pair<Clause, Clause> scanned(const Clause &text) const;
    static Clause among(const QList<qint64> &hits);
    QString direction() const;
    QString column() const;

    Result<qint64> countUpTo(const Segments &segments, qint64 limit) const;
    Result<QList<qint64>> hitsUpTo(qint64 limit) const;
    Result<bool> isSmall() const;
    Result<QList<qint64>> run(const Clause &clause) const;

    Clause gathered(const Segments &segments) const;
    Clause found(const Clause &text, qsizetype most) const;
    Clause walk(const Clause &text, qint64 scan, qsizetype most) const;
    Clause walkRank(const Segments &rank, const Clause &text, qint64 scan, qsizetype most) const;
    Result<FirstRows> walkRanks(const Clause &text, qint64 scan, qsizetype most) const;
    Result<FirstRows> walked(const Clause &text, qint64 scan, qsizetype most) const;
    Result<FirstRows> plain(qint64 scan, qsizetype most) const;

    const Database &m_database;
    const KeyQuery m_query;
    const QString m_needle;
    const qint64 m_now;
    const std::function<bool()> m_stale;
};

} // namespace core
