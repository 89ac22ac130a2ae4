#include "app/gateway/traffic.h"

#include <QRegularExpression>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using gateway::check::RequestEvent;

namespace {

constexpr qint64 minute = 60 * 1000;
constexpr qint64 hourLength = 60 * minute;
constexpr qint64 dayLength = 24 * hourLength;
constexpr qint64 hours = 90 * 24;
constexpr std::size_t batch = 10000;
//! After a rotation the callers switch one after the other; the last of several has not yet.
constexpr qint64 switchesEvery = 28 * minute;
constexpr std::size_t pathsOfRoute = 40;
constexpr double refusedInARush = 0.45;
constexpr double aroundARotation = 1;

bool hasEnded(const TrafficKey &key, qint64 at)
{
    return key.ended != 0 && at >= key.ended;
}

bool hasSwitched(const TrafficKey &key, std::size_t caller, qint64 at)
{
    const bool isLast = caller + 1 == key.habit->callers.size();
    return at >= key.rotated + static_cast<qint64>(caller + 1) * switchesEvery && !isLast;
}

} // namespace

Traffic::Traffic(gateway::store::Database &database, const QList<core::Profile> &profiles, const QDateTime &now,
                 quint64 seed)
    : m_database(database), m_profiles(profiles), m_now(now.toMSecsSinceEpoch()), m_random(seed), m_log(database)
{
}

core::Result<> Traffic::write(qint64 calls, const std::vector<TrafficKey> &keys, std::vector<PastEvent> past)
{
    // A sample that the power cut short is made anew: it need not wait for the disk.
    m_database.run(u"PRAGMA synchronous = NORMAL"_s);
    m_past = std::move(past);
    std::stable_sort(m_past.begin(), m_past.end(), [](const auto &a, const auto &b) { return a.at < b.at; });
    std::vector<Stream> streams;
    streams.reserve(static_cast<std::size_t>(keys.size()));
    for (const auto &key : keys)
        streams.push_back(streamOf(key));
    const qint64 start = (m_now / hourLength - hours + 1) * hourLength;
    qint64 lastUses = 0;
    for (const auto &key : keys)
        lastUses += (key.lastUse >= start ? 1 : 0) + (key.previousUse >= start ? 1 : 0);
    const qint64 spread = std::max<qint64>(calls - lastUses, 0);
    double total = 0;
    for (qint64 hour = start; hour <= m_now; hour += hourLength)
        for (const auto &stream : streams)
            total += weight(stream, hour);
    double reached = 0;
    qint64 made = 0;
    Calls ofHour;
    for (qint64 hour = start; hour <= m_now; hour += hourLength) {
        for (const auto &stream : streams) {
            reached += weight(stream, hour);
            const auto due = std::min(spread, std::llround(static_cast<double>(spread) * reached / total));
            addHour(stream, hour, due - made, ofHour);
            made = due;
        }
        if (calls >= lastUses)
            addLastUses(streams, hour, ofHour);
        std::sort(ofHour.begin(), ofHour.end(), [](const auto &a, const auto &b) { return a.at < b.at; });
        if (!put(ofHour))
            break;
    }
    if (flush() && tellUntil(m_now + 1) && m_log.writeLast({}))
        return {};
    return *m_database.fault();
}

Traffic::Choice Traffic::choiceOf(const core::Route &route)
{
    static const QRegularExpression parameter(u"\\{(\\w+)\\}"_s);
    Choice choice{
        route.method.toStdString(), (route.method + u' ' + route.path).toStdString(), route.scope.toStdString(), {}};
    const bool isPlain = !route.path.contains(u'{');
    for (std::size_t i = 0; i < (isPlain ? 1 : pathsOfRoute); ++i) {
        auto path = route.path;
        path.replace(u"{tenant}"_s, u"1042"_s);
        path.replace(parameter, QString::number(10000 + below(90000)));
        choice.paths.push_back(path.toStdString());
    }
    return choice;
}

Traffic::Stream Traffic::streamOf(const TrafficKey &key)
{
    Stream stream{&key, {}, {}};
    const auto profile = std::find_if(m_profiles.begin(), m_profiles.end(),
                                      [&](const auto &one) { return one.id.toStdString() == key.facts->profileId; });
    const auto &scopes = key.facts->scopes;
    const auto inUse = key.habit->scopesInUse == 0
                           ? scopes.end()
                           : scopes.begin() + std::min<std::ptrdiff_t>(key.habit->scopesInUse, std::ssize(scopes));
    for (const auto &route : profile->routes) {
        const auto scope = std::find(scopes.begin(), scopes.end(), route.scope.toStdString());
        if (scope == scopes.end())
            stream.foreign.push_back(choiceOf(route));
        else if (scope < inUse)
            stream.own.push_back(choiceOf(route));
    }
    if (stream.own.empty())
        stream.own.push_back({"GET", {}, {}, {"/api/v1/whoami"}});
    if (stream.foreign.empty())
        stream.foreign = stream.own;
    return stream;
}

