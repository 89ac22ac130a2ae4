#pragma once

#include "core/storage/keycache.h"

#include <QVariantList>
#include <utility>

namespace core {

//! The SQL that answers a KeyQuery, of one organization or of all: each way along an index, or by sorting a few hits.
class KeyClauses {
public:
    static constexpr qint64 unbounded = 1LL << 60;
    //! No row has this id. A scan that may be given up yields it now and then where it finds nothing, so as to be
    //! asked.
    static constexpr qint64 breath = 0;

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

    //! \a breathes: whether long scans yield `breath`.
    KeyClauses(const KeyQuery &query, bool breathes);

    const QString &needle() const { return m_needle; }
    //! Whether the order is one organization after the other.
    bool isByOrganization() const;
    //! The ranges that make up the filter; empty: everything.
    Segments segments() const;
    //! The groups that follow one another when sorted by status.
    QList<Segments> ranks() const;

    static Clause everything();
    //! By the trigram index.
    Clause byWords() const;
    //! By looking into each row's text.
    Clause byLetters() const;
    static Clause among(const QList<qint64> &hits);
    //! The first \a limit rows that the trigram index names.
    Clause hits(qint64 limit) const;
    //! How many rows \a segments have, counted up to \a limit. One segment, or none for everything.
    Clause count(const Segments &segments, qint64 limit) const;
    //! The references of all organizations in the order of the query.
    Clause organizations() const;

    //! The rows of the filter, few of them, sorted afterwards.
    Clause gathered() const;
    //! The rows of the text, few of them or of few keys, sorted afterwards.
    Clause found(const Clause &text, qsizetype most) const;
    //! Along the index of the order, over at most \a scan rows of it.
    Clause walk(const Clause &text, qint64 scan, qsizetype most) const;
    //! One group of the order by status: its ranges merged by when they end.
    Clause walkRank(const Segments &rank, const Clause &text, qint64 scan, qsizetype most) const;

private:
    bool ofAll() const;
    Clause own() const;
    QString index(const QString &name) const;
    QString orderIndex() const;
    QString direction() const;
    QString column() const;
    Clause inSegments(const Segments &segments) const;
    std::pair<Clause, Clause> scanned(const Clause &text) const;

    const KeyQuery m_query;
    const QString m_needle;
    const qint64 m_now;
    const bool m_breathes;
};

} // namespace core
