#include "core/base/crypto.h"
#include "core/gateway/store/activity.h"
#include "core/gateway/store/activitysearch.h"
#include "core/gateway/store/calllog.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/usage.h"
#include "tests/core/gateway/store/filledstore.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <random>

using namespace Qt::StringLiterals;
using core::ActivityEvent, core::ActivityFilter, core::CallOutcome, core::EventKind;
using gateway::check::RequestEvent;
using gateway::store::Activity, gateway::store::ActivitySearch, gateway::store::CallLog, gateway::store::Change,
    gateway::store::Database;

namespace {

constexpr qint64 start = 1700006400000; // midnight
constexpr qint64 hour = 3600000;
constexpr int batches = 60;
constexpr int batchSize = 50;

//! Whether a search is for this event. A text is looked for in the key's name of today, too.
bool fits(const ActivitySearch &search, const ActivityEvent &event, const QHash<QString, QString> &names)
{
    const auto &filter = search.filter;
    const bool isRefused = event.status >= 400;
    const auto holds = [&](const QString &text) { return text.contains(filter.text, Qt::CaseInsensitive); };
    const auto key = event.key.value_or(core::EventKey{});
    return (filter.keyId.isEmpty() || key.id == filter.keyId) &&
           (filter.kinds.isEmpty() || filter.kinds.contains(event.kind)) &&
           (filter.result == ActivityFilter::Result::Any ||
            isRefused == (filter.result == ActivityFilter::Result::Refused)) &&
           (!search.outcome ||
            (event.kind == EventKind::Request && core::outcomeOf(event.status) == *search.outcome)) &&
           (search.code.isEmpty() || event.code == search.code) &&
           (filter.scope.isEmpty() || event.scope == filter.scope) &&
           (filter.address.isEmpty() || event.address == filter.address) &&
           (!filter.since.isValid() || event.at >= filter.since) &&
           (!filter.until.isValid() || event.at < filter.until) &&
           (filter.text.isEmpty() || holds(event.path) || holds(event.address) || holds(event.userAgent) ||
            holds(event.scope) || holds(event.code) || holds(event.actor.name) || holds(key.name) ||
            holds(names.value(key.id)) || holds(event.detail) || holds(key.hint));
}

} // namespace

class ActivitySearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(crypto::initialize());
        m_filled = std::make_unique<test::FilledStore>();
        m_database = m_filled->connect();
        m_other = m_filled->addOrganization(u"B"_s);
        m_keys = m_filled->addKeys(6);
        const auto others = m_filled->addKeys(2, m_other);
        m_keys.insert(m_keys.end(), others.begin(), others.end());
        fill();
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void cleanupTestCase()
    {
        m_database.reset();
        m_filled.reset();
    }

    void aFilterFindsWhatLookingAtEachEventFinds_data()
    {
        QTest::addColumn<ActivitySearch>("search");
        const auto row = [](const char *name, ActivitySearch search) { QTest::newRow(name) << search; };
        const auto at = [](qint64 hours) { return QDateTime::fromMSecsSinceEpoch(start + hours * hour, Qt::UTC); };
        const auto key = [this](std::size_t i) { return QString::fromStdString(m_keys[i]->id); };
        row("everything", {});
        row("a key", {.filter = {.keyId = key(2)}});
        row("a key that is rarely used", {.filter = {.keyId = key(5)}});
        row("a key of another organization", {.filter = {.keyId = key(7)}});
        row("requests", {.filter = {.kinds = {EventKind::Request}}});
        row("a kind of change", {.filter = {.kinds = {EventKind::KeyUpdated}}});
        row("a key's changes", {.filter = {.keyId = key(1), .kinds = {EventKind::KeyUpdated}}});
        row("kinds of changes", {.filter = {.kinds = {EventKind::KeyUpdated, EventKind::SessionFailed}}});
        row("requests and changes", {.filter = {.kinds = {EventKind::Request, EventKind::KeyUpdated}}});
        row("a kind that there is not", {.filter = {.kinds = {EventKind::TokenReplaced}}});
        row("allowed", {.filter = {.result = ActivityFilter::Result::Ok}});
        row("refused", {.filter = {.result = ActivityFilter::Result::Refused}});
        row("limited", {.outcome = CallOutcome::Limited});
        row("other", {.outcome = CallOutcome::Other});
        row("a code", {.code = u"FORBIDDEN"_s});
        row("a scope", {.filter = {.scope = u"contacts:write"_s}});
        row("a scope that there is not", {.filter = {.scope = u"none"_s}});
        row("an address", {.filter = {.address = u"192.0.2.3"_s}});
        row("an address of a sign-in", {.filter = {.address = u"198.51.100.1"_s}});
        row("an address and a key", {.filter = {.keyId = key(0), .address = u"192.0.2.3"_s}});
        row("a text in paths", {.filter = {.text = u"contacts/7"_s}});
        row("a text in agents", {.filter = {.text = u"IMPORTER/1"_s}});
        row("a text with a wildcard", {.filter = {.text = u"100%"_s}});
        row("a text in names", {.filter = {.text = u"key 3"_s}});
        row("a period", {.filter = {.since = at(20), .until = at(40)}});
        row("part of an hour", {.filter = {.since = at(20).addSecs(60), .until = at(20).addSecs(1800)}});
        row("before everything", {.filter = {.until = at(-5)}});
        row("after everything", {.filter = {.since = at(5000)}});
        row("many at once", {.filter = {.keyId = key(1),
                                        .result = ActivityFilter::Result::Refused,
                                        .scope = u"contacts:write"_s,
                                        .since = at(10)},
                             .outcome = CallOutcome::Forbidden});
    }
    void aFilterFindsWhatLookingAtEachEventFinds()
    {
        QFETCH(ActivitySearch, search);
        search.organizationId = m_filled->organization();
        QHash<QString, QString> names;
        for (const auto &key : m_keys)
            names[QString::fromStdString(key->id)] = QString::fromStdString(key->name);
        QStringList expected;
        const auto all = gateway::store::eventsAfter(*m_database, search.organizationId, 0, 100000);
        for (auto each = all.rbegin(); each != all.rend(); ++each) {
            if (fits(search, each->event, names))
                expected += each->event.id;
        }
        search.limit = 70;
        for (const auto patience :
             {std::chrono::milliseconds(100), std::chrono::milliseconds(0)}) { // without patience each page is one step
            search.patience = patience;
            search.before = 0;
            QStringList found;
            do {
                search.seen = found.size();
                const auto page = gateway::store::search(*m_database, search);
                QVERIFY(page.events.size() <= search.limit);
                QCOMPARE(page.searchedUntil.isValid(), page.next != 0 && page.events.size() < search.limit);
                for (const auto &each : page.events)
                    found += each.event.id;
                if (!page.totalIsEstimate)
                    QCOMPARE(page.total, expected.size());
                search.before = page.next;
            } while (search.before != 0);
            QCOMPARE(found, expected);
        }
    }

    void anEventIsToldInFull()
    {
        const auto all = gateway::store::eventsAfter(*m_database, m_other, 0, 1);
        QCOMPARE(all.size(), 1);
        auto event = all[0].event;
        QVERIFY(!event.id.isEmpty());
        event.id.clear();
        const QString key = QString::fromStdString(m_keys[6]->id);
        const ActivityEvent expected{{},
                                     QDateTime::fromMSecsSinceEpoch(start, Qt::UTC),
                                     EventKind::Request,
                                     {core::EventActor::Kind::Key, key, u"Key 7"_s},
                                     core::EventKey{key, u"Key 7"_s, u"ks_7…"_s},
                                     u"GET"_s,
                                     u"/api/v1/contacts/0"_s,
                                     200,
                                     {},
                                     u"192.0.2.0"_s,
                                     u"importer/0"_s,
                                     u"contacts:read"_s,
                                     {}};
        QCOMPARE(core::wordFor(event.kind), core::wordFor(expected.kind));
        QVERIFY(event == expected);
    }

    void whatFollowsOnANumberComesOldestFirst()
    {
        const auto all = gateway::store::eventsAfter(*m_database, m_filled->organization(), 0, 100000);
        const auto some = gateway::store::eventsAfter(*m_database, m_filled->organization(), all[9].number, 5);
        QCOMPARE(some.size(), 5);
        for (qsizetype i = 0; i < some.size(); ++i)
            QCOMPARE(some[i].event.id, all[10 + i].event.id);
        QVERIFY(
            gateway::store::eventsAfter(*m_database, m_other, gateway::store::newestEvent(*m_database), 5).isEmpty());
    }

    void noTwoEventsHaveOneId()
    {
        QSet<QString> ids;
        qsizetype events = 0;
        for (const auto &organization : {m_filled->organization(), m_other}) {
            for (const auto &each : gateway::store::eventsAfter(*m_database, organization, 0, 100000)) {
                ids += each.event.id;
                ++events;
            }
        }
        QCOMPARE(ids.size(), events);
    }

    void whatIsNotAddedUpYetIsFound()
    {
        m_database->run(u"UPDATE activity_marks SET counted_event = last_event"_s);
        QCOMPARE(CallLog(*m_database).writeLast({}), true);
        const auto from = gateway::store::newestEvent(*m_database);
        RequestEvent call;
        call.at = start + 400 * hour;
        call.key = m_keys[5];
        call.address = "203.0.113.9";
        call.status = 200;
        QVERIFY(CallLog(*m_database).write(std::vector{call}));
        m_database->run(u"UPDATE activity_marks SET counted_event = ?"_s, {from});
        m_database->run(u"DELETE FROM hourly_counts WHERE first_event > ?"_s, {from});
        m_database->run(u"DELETE FROM daily_uses WHERE first_at = ?"_s, {qint64(call.at)});
        const auto found = gateway::store::search(
            *m_database, {.organizationId = m_filled->organization(),
                          .filter = {.keyId = QString::fromStdString(m_keys[5]->id), .address = u"203.0.113.9"_s}});
        QCOMPARE(found.events.size(), 1);
        QCOMPARE(found.events[0].number, from + 1);
        QVERIFY(CallLog(*m_database).writeLast({}));
    }

    void usageIsTheSumOfItsEvents()
    {
        const auto all = gateway::store::eventsAfter(*m_database, m_filled->organization(), 0, 100000);
        const auto time = [](qint64 hours) { return QDateTime::fromMSecsSinceEpoch(start + hours * hour, Qt::UTC); };
        for (const auto &key : {QString(), QString::fromStdString(m_keys[2]->id)}) {
            for (const auto bucket : {core::UsageBucket::Hour, core::UsageBucket::Day}) {
                const qint64 length = bucket == core::UsageBucket::Hour ? hour : 24 * hour;
                const auto counts = gateway::store::usage(*m_database, m_filled->organization(), key,
                                                          {bucket, time(-24).addSecs(5), time(72).addSecs(5)});
                QCOMPARE(counts.size(), bucket == core::UsageBucket::Hour ? 97 : 5);
                QCOMPARE(counts.first().start, time(-24));
                for (const auto &count : counts) {
                    core::UsageCount expected{count.start};
                    for (const auto &[number, event] : all) {
                        if (event.kind != EventKind::Request || event.at < count.start ||
                            event.at >= count.start.addMSecs(length) || (!key.isEmpty() && event.key->id != key))
                            continue;
                        qint64 *const columns[]{&expected.ok, &expected.unauthorized, &expected.forbidden,
                                                &expected.limited, &expected.other};
                        ++*columns[static_cast<int>(core::outcomeOf(event.status))];
                    }
                    QVERIFY(count == expected);
                }
            }
        }
    }

    void aBreakdownIsTheSumOfItsEvents()
    {
        const auto key = QString::fromStdString(m_keys[0]->id);
        const auto found =
            gateway::store::breakdown(*m_database, key, QDateTime::fromMSecsSinceEpoch(start, Qt::UTC), 3);
        QMap<QString, core::UsageShare> addresses;
        qint64 requests = 0;
        for (const auto &[number, event] :
             gateway::store::eventsAfter(*m_database, m_filled->organization(), 0, 100000)) {
            if (event.kind != EventKind::Request || event.key->id != key)
                continue;
            auto &share = addresses[event.address];
            share = {event.address, share.count + 1, share.count == 0 ? event.at : share.firstAt, event.at};
            ++requests;
        }
        QCOMPARE(found.addresses.size(), 3);
        qint64 listed = 0;
        for (const auto &share : found.addresses) {
            QVERIFY(share == addresses[share.name]);
            listed += share.count;
        }
        QVERIFY(found.addresses[0].count >= found.addresses[2].count);
        QCOMPARE(found.everythingElse.addresses, requests - listed);
        QCOMPARE(found.scopes.size(), 2);
        QCOMPARE(found.everythingElse.scopes, 0);
    }

