#include "core/services/usage.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/services/directory.h"
#include "core/services/sessions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

const Error notSignedIn{Error::Kind::Unauthorized, u"this account is not signed in"_s};

template <typename T>
std::optional<Error> errorOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error());
}

//! What the cache holds; that it cannot be read is no reason not to go on.
template <typename T>
std::optional<T> valueOf(const Result<std::optional<T>> &kept)
{
    if (kept)
        return *kept;
    qCWarning(logServices) << "The usage kept on this machine cannot be read:" << kept.error().detail;
    return std::nullopt;
}

} // namespace

Usage::Usage(Sessions &sessions, Directory &directory, UsageCache &cache, const Clock &clock, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_cache(cache), m_clock(clock)
{
}

Usage::~Usage() = default;

std::optional<UsageCounts> Usage::counts(const UsageQuestion &question) const
{
    return valueOf(m_cache.counts(question));
}

std::optional<KeyBreakdown> Usage::breakdown(const BreakdownQuestion &question) const
{
    return valueOf(m_cache.breakdown(question));
}

Async<UsageCounts> Usage::readCounts(const UsageQuestion &question, QObject *asker)
{
    return ask(m_counts, question, asker);
}

Async<KeyBreakdown> Usage::readBreakdown(const BreakdownQuestion &question, QObject *asker)
{
    return ask(m_breakdowns, question, asker);
}

template <std::copyable Question, std::copyable Answer>
Async<Answer> Usage::ask(Desk<Question, Answer> &desk, const Question &question, QObject *asker)
{
    const Settle<Answer> settle;
    const auto known = desk.askers.constFind(asker);
    if (known != desk.askers.cend())
        (*known)(Error{Error::Kind::Cancelled});
    else
        connect(asker, &QObject::destroyed, this, [&desk, asker] { desk.askers.remove(asker); });
    desk.askers.insert(asker, settle);
    const auto same = std::find_if(desk.underWay.begin(), desk.underWay.end(),
                                   [&](const auto &call) { return call.question == question; });
    if (same != desk.underWay.end()) {
        same->waiting.append(settle);
        return settle.operation();
    }
    desk.underWay.push_back({question, {settle}});
    send(question);
    return settle.operation();
}

//! The backend to ask about an organization; null where its account is not signed in.
Backend *Usage::backendOf(const std::optional<CachedOrganization> &organization) const
{
    auto *backend = organization ? m_sessions.backend(organization->accountId) : nullptr;
    return backend != nullptr && backend->hasSession() ? backend : nullptr;
}

void Usage::send(const UsageQuestion &question)
{
    const auto organization = m_directory.organization(question.organization);
    auto *backend = backendOf(organization);
    if (backend == nullptr)
        return finish(m_counts, question, Result<UsageCounts>(notSignedIn));
    const auto asOf = std::min(m_clock.now(), question.until);
    whenDone(
        backend->usage(organization->organization.id, question.keyId, question.bucket, question.since, question.until),
        this, [this, question, asOf, account = organization->accountId](const Result<QList<UsageCount>> &counts) {
            m_sessions.noteOutcome(account, errorOf(counts));
            finish(m_counts, question, counts ? Result<UsageCounts>(UsageCounts{*counts, asOf}) : counts.error());
        });
}

void Usage::send(const BreakdownQuestion &question)
{
    const auto organization = m_directory.organization(question.organization);
    auto *backend = backendOf(organization);
    if (backend == nullptr)
        return finish(m_breakdowns, question, Result<KeyBreakdown>(notSignedIn));
    const auto now = m_clock.now();
    whenDone(backend->breakdown(question.keyId, now.addDays(-question.days)), this,
             [this, question, now, account = organization->accountId](const Result<UsageBreakdown> &breakdown) {
                 m_sessions.noteOutcome(account, errorOf(breakdown));
                 finish(m_breakdowns, question,
                        breakdown ? Result<KeyBreakdown>(KeyBreakdown{*breakdown, now}) : breakdown.error());
             });
}

template <std::copyable Question, std::copyable Answer>
void Usage::finish(Desk<Question, Answer> &desk, const Question &question, const Result<Answer> &answer)
{
    const auto call = std::find_if(desk.underWay.begin(), desk.underWay.end(),
                                   [&](const auto &each) { return each.question == question; });
    const auto waiting = call->waiting;
    desk.underWay.erase(call);
    // The organization may have been forgotten meanwhile.
    if (answer && m_directory.organization(question.organization)) {
        if (const auto kept = m_cache.put(question, *answer); !kept)
            qCWarning(logServices) << "The usage cannot be kept on this machine:" << kept.error().detail;
    }
    for (const auto &settle : waiting)
        settle(answer);
}

} // namespace core
