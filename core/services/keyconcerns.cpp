#include "core/services/keyconcerns.h"

#include "core/base/clock.h"
#include "core/services/directory.h"
#include "core/services/sessions.h"
#include "core/services/usage.h"
#include "core/storage/keycache.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

using Show = KeyQuery::Show;
using Sort = KeyQuery::Sort;

constexpr qsizetype mostOfEach = KeyConcerns::mostListed;
constexpr qsizetype mostAsked = 12;
constexpr qsizetype mostRetiring = 50;
constexpr qsizetype mostRefused = 8;
constexpr int refusalsRead = 500; // read and parsed within a frame or two
constexpr std::chrono::minutes answerHolds{10};
constexpr std::chrono::hours breakdownHolds{24}; //!< later, what it does not name may have been used

//! Where keys of concern are found: the first rows of each.
struct Place {
    Show show;
    Sort sort;
    Qt::SortOrder order;
    qsizetype most = mostOfEach + 1;
};
constexpr Place places[] = {
    {Show::Retiring, Sort::LastUsed, Qt::DescendingOrder, mostRetiring}, // those still called are among the first
    {Show::ExpiresSoon, Sort::Expires, Qt::AscendingOrder},
    {Show::Idle, Sort::LastUsed, Qt::AscendingOrder},
    {Show::Active, Sort::Created, Qt::AscendingOrder},
    {Show::Active, Sort::Expires, Qt::DescendingOrder}, // those that never do
    {Show::Active, Sort::LastUsed, Qt::DescendingOrder}};

} // namespace