double Traffic::weight(const Stream &stream, qint64 hour) const
{
    const auto &key = *stream.key;
    const auto &habit = *key.habit;
    double part = 1;
    if (hasEnded(key, hour)) {
        const auto over = static_cast<double>(hour - key.ended) / static_cast<double>(dayLength);
        part = std::max(0.0, 1 - over / (habit.insistsDays + 0.01)) / 4;
    } else if (hour >= key.lastUse) {
        return 0;
    }
    if (hour < key.from)
        return 0;
    const double growth = 1 - 0.35 * static_cast<double>(m_now - hour) / static_cast<double>(hours * hourLength);
    // So that its callers can be seen to switch, also where that is at night.
    const bool isRotation = key.rotated != 0 && hour + 2 * hourLength > key.rotated;
    const double busy = isRotation ? aroundARotation : busyness(habit.rhythm, hour);
    return habit.share * key.share * busy * growth * part;
}

void Traffic::addHour(const Stream &stream, qint64 hour, qint64 count, Calls &calls)
{
    const auto &key = *stream.key;
    const qint64 length = within(key.habit->rhythm).count();
    const qint64 last = hasEnded(key, hour) ? m_now : key.ended != 0 ? std::max(key.ended, key.lastUse) : key.lastUse;
    const qint64 end = std::max(std::min(hour + length, last), hour + 1);
    const auto callers = key.habit->callers.size();
    for (qint64 i = 0; i < count; ++i) {
        const qint64 at = hour + static_cast<qint64>(below(static_cast<std::size_t>(end - hour)));
        calls.push_back(call(stream, std::min(below(callers), below(callers)), at));
    }
}

void Traffic::addLastUses(const std::vector<Stream> &streams, qint64 hour, Calls &calls)
{
    const auto isIn = [hour](qint64 at) { return at >= hour && at < hour + hourLength; };
    for (const auto &stream : streams) {
        if (isIn(stream.key->lastUse))
            calls.push_back(call(stream, 0, stream.key->lastUse));
        if (isIn(stream.key->previousUse))
            calls.push_back(call(stream, stream.key->habit->callers.size() - 1, stream.key->previousUse));
    }
}

RequestEvent Traffic::call(const Stream &stream, std::size_t caller, qint64 at)
{
    const auto &key = *stream.key;
    const auto &[address, agent] = key.habit->callers[caller];
    const bool isAstray = happens(key.habit->astray);
    const auto &choices = isAstray ? stream.foreign : stream.own;
    const auto &choice = choices[std::min(below(choices.size()), below(choices.size()))];
    RequestEvent made;
    made.at = at;
    made.key = key.previous && !hasSwitched(key, caller, at) ? key.previous : key.facts;
    made.method = choice.method;
    made.path = pathOf(choice);
    made.address = address;
    made.userAgent = agent;
    made.status = 200;
    if (hasEnded(key, at)) {
        made.status = 401;
        made.code = key.endCode;
        return made; // such a call is refused before its route is looked for
    }
    made.route = choice.route;
    made.scope = choice.scope;
    if (isAstray && choices.front().route != stream.own.front().route) {
        made.status = 403;
        made.code = "FORBIDDEN";
    } else if (key.habit->rhythm == Rhythm::Campaign && isRushed(at) && happens(refusedInARush)) {
        made.status = 429;
        made.code = "RATE_LIMITED";
    }
    return made;
}

const std::string &Traffic::pathOf(const Choice &choice)
{
    return choice.paths[choice.paths.size() == 1 ? 0 : below(choice.paths.size())];
}

std::size_t Traffic::below(std::size_t end)
{
    return static_cast<std::size_t>(m_random() % end);
}

bool Traffic::happens(double probability)
{
    return probability > 0 && static_cast<double>(m_random() >> 11U) * 0x1p-53 < probability;
}

//! In the order of time, with what else happened in between.
bool Traffic::put(Calls &calls)
{
    for (auto &one : calls) {
        const bool isTold = m_told == m_past.size() || m_past[m_told].at.toMSecsSinceEpoch() >= one.at;
        if ((!isTold || m_calls.size() >= batch) && !(flush() && tellUntil(one.at)))
            return false;
        m_calls.push_back(std::move(one));
    }
    calls.clear();
    return true;
}

bool Traffic::flush()
{
    const bool isWritten = m_log.write(m_calls);
    m_calls.clear();
    return isWritten;
}

bool Traffic::tellUntil(qint64 time)
{
    gateway::store::Change change(m_database);
    for (; m_told < m_past.size() && m_past[m_told].at.toMSecsSinceEpoch() < time; ++m_told)
        gateway::store::Activity(m_database).write(m_past[m_told].event, m_past[m_told].at);
    return change.commit();
}
