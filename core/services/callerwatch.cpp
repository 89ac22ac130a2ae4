#include "core/services/callerwatch.h"

#include "core/base/clock.h"
#include "core/services/directory.h"
#include "core/services/sessions.h"
#include "core/services/usage.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace core {

namespace {

//! More requests in a day are not read one by one: hours must do.
constexpr qint64 mostRequests = 5000;
constexpr int pageSize = 1000;
constexpr std::chrono::seconds day = 24h;
constexpr std::chrono::seconds hour = 1h;
//! What the gateway does not show yet of a half hour that is over.
constexpr std::chrono::seconds late = 1min;

qint64 totalOf(const QList<UsageCount> &counts)
{
    return std::accumulate(counts.begin(), counts.end(), qint64(0),
                           [](qint64 sum, const UsageCount &count) { return sum + count.total(); });
}

} // namespace

//! An asker of its own, so that readings of several keys do not end one another.
class CallerWatch::Reading : public QObject {
public:
    qint64 organization = 0;
    QString accountId;
    QString organizationId;
    QString keyId;
    KeyOfOrganization key() const { return {organization, keyId}; }
    QDateTime since; //!< requests from then on are read
    Callers callers;
    Settle<Callers> settle;
};

CallerWatch::CallerWatch(Sessions &sessions, Directory &directory, Usage &usage, const Clock &clock, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_usage(usage), m_clock(clock)
{
}

UsageQuestion CallerWatch::hoursOf(qint64 organization, const QString &keyId, const QDateTime &now) const
{
    return {organization, keyId, UsageBucket::Hour, now.addSecs(-day.count()), now};
}

std::optional<Callers> CallerWatch::last(qint64 organization, const QString &keyId) const
{
    if (const auto at = m_last.find({organization, keyId}); at != m_last.end())
        return *at;
    const auto hours = m_usage.counts(hoursOf(organization, keyId, m_clock.now()));
    if (!hours)
        return std::nullopt;
    Callers callers;
    callers.bucket = hour;
    callers.counts = hours->counts;
    callers.asOf = hours->asOf;
    callers.recentSince = hours->asOf;
    if (const auto breakdown = m_usage.breakdown({organization, keyId, 1}))
        callers.addresses = breakdown->breakdown.addresses;
    return callers;
}

Async<Callers> CallerWatch::read(qint64 organization, const QString &keyId)
{
    if (const auto underWay = m_underWay.value({organization, keyId}))
        return underWay->settle.operation();
    const auto cached = m_directory.organization(organization);
    if (!cached)
        return ready<Callers>(Error{Error::Kind::NotFound, u"no such organization"_s});
    const auto reading = std::make_shared<Reading>();
    reading->organization = organization;
    reading->accountId = cached->accountId;
    reading->organizationId = cached->organization.id;
    reading->keyId = keyId;
    reading->callers.asOf = m_clock.now();
    m_underWay.insert(reading->key(), reading);
    readHours(reading);
    return reading->settle.operation();
}

//! Goes on with what \a answer brings; an error ends the reading.
template <typename T, typename Then>
void CallerWatch::then(const ReadingPointer &reading, const Async<T> &answer, Then next)
{
    whenDone(answer, this, [this, reading, next](const Result<T> &result) {
        m_sessions.noteOutcome(reading->accountId, result ? std::nullopt : std::optional(result.error()));
        if (result)
            return next(*result);
        m_underWay.remove(reading->key());
        reading->settle(result.error());
    });
}

void CallerWatch::readHours(const ReadingPointer &reading)
{
    then(reading,
         m_usage.readCounts(hoursOf(reading->organization, reading->keyId, reading->callers.asOf), reading.get()),
         [this, reading](const UsageCounts &hours) { gotHours(reading, hours.counts); });
}

//! Half hours that were over when they were counted are not read again.
void CallerWatch::gotHours(const ReadingPointer &reading, const QList<UsageCount> &hours)
{
    auto &callers = reading->callers;
    if (totalOf(hours) > mostRequests) {
        callers.bucket = hour;
        callers.counts = hours;
        const auto recent = hours.mid(std::max<qsizetype>(0, hours.size() - 2));
        callers.recentSince = recent.first().start;
        callers.recent = totalOf(recent);
        return readAddresses(reading);
    }
    callers.bucket = callers::halfHour;
    callers.counts = callers::emptyHalfHours(callers.asOf);
    callers.recentSince = callers.asOf.addSecs(-hour.count());
    reading->since = callers.counts.first().start;
    const auto known = m_last.find(reading->key());
    if (known != m_last.end() && known->bucket == callers.bucket) {
        const auto settled =
            std::min(callers::halfHourOf(known->asOf.addSecs(-late.count())), callers::halfHourOf(callers.recentSince));
        for (auto &count : callers.counts) {
            const auto same = std::find_if(known->counts.begin(), known->counts.end(),
                                           [&](const UsageCount &each) { return each.start == count.start; });
            if (count.start < settled && same != known->counts.end())
                count = *same;
        }
        reading->since = std::max(reading->since, settled);
    }
    readRequests(reading, {});
}

void CallerWatch::readRequests(const ReadingPointer &reading, const QString &cursor)
{
    ActivityFilter filter;
    filter.keyId = reading->keyId;
    filter.kinds = {EventKind::Request};
    filter.since = reading->since;
    auto *backend = m_sessions.backend(reading->accountId);
    then(reading,
         backend != nullptr ? backend->activity(reading->organizationId, filter, cursor, pageSize)
                            : ready<ActivityPage>(Error{Error::Kind::Unauthorized, u"the account is gone"_s}),
         [this, reading](const ActivityPage &page) { gotRequests(reading, page); });
}

void CallerWatch::gotRequests(const ReadingPointer &reading, const ActivityPage &page)
{
    auto &callers = reading->callers;
    callers::add(callers.counts, page.events);
    callers.recent += std::count_if(page.events.begin(), page.events.end(),
                                    [&](const ActivityEvent &event) { return event.at >= callers.recentSince; });
    if (page.cursor.isEmpty())
        readAddresses(reading);
    else
        readRequests(reading, page.cursor);
}

void CallerWatch::readAddresses(const ReadingPointer &reading)
{
    then(reading, m_usage.readBreakdown({reading->organization, reading->keyId, 1}, reading.get()),
         [this, reading](const KeyBreakdown &read) {
             reading->callers.addresses = read.breakdown.addresses;
             m_last.insert(reading->key(), reading->callers);
             m_underWay.remove(reading->key());
             reading->settle(reading->callers);
         });
}

} // namespace core
