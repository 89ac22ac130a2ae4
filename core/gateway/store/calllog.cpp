#include "core/gateway/store/calllog.h"

#include "core/base/crypto.h"
#include "core/base/identifiers.h"
#include "core/gateway/store/database.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

constexpr qint64 minute = 60 * 1000;
constexpr qint64 hour = 60 * minute;
//! Where many keys are in use, adding up after each batch would cost more than the events.
constexpr std::chrono::seconds addUpEvery{5};
constexpr std::size_t fewKeys = 64;
constexpr std::size_t mostKeysInMind = 50000;

QString from(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

//! By name: for each value that is bound by position Qt writes that number as text.
void bind(QSqlQuery &statement, std::initializer_list<QVariant> values)
{
    static const QString names[]{u":a"_s, u":b"_s, u":c"_s, u":d"_s, u":e"_s, u":f"_s, u":g"_s, u":h"_s, u":i"_s,
                                 u":j"_s, u":k"_s, u":l"_s, u":m"_s, u":n"_s, u":o"_s, u":p"_s, u":q"_s, u":r"_s};
    const auto *name = std::begin(names);
    for (const auto &value : values)
        statement.bindValue(*name++, value);
}

} // namespace

const QVariant &CallLog::Word::of(std::string_view now)
{
    if (now != text || !value.isValid()) {
        text = now;
        value = orNull(from(now));
    }
    return value;
}

CallLog::Outcome CallLog::outcomeOf(int status)
{
    switch (status) {
    case 401: return Unauthorized;
    case 403: return Forbidden;
    case 429: return Limited;
    default: return status < 400 ? Ok : Other;
    }
}

bool CallLog::write(std::span<const check::RequestEvent> calls)
{
    if (m_ready && calls.empty() && !isDue())
        return true;
    Change change(m_database);
    begin();
    crypto::Bytes random(10 * calls.size());
    crypto::fillRandom(random);
    std::span<const std::uint8_t> rest(random);
    for (const auto &call : calls) {
        insert(call, rest.first<10>());
        rest = rest.subspan<10>();
    }
    if (isDue())
        addUp();
    return finish(change.commit());
}

bool CallLog::writeLast(std::span<const check::RequestEvent> calls)
{
    m_addedUp = {};
    return write(calls);
}

//! A failed Change leaves in mind what the database does not have.
bool CallLog::finish(bool committed)
{
    m_ready = committed;
    return committed;
}

void CallLog::begin()
{
    if (!m_ready)
        recover();
    auto newest = m_database.select(u"SELECT MAX(number) FROM events"_s);
    m_number = newest.next() ? newest.integer(0) : 0;
}

//! Adds up what a program that ended too soon, or a Change that failed, left behind.
void CallLog::recover()
{
    m_uses.clear();
    m_fresh.clear();
    m_insertion = m_database.prepared(
        u"INSERT INTO events (number, id, organization_id, at, kind, actor_kind, actor_id, actor_name, key_id, "
        "key_name, key_hint, method, path, status, code, address, user_agent, scope, previous) "
        "VALUES (:a, :b, :c, :d, 'request', :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o, :p, :q, :r)"_s);
    m_counting = m_database.prepared(
        u"INSERT INTO hourly_counts (organization_id, key_id, hour, ok, unauthorized, forbidden, limited, other, "
        "last_event) VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i) ON CONFLICT (key_id, hour) DO UPDATE SET "
        "ok = hourly_counts.ok + excluded.ok, unauthorized = hourly_counts.unauthorized + excluded.unauthorized, "
        "forbidden = hourly_counts.forbidden + excluded.forbidden, limited = hourly_counts.limited + excluded.limited, "
        "other = hourly_counts.other + excluded.other, last_event = excluded.last_event"_s);
    m_using = m_database.prepared(
        u"UPDATE keys SET last_used_at = :a, last_used_address = :b, last_used_agent = :c WHERE id = :d AND "
        "organization_id = :e AND COALESCE(last_used_at, 0) <= :f"_s);
    m_telling = m_database.prepared(u"UPDATE keys SET change_number = :a WHERE id = :b AND organization_id = :c"_s);
    auto rows = m_database.select(
        u"SELECT number, at, status, key_id, organization_id, address, user_agent FROM events WHERE "
        "number > (SELECT up_to FROM counted_events) AND kind = 'request' AND key_id IS NOT NULL ORDER BY number"_s);
    while (rows.next()) {
        m_number = rows.integer(0);
        auto &use = useOf(rows.text(3).toStdString(), rows.text(4));
        use.address = orNull(rows.text(5));
        use.agent = orNull(rows.text(6));
        note(use, rows.integer(1), static_cast<int>(rows.integer(2)));
    }
}

