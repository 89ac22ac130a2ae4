#include "app/gateway/sample.h"

#include "app/gateway/traffic.h"

#include "core/base/identifiers.h"
#include "core/domain/keyrules.h"
#include "core/domain/keytoken.h"
#include "core/domain/profile.h"
#include "core/gateway/check/checker.h"
#include "core/gateway/store/activity.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/organizations.h"
#include "core/gateway/store/people.h"
#include "core/gateway/store/pepper.h"
#include "core/gateway/store/store.h"
#include "core/gateway/store/users.h"

using namespace Qt::StringLiterals;
using core::Error, core::Key, core::KeyStatus, core::Result, core::Role;
namespace store = gateway::store;

namespace {

struct Sample {
    QString name;
    QString note;
    KeyStatus status;
    int madeDaysAgo;
    std::optional<int> endsInDays;     //!< expiry; negative: past
    std::optional<int> usedMinutesAgo; //!< none: never used
    int scopes;                        //!< how many of the profile's, from the first on
    int endedDaysAgo = 0;              //!< revoked or disabled
};

constexpr int day = 24 * 60;
constexpr qint64 rotatedSecondsAgo = 2 * 3600;

//! The same life in every organization: one key for each state and each kind of neglect.
const QList<Sample> &samples()
{
    static const QList<Sample> all{
        {u"Billing webhook"_s, u"Finance team, owner #fin-ops"_s, KeyStatus::Active, 68, 64, 2, 2},
        {u"CRM sync"_s, u"Runs on crm-1"_s, KeyStatus::Active, 84, 6, 0, 3},
        {u"Nightly export"_s, {}, KeyStatus::Active, 210, {}, 9 * 60, 1},
        {u"Campaign sender"_s, u"Marketing"_s, KeyStatus::Active, 9, 171, 3, 2},
        {u"Old staging bot"_s, {}, KeyStatus::Active, 400, {}, 142 * day, 3},
        {u"Zapier trial"_s, {}, KeyStatus::Expired, 33, -3, {}, 1},
        {u"Contractor laptop"_s, u"Left in November"_s, KeyStatus::Revoked, 120, {}, 18 * day, 2, 18},
        {u"Import of the old system"_s, u"Wanted again in spring"_s, KeyStatus::Disabled, 95, 200, 31 * day, 2, 31},
    };
    return all;
}

struct House {
    QString name;
    QString profile;
    QString plan;
    std::optional<int> maxKeys;
    core::Policy policy;
    double share;   //!< of all calls, beside the others
    Role ownerRole; //!< of the sample owner; where it is not Owner, somebody else owns the house
};

const QList<House> &houses()
{
    static const QList<House> all{
        {u"Northwind"_s, u"wa-gateway"_s, u"Business"_s, 100, {}, 6, Role::Owner},
        {u"Contoso"_s, u"generic"_s, u"Team"_s, 50, {}, 2, Role::Owner},
        {u"Fabrikam"_s, u"wati"_s, u"Pro"_s, 100, {365, 180, true}, 1, Role::Admin},
        {u"Tailspin"_s, u"watsi"_s, u"Team"_s, 20, {}, 0.6, Role::Member},
        {u"Litware"_s, u"wazzapi"_s, u"Basic"_s, 10, {}, 0.4, Role::Viewer},
    };
    return all;
}

constexpr auto otherOwner = "marketing@northwind.example";
const QString otherAdmin = u"operations@northwind.example"_s;

class Maker {
public:
    Maker(store::Database &database, const crypto::Bytes &pepper, QDateTime now)
        : m_database(database), m_checker(pepper, {}), m_now(std::move(now)), m_profiles(core::shippedProfiles())
    {
    }

    Result<> addPeople(const core::Secret &password)
    {
        const std::pair<QString, QString> people[]{{QString::fromLatin1(sampleOwner), u"Olivia Owner"_s},
                                                   {QString::fromLatin1(otherOwner), u"Mira Marketing"_s},
                                                   {otherAdmin, u"Omar Operations"_s}};
        for (const auto &[email, name] : people) {
            const auto id = store::addUser(m_database, email, name, password, m_now.addDays(-420));
            if (!id)
                return id.error();
        }
        return {};
    }

    Result<> addHouse(const House &house)
    {
        const bool owned = house.ownerRole == Role::Owner;
        const auto owner = QString::fromLatin1(owned ? sampleOwner : otherOwner);
        const auto id = store::addOrganization(
            m_database, {house.name, owner, house.profile, house.plan, house.maxKeys, house.policy},
            m_now.addDays(-410));
        if (!id)
            return id.error();
        if (const auto added =
                store::putMember(m_database, *id, QString::fromLatin1(sampleOwner), house.ownerRole, m_now);
            !added)
            return added;
        if (const auto added = store::putMember(m_database, *id, otherAdmin, Role::Admin, m_now); !added)
            return added;
        store::Change change(m_database);
        const auto maker = store::Users(m_database).byEmail(owner);
        for (const auto &sample : samples())
            addKey(*id, house, sample, {maker ? maker->id : QString(), maker ? maker->name : QString()});
        if (!change.commit())
            return *m_database.fault();
        return {};
    }