KeyConcerns::KeyConcerns(Sessions &sessions, const Directory &directory, const KeyCache &cache, Usage &usage,
                         const Clock &clock, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_cache(cache), m_usage(usage), m_clock(clock)
{
}

Result<QList<qint64>> KeyConcerns::rows(const KeyQuery &query, qsizetype most) const
{
    const auto first = m_cache.firstRows(query, most);
    if (!first)
        return first.error();
    return first->rows;
}

Result<QList<CachedKey>> KeyConcerns::candidates(qint64 organization) const
{
    QList<qint64> all;
    const auto add = [&all](qint64 row) {
        if (row != 0 && !all.contains(row))
            all.append(row);
    };
    for (const auto &[show, sort, order, most] : places) {
        const auto found = rows(
            {.organization = organization, .show = show, .sort = sort, .order = order, .now = m_clock.now()}, most);
        if (!found)
            return found.error();
        std::for_each(found->begin(), found->end(), add);
    }
    for (const auto &place : m_directory.within(organization)) {
        for (const QString &keyId : m_refused.value(place.reference).keyIds)
            add(m_cache.rowOf(place.reference, keyId));
    }
    return m_cache.cachedKeys(all);
}

UsageQuestion KeyConcerns::callsOf(qint64 organization, const QString &keyId) const
{
    const QDateTime now = m_clock.now();
    return {organization, keyId, UsageBucket::Day, now.addDays(-attention::refusedDays), now};
}

attention::Known KeyConcerns::knownOf(qint64 organization, const Key &key) const
{
    attention::Known known;
    if (key.status == KeyStatus::Retiring && !key.replacedBy.isEmpty())
        if (const auto next = m_cache.key(organization, key.replacedBy))
            known.replacedAt = next->createdAt;
    if (const auto calls = m_usage.counts(callsOf(organization, key.id)))
        known.calls = attention::sumOf(calls->counts);
    if (const auto use = m_usage.breakdown({organization, key.id, attention::observedDays});
        use && !isOlder(use->asOf, breakdownHolds))
        known.breakdown = use->breakdown;
    return known;
}

Result<ConcernList> KeyConcerns::list(qint64 organization) const
{
    const auto keys = candidates(organization);
    if (!keys)
        return keys.error();
    ConcernList list;
    for (const auto &[reference, name, key] : *keys) {
        const auto place = m_directory.organization(reference);
        if (!place)
            continue;
        const attention::Known known = knownOf(reference, key);
        const auto concerns = attention::concernsOf(key, place->organization.policy, known, m_clock.now());
        if (!concerns.isEmpty())
            list.keys.append({key, concerns, known, reference});
    }
    std::stable_sort(list.keys.begin(), list.keys.end(), [](const ConcernedKey &a, const ConcernedKey &b) {
        return a.concerns.first() < b.concerns.first();
    });
    list.more = list.keys.size() > mostListed;
    list.keys = list.keys.first(std::min(list.keys.size(), mostListed));
    list.isUseSampled = isUseSampled(organization);
    return list;
}

bool KeyConcerns::isUseSampled(qint64 organization) const
{
    const auto places = m_directory.within(organization);
    const bool toldOfNone = std::none_of(places.begin(), places.end(), [this](const CachedOrganization &each) {
        return m_directory.standing(each.reference).can.showsCalls();
    });
    if (toldOfNone)
        return false;
    const auto hasMore = [&](Show show, qsizetype than) {
        const auto found = rows({.organization = organization,
                                 .show = show,
                                 .sort = Sort::LastUsed,
                                 .order = Qt::DescendingOrder,
                                 .now = m_clock.now()},
                                than + 1);
        if (!found || found->size() <= than)
            return false;
        const auto next = m_cache.cachedKeys({found->last()});
        return next && !next->isEmpty() && next->first().key.lastUsed;
    };
    const bool isCut = std::any_of(places.begin(), places.end(), [this](const CachedOrganization &each) {
        return m_refused.value(each.reference).isCut;
    });
    return isCut || hasMore(Show::Active, mostAsked) || hasMore(Show::Retiring, mostRetiring);
}

bool KeyConcerns::isOlder(const QDateTime &asOf, std::chrono::seconds than) const
{
    return !asOf.isValid() || asOf.addSecs(than.count()) <= m_clock.now();
}

bool KeyConcerns::isOld(const QDateTime &asOf) const
{
    return isOlder(asOf, answerHolds);
}

void KeyConcerns::askUse(qint64 organization)
{
    m_breakdowns.clear();
    m_calls.clear();
    findBreakdowns(organization);
    for (const auto &place : m_directory.within(organization)) {
        if (!m_directory.standing(place.reference).can.showsCalls())
            continue;
        findCalls(place.reference);
        if (isOld(m_refused.value(place.reference).asOf))
            readRefusals(place);
    }
    readNext();
}

void KeyConcerns::findBreakdowns(qint64 organization)
{
    QList<qint64> found;
    for (const auto show : {Show::Retiring, Show::Active}) {
        const auto called = rows({.organization = organization,
                                  .show = show,
                                  .sort = Sort::LastUsed,
                                  .order = Qt::DescendingOrder,
                                  .now = m_clock.now()},
                                 mostAsked);
        if (called)
            found += *called;
    }
    const auto keys = m_cache.cachedKeys(found);
    if (!keys)
        return;
    for (const auto &[reference, name, key] : *keys) {
        const BreakdownQuestion question{reference, key.id, attention::observedDays};
        const auto known = m_usage.breakdown(question);
        const bool told = m_directory.standing(reference).can.showsCalls();
        if (told && key.lastUsed && (!known || isOld(known->asOf)))
            m_breakdowns.append(question);
    }
}

void KeyConcerns::findCalls(qint64 organization)
{
    m_calls.removeIf([&](const UsageQuestion &each) { return each.organization == organization; });
    for (const QString &keyId : m_refused.value(organization).keyIds) {
        const UsageQuestion question = callsOf(organization, keyId);
        const auto known = m_usage.counts(question);
        if (!known || isOld(known->asOf))
            m_calls.append(question);
    }
}

//! The newest refusals name the keys that may have been refused often; their counts decide.
void KeyConcerns::readRefusals(const CachedOrganization &organization)
{
    auto *backend = m_sessions.backend(organization.accountId);
    if (backend == nullptr || !backend->hasSession())
        return;
    const ActivityFilter filter{.result = ActivityFilter::Result::Refused,
                                .since = m_clock.now().addDays(-attention::refusedDays)};
    whenDone(backend->activity(organization.organization.id, filter, {}, refusalsRead), this,
             [this, organization](const Result<ActivityPage> &page) {
                 m_sessions.noteOutcome(organization.accountId, page ? std::nullopt : std::optional(page.error()));
                 if (!page)
                     return;
                 QHash<QString, int> refusals;
                 for (const ActivityEvent &event : page->events)
                     if (event.key)
                         ++refusals[event.key->id];
                 QStringList keyIds = refusals.keys();
                 std::sort(keyIds.begin(), keyIds.end(), [&refusals](const QString &a, const QString &b) {
                     return refusals.value(a) > refusals.value(b);
                 });
                 const bool isCut = !page->cursor.isEmpty() || keyIds.size() > mostRefused;
                 keyIds = keyIds.first(std::min(keyIds.size(), mostRefused));
                 m_refused.insert(organization.reference, {keyIds, isCut, m_clock.now()});
                 findCalls(organization.reference);
                 readNext();
             });
}

//! What fails is asked for again with the next askUse; the list does without it.
void KeyConcerns::readNext()
{
    if (m_isReading || (m_calls.isEmpty() && m_breakdowns.isEmpty()))
        return;
    m_isReading = true;
    const auto got = [this](const auto &answer) {
        m_isReading = false;
        if (answer)
            Q_EMIT changed();
        readNext();
    };
    if (!m_calls.isEmpty())
        whenDone(m_usage.readCounts(m_calls.takeFirst(), this), this, got);
    else
        whenDone(m_usage.readBreakdown(m_breakdowns.takeFirst(), this), this, got);
}

} // namespace core
