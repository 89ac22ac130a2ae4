#pragma once

#include "core/base/async.h"
#include "core/storage/usagecache.h"

#include <QHash>
#include <QObject>
#include <vector>

namespace core {

class Clock;
class Directory;
class Backend;
class Sessions;
struct CachedOrganization;

//! How much keys are used and by whom: at once as it was read last, refreshed from the gateway.
class Usage : public QObject {
    Q_OBJECT

public:
    Usage(Sessions &sessions, Directory &directory, UsageCache &cache, const Clock &clock, QObject *parent = nullptr);
    ~Usage() override;

    //! As read last, also without a network; nothing where it never was.
    std::optional<UsageCounts> counts(const UsageQuestion &question) const;
    std::optional<KeyBreakdown> breakdown(const BreakdownQuestion &question) const;

    //! Reads it from the gateway into the cache. The same question is asked once however many wait for it. A newer
    //! question of the same \a asker (such as a chart) makes its older one end as Cancelled.
    Async<UsageCounts> readCounts(const UsageQuestion &question, QObject *asker);
    Async<KeyBreakdown> readBreakdown(const BreakdownQuestion &question, QObject *asker);

private:
    //! The questions of one kind that wait for an answer.
    template <std::copyable Question, std::copyable Answer>
    struct Desk {
        struct Call {
            Question question;
            QList<Settle<Answer>> waiting;
        };
        std::vector<Call> underWay;
        QHash<QObject *, Settle<Answer>> askers;
    };

    template <std::copyable Question, std::copyable Answer>
    Async<Answer> ask(Desk<Question, Answer> &desk, const Question &question, QObject *asker);
    Backend *backendOf(const std::optional<CachedOrganization> &organization) const;
    void send(const UsageQuestion &question);
    void send(const BreakdownQuestion &question);
    template <std::copyable Question, std::copyable Answer>
    void finish(Desk<Question, Answer> &desk, const Question &question, const Result<Answer> &answer);

    Sessions &m_sessions;
    Directory &m_directory;
    UsageCache &m_cache;
    const Clock &m_clock;
    Desk<UsageQuestion, UsageCounts> m_counts;
    Desk<BreakdownQuestion, KeyBreakdown> m_breakdowns;
};

} // namespace core