private:
    //! Batches an hour apart, with changes between them; the newest keys are used least.
    void fill()
    {
        static const std::array<std::pair<int, const char *>, 8> results{{{200, ""},
                                                                          {200, ""},
                                                                          {200, ""},
                                                                          {204, ""},
                                                                          {401, "KEY_EXPIRED"},
                                                                          {403, "FORBIDDEN"},
                                                                          {429, "RATE_LIMITED"},
                                                                          {404, "NOT_FOUND"}}};
        std::mt19937 random(7);
        std::vector<std::string> texts;
        texts.reserve(batches * batchSize * 3);
        const auto keep = [&texts](const std::string &text) -> std::string_view { return texts.emplace_back(text); };
        const auto owner = m_filled->connect();
        CallLog log(*m_database);
        qint64 at = start;
        for (int batch = 0; batch < batches; ++batch, at += hour + 60000) {
            std::vector<RequestEvent> calls;
            for (int i = 0; i < batchSize; ++i) {
                RequestEvent call;
                const auto pick = batch == 0 && i == 0 ? 0 : random();
                call.at = at + i * 100;
                call.key = batch == 0 && i == 0 ? m_keys[6] : m_keys[std::min(pick % 8, (pick / 8) % 9)];
                call.method = "GET";
                call.path = keep("/api/v1/contacts/" + std::to_string(pick % 50));
                call.scope = pick % 4 == 1 ? "contacts:write" : "contacts:read";
                call.route = pick % 4 == 1 ? "PATCH /api/v1/contacts/{id}" : "GET /api/v1/contacts/{id}";
                call.address = keep("192.0.2." + std::to_string(pick % 7));
                call.userAgent = keep("importer/" + std::to_string(pick % 5));
                call.status = static_cast<std::uint16_t>(results[(pick / 64) % 8].first);
                call.code = results[(pick / 64) % 8].second;
                calls.push_back(call);
            }
            QVERIFY(log.write(calls));
            writeChange(QDateTime::fromMSecsSinceEpoch(at + 30000, Qt::UTC), batch);
        }
        QVERIFY(log.writeLast({}));
    }
    void writeChange(const QDateTime &at, int batch)
    {
        const auto &key = *m_keys[static_cast<std::size_t>(batch) % 3];
        Change change(*m_database);
        Activity(*m_database)
            .write({.kind = batch % 2 == 0 ? EventKind::KeyUpdated : EventKind::SessionFailed,
                    .organizationId = m_filled->organization(),
                    .actor = {core::EventActor::Kind::User, u"u1"_s, u"Ada"_s},
                    .keyId = batch % 2 == 0 ? QString::fromStdString(key.id) : QString(),
                    .keyName = batch % 2 == 0 ? u"An older name"_s : QString(),
                    .method = u"POST"_s,
                    .path = u"/api/v1/session"_s,
                    .status = batch % 2 == 0 ? 0 : 401,
                    .code = batch % 2 == 0 ? QString() : u"SIGN_IN_FAILED"_s,
                    .address = u"198.51.100.%1"_s.arg(batch % 3),
                    .detail = batch % 5 == 0 ? u"100% of it"_s : QString()},
                   at);
        QVERIFY(change.commit());
    }

    std::unique_ptr<test::FilledStore> m_filled;
    std::unique_ptr<Database> m_database;
    QString m_other;
    std::vector<test::KeyPointer> m_keys;
};

Q_DECLARE_METATYPE(ActivitySearch)

QTEST_GUILESS_MAIN(ActivitySearchTest)
#include "tst_activitysearch.moc"