CallLog::Use &CallLog::useOf(const std::string &id, const QString &organization)
{
    const auto [place, isNew] = m_uses.try_emplace(id);
    auto &use = place->second;
    if (isNew) {
        use.organization = organization;
        use.id = from(id);
        auto last = m_database.select(
            u"SELECT last_event FROM hourly_counts WHERE key_id = ? ORDER BY hour DESC LIMIT 1"_s, {use.id});
        use.lastEvent = last.next() ? last.integer(0) : 0;
    }
    return use;
}

CallLog::Use &CallLog::useOf(const std::shared_ptr<const check::KeyFacts> &key)
{
    const auto known = m_uses.find(key->id);
    auto &use = known == m_uses.end() ? useOf(key->id, from(key->organizationId)) : known->second;
    if (use.facts != key) {
        use.facts = key;
        use.name = orNull(from(key->name));
        use.hint = orNull(from(key->hint));
    }
    return use;
}

//! The newest event is one of this key.
void CallLog::note(Use &use, qint64 at, int status)
{
    if (use.hours.empty())
        m_fresh.push_back(&use);
    auto &counted = use.hours[at - at % hour];
    ++counted.counts[outcomeOf(status)];
    counted.lastEvent = m_number;
    use.lastEvent = m_number;
    use.at = at;
}

void CallLog::insert(const check::RequestEvent &call, std::span<const std::uint8_t, 10> random)
{
    static const Use nobody{orNull({}), orNull({}), orNull({}), orNull({}), {}, 0, {}, 0, {}, {}, -1};
    Use *const use = call.key ? &useOf(call.key) : nullptr;
    const Use &shown = use ? *use : nobody;
    const auto &address = m_address.of(call.address);
    const auto &agent = m_agent.of(call.userAgent);
    ++m_number;
    bind(m_insertion, {m_number, core::idFrom(call.at, random), shown.organization, static_cast<qint64>(call.at),
                       use ? u"key"_s : u"system"_s, shown.id, shown.name, shown.id, shown.name, shown.hint,
                       m_method.of(call.method), m_path.of(call.path), static_cast<int>(call.status),
                       m_code.of(call.code), address, agent, m_scope.of(call.scope),
                       shown.lastEvent > 0 ? QVariant(shown.lastEvent) : QVariant(QMetaType::fromType<qint64>())});
    m_database.run(m_insertion);
    if (!use)
        return;
    use->address = address;
    use->agent = agent;
    note(*use, call.at, call.status);
}

bool CallLog::isDue() const
{
    return !m_fresh.empty() && (m_fresh.size() <= fewKeys || Clock::now() - m_addedUp >= addUpEvery);
}

void CallLog::addUp()
{
    // By organization, so that each one's change number is read and written once.
    std::stable_sort(m_fresh.begin(), m_fresh.end(), [](const Use *a, const Use *b) {
        return a->organization.toString() < b->organization.toString();
    });
    for (auto first = m_fresh.begin(); first != m_fresh.end();) {
        const QVariant organization = (*first)->organization;
        auto rows = m_database.select(u"SELECT change_number FROM organizations WHERE id = ?"_s, {organization});
        const qint64 before = rows.next() ? rows.integer(0) : 0;
        qint64 changeNumber = before;
        for (; first != m_fresh.end() && (*first)->organization == organization; ++first)
            addUpUse(**first, changeNumber);
        if (changeNumber != before)
            m_database.run(u"UPDATE organizations SET change_number = ? WHERE id = ?"_s, {changeNumber, organization});
    }
    m_database.run(u"UPDATE counted_events SET up_to = ?"_s, {m_number});
    m_fresh.clear();
    if (m_uses.size() > mostKeysInMind)
        m_uses.clear();
    m_addedUp = Clock::now();
}

void CallLog::addUpUse(Use &use, qint64 &changeNumber)
{
    for (const auto &[start, counted] : use.hours) {
        const auto &counts = counted.counts;
        bind(m_counting, {use.organization, use.id, start, counts[Ok], counts[Unauthorized], counts[Forbidden],
                          counts[Limited], counts[Other], counted.lastEvent});
        m_database.run(m_counting);
    }
    use.hours.clear();
    bind(m_using, {use.at, use.address, use.agent, use.id, use.organization, use.at});
    m_database.run(m_using);
    // Else a busy key would be news in every second.
    if (use.toldMinute == use.at / minute)
        return;
    use.toldMinute = use.at / minute;
    bind(m_telling, {changeNumber + 1, use.id, use.organization});
    if (m_database.run(m_telling) > 0)
        ++changeNumber;
}

} // namespace gateway::store