    //! Behind people and houses.
    Result<> addActivity(qint64 calls, quint64 seed)
    {
        addSignIns(seed);
        return Traffic(m_database, m_profiles, m_now, seed).write(calls, m_traffic, std::move(m_past));
    }

private:
    //! Most working days begin with one.
    void addSignIns(quint64 seed)
    {
        std::mt19937_64 random(seed);
        int number = 0;
        for (const auto &email : {QString::fromLatin1(sampleOwner), QString::fromLatin1(otherOwner), otherAdmin}) {
            const auto user = store::Users(m_database).byEmail(email);
            ++number;
            for (int ago = 1; user && ago < 90; ++ago) {
                const auto date = m_now.date().addDays(-ago);
                const auto at = QDateTime(date, QTime(7, 40), Qt::UTC).addSecs(static_cast<qint64>(random() % 5400));
                if (date.dayOfWeek() > 5 || random() % 3 == 0)
                    continue;
                store::Event event{.kind = store::Event::Kind::SessionStarted};
                event.actor = {store::Actor::Kind::User, user->id, user->name};
                event.address = u"198.51.100.%1"_s.arg(20 + number);
                event.userAgent = u"Keysteward"_s;
                for (const auto &id : store::Organizations(m_database).idsOfUser(user->id)) {
                    event.organizationId = id;
                    m_past.push_back({at, event});
                }
            }
        }
    }

    const core::Profile &profile(const QString &id) const
    {
        return *std::find_if(m_profiles.begin(), m_profiles.end(), [&](const auto &p) { return p.id == id; });
    }

    void addKey(const QString &organization, const House &house, const Sample &sample, const core::Person &maker)
    {
        const auto &from = profile(house.profile);
        const auto *habit = habitOf(sample.name);
        Key key;
        key.organizationId = organization;
        key.name = sample.name;
        key.note = sample.note;
        key.status = sample.status;
        key.createdAt = m_now.addDays(-sample.madeDaysAgo);
        key.createdBy = maker;
        for (int i = 0; i < sample.scopes && i < from.scopes.size(); ++i)
            key.scopes += from.scopes.at(i).name;
        if (sample.endsInDays)
            key.expiresAt = m_now.addDays(*sample.endsInDays).addSecs(6 * 3600); // "in 6 days" for some hours to come
        const auto caller = habit ? habit->callers.front() : SampleCaller{"203.0.113.99", "staging-bot/0.3"};
        if (sample.usedMinutesAgo)
            key.lastUsed = core::LastUse{m_now.addSecs(-60LL * *sample.usedMinutesAgo),
                                         QString::fromStdString(caller.address), QString::fromStdString(caller.agent)};
        key.rateLimitPerMinute = from.rateLimitPerMinute;
        if (key.status == KeyStatus::Revoked) {
            key.revokedAt = m_now.addDays(-sample.endedDaysAgo);
            key.revokedBy = maker;
            key.revokedReason = u"unused"_s;
        }
        std::optional<Key> previous;
        if (key.name == u"CRM sync")
            previous = addPrevious(key, from.keyPrefix);
        put(key, from.keyPrefix);
        tellEnd(key, sample);
        if (habit)
            addTraffic(key, previous, house, sample, *habit);
    }

    //! The key that `key` replaced two hours ago: it retires in 22 hours.
    Key addPrevious(Key &key, const QString &prefix)
    {
        auto previous = key;
        previous.name += u" (previous)"_s;
        previous.status = KeyStatus::Retiring;
        previous.createdAt = key.createdAt.addDays(-180);
        previous.retiresAt = m_now.addSecs(22 * 3600);
        previous.expiresAt = {};
        key.createdAt = m_now.addSecs(-rotatedSecondsAgo);
        previous.id = core::newId(previous.createdAt);
        key.id = core::newId(key.createdAt);
        key.replaces = previous.id;
        previous.replacedBy = key.id;
        const auto &straggler = habitOf(key.name)->callers.back();
        previous.lastUsed = core::LastUse{m_now.addSecs(-6 * 60), QString::fromStdString(straggler.address),
                                          QString::fromStdString(straggler.agent)};
        put(previous, prefix);
        auto rotated = eventOf(store::Event::Kind::KeyRotated, previous);
        rotated.keyName = key.name;
        rotated.detail = key.id;
        m_past.push_back({key.createdAt, rotated});
        return previous;
    }

