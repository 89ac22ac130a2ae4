#pragma once

#include "core/base/result.h"
#include "core/domain/attention.h"
#include "core/storage/usagecache.h"

#include <QHash>
#include <QObject>
#include <chrono>

namespace core {

class Clock;
class Directory;
class KeyCache;
class Sessions;
class Usage;
struct CachedKey;
struct CachedOrganization;
struct KeyQuery;

//! A key that somebody should look at.
struct ConcernedKey {
    Key key;
    QList<attention::Concern> concerns; //!< the most urgent first, never none
    attention::Known known;
    qint64 organization = 0; //!< CachedOrganization::reference
};

struct ConcernList {
    QList<ConcernedKey> keys; //!< the most urgent first
    bool more = false;        //!< than are listed
    //! Not every key was asked about: there may be others that are refused, may do more than they use, or are called
    //! while they retire.
    bool isUseSampled = false;
};

//! Finds the keys of an organization, or of all, that need attention: by a few short reads of the cache, whatever
//! number of keys there are, and by asking the gateway how those that are called are used.
class KeyConcerns : public QObject {
    Q_OBJECT

public:
    KeyConcerns(Sessions &sessions, const Directory &directory, const KeyCache &cache, Usage &usage, const Clock &clock,
                QObject *parent = nullptr);

    static constexpr qsizetype mostListed = 8;

    //! From the cache, and what the gateway said before.
    Result<ConcernList> list(qint64 organization) const;
    //! Asks how keys are used: those called last, those that retire, those refused most of late. What was asked a few
    //! minutes ago is not asked again. `changed` follows where something is new.
    void askUse(qint64 organization);

Q_SIGNALS:
    void changed();

private:
    Result<QList<CachedKey>> candidates(qint64 organization) const;
    Result<QList<qint64>> rows(const KeyQuery &query, qsizetype most) const;
    attention::Known knownOf(qint64 organization, const Key &key) const;
    UsageQuestion callsOf(qint64 organization, const QString &keyId) const;
    bool isOlder(const QDateTime &asOf, std::chrono::seconds than) const;
    bool isOld(const QDateTime &asOf) const;
    bool isUseSampled(qint64 organization) const;
    void findBreakdowns(qint64 organization);
    void findCalls(qint64 organization);
    void readRefusals(const CachedOrganization &organization);
    void readNext();

    Sessions &m_sessions;
    const Directory &m_directory;
    const KeyCache &m_cache;
    Usage &m_usage;
    const Clock &m_clock;
    //! The keys of an organization that were refused lately.
    struct Refusals {
        QStringList keyIds; //!< the most often refused first
        bool isCut = false; //!< there are more
        QDateTime asOf;
    };
    QHash<qint64, Refusals> m_refused;
    // Asked one after the other: they are for later, and the chart is for now.
    QList<UsageQuestion> m_calls;
    QList<BreakdownQuestion> m_breakdowns;
    bool m_isReading = false;
};

} // namespace core