    void put(Key &key, const QString &prefix)
    {
        const auto plain = prefix.toStdString();
        const auto secret = keytoken::generate(plain);
        const auto hash = m_checker.hashOf(secret);
        if (key.id.isEmpty())
            key.id = core::newId(key.createdAt);
        key.hint = QString::fromStdString(keytoken::hint(secret, plain));
        key.version = 1;
        key.acknowledged = true;
        store::Keys(m_database)
            .add(key, QByteArray(reinterpret_cast<const char *>(hash.data()), static_cast<qsizetype>(hash.size())));
        if (!core::keyrules::isLive(key.status) || key.status == KeyStatus::Retiring)
            store::Keys(m_database).save(key); // `add` knows only what a new key can have
        if (key.lastUsed)
            store::Keys(m_database).setLastUse(key.organizationId, key.id, *key.lastUsed);
        m_past.push_back({key.createdAt, eventOf(store::Event::Kind::KeyCreated, key)});
    }

    static store::Event eventOf(store::Event::Kind kind, const Key &key)
    {
        store::Event event{.kind = kind};
        event.organizationId = key.organizationId;
        event.actor = {store::Actor::Kind::User, key.createdBy.id, key.createdBy.name};
        event.keyId = key.id;
        event.keyName = key.name;
        return event;
    }

    void tellEnd(const Key &key, const Sample &sample)
    {
        using Kind = store::Event::Kind;
        const auto at = endOf(key, sample);
        if (key.status == KeyStatus::Revoked)
            m_past.push_back({at, eventOf(Kind::KeyRevoked, key)});
        if (key.status == KeyStatus::Disabled)
            m_past.push_back({at, eventOf(Kind::KeyDisabled, key)});
        if (key.status != KeyStatus::Expired)
            return;
        auto expired = eventOf(Kind::KeyExpired, key);
        expired.actor = {};
        m_past.push_back({at, expired});
    }

    QDateTime endOf(const Key &key, const Sample &sample) const
    {
        return key.status == KeyStatus::Expired ? key.expiresAt : m_now.addDays(-sample.endedDaysAgo);
    }

    void addTraffic(const Key &key, const std::optional<Key> &previous, const House &house, const Sample &sample,
                    const Habit &habit)
    {
        TrafficKey traffic;
        traffic.facts = factsOf(key.id);
        traffic.previous = previous ? factsOf(previous->id) : nullptr;
        traffic.habit = &habit;
        traffic.share = house.share;
        traffic.from = (previous ? previous->createdAt : key.createdAt).toMSecsSinceEpoch();
        traffic.rotated = previous ? key.createdAt.toMSecsSinceEpoch() : 0;
        traffic.previousUse = previous ? previous->lastUsed->at.toMSecsSinceEpoch() : 0;
        if (sample.endedDaysAgo > 0) {
            traffic.ended = endOf(key, sample).toMSecsSinceEpoch();
            traffic.endCode = key.status == KeyStatus::Revoked ? "KEY_REVOKED" : "KEY_DISABLED";
        }
        traffic.lastUse = key.lastUsed ? key.lastUsed->at.toMSecsSinceEpoch() : 0;
        m_traffic.push_back(std::move(traffic));
    }

    std::shared_ptr<const gateway::check::KeyFacts> factsOf(const QString &keyId) const
    {
        const auto facts = store::Keys(m_database).facts(keyId);
        return facts ? std::make_shared<const gateway::check::KeyFacts>(*facts) : nullptr;
    }

    store::Database &m_database;
    gateway::check::Checker m_checker;
    QDateTime m_now;
    QList<core::Profile> m_profiles;
    std::vector<PastEvent> m_past;
    std::vector<TrafficKey> m_traffic;
};

} // namespace

Result<QString> makeSample(const CommandLine &line, const core::Secret &password, const core::Clock &clock)
{
    const auto opened = store::Store::open(line.options.databaseFile, store::Store::Purpose::Serve);
    if (!opened)
        return opened.error();
    const auto database = (*opened)->connect();
    if (!database)
        return database.error();
    auto people = (*database)->select(u"SELECT count(*) FROM users"_s);
    if (people.next() && people.integer(0) > 0)
        return Error{Error::Kind::Conflict,
                     u"%1 has people already: samples are for an empty database"_s.arg(line.options.databaseFile)};
    const auto pepperFile =
        line.options.pepperFile.isEmpty() ? line.options.databaseFile + u".pepper"_s : line.options.pepperFile;
    const auto pepper = store::openPepper(pepperFile, true);
    if (!pepper)
        return pepper.error();
    Maker maker(**database, *pepper, clock.now());
    if (const auto added = maker.addPeople(password); !added)
        return added.error();
    for (const auto &house : houses()) {
        if (const auto added = maker.addHouse(house); !added)
            return added.error();
    }
    if (const auto added = maker.addActivity(line.events, line.seed); !added)
        return added.error();
    return u"made %1 organizations; sign in as %2"_s.arg(houses().size()).arg(QString::fromLatin1(sampleOwner));
}
