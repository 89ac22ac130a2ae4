#include "core/services/keysync.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/services/directory.h"
#include "core/services/localfacts.h"
#include "core/services/sessions.h"
#include "core/services/syncround.h"
#include "core/storage/keycache.h"

#include <QElapsedTimer>
#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace core {

namespace {

constexpr auto quietTime = 100ms;
// Writing keeps the window waiting: a step of it shall take half a frame, whatever the disk and the keys are like.
constexpr auto stepTime = 8ms;
constexpr qsizetype leastStep = 64; // a transaction has its price, and a busy machine shall not pay it more often
constexpr qsizetype mostStep = 250;

//! How many keys the next step writes when one of \a size took \a time.
qsizetype nextStep(qsizetype size, std::chrono::nanoseconds time)
{
    const auto fitting = size * stepTime / std::max<std::chrono::nanoseconds>(time, 1us);
    // Half of the way: a single step that was held up, or found nothing new, says little of the next.
    return std::clamp<qsizetype>((size + static_cast<qsizetype>(fitting)) / 2, leastStep, mostStep);
}

} // namespace

//! One run through the changes of an organization, page by page.
struct KeySync::Pass {
    qint64 organization = 0;
    QString accountId;
    QString organizationId;
    QString cursor; //!< that the page on its way was asked with
    Changes page;
    qsizetype written = 0; //!< of the page's keys
    qsizetype stepSize = leastStep;
    bool startedOver = false;
    Settle<> settle;
};

KeySync::KeySync(Sessions &sessions, Directory &directory, KeyCache &cache, Clock &clock, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_cache(cache), m_clock(clock)
{
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietTime);
    connect(&m_quiet, &QTimer::timeout, this, &KeySync::announceWaiting);
    connect(&m_sessions, &Sessions::accountChanged, this, &KeySync::accountChanged);
}

KeySync::~KeySync() = default;

void KeySync::follow(qint64 organization)
{
    QHash<QString, QList<qint64>> byAccount;
    for (const auto &each : m_directory.within(organization))
        byAccount[each.accountId] += each.reference;
    const bool again = organization == everyOrganization && m_followed == everyOrganization;
    m_followed = organization;
    const auto before = std::exchange(m_rounds, {});
    for (auto *round : before) {
        if (again && byAccount.value(round->accountId()) == round->organizations()) {
            byAccount.remove(round->accountId());
            m_rounds += round;
        } else {
            round->disconnect(this);
            round->deleteLater(); // it may be the one that calls
        }
    }
    QList<SyncRound *> fresh;
    for (auto account = byAccount.cbegin(); account != byAccount.cend(); ++account) {
        auto *round = new SyncRound(account.key(), *account, this);
        connect(round, &SyncRound::due, this, &KeySync::synchronize);
        fresh += round;
    }
    m_rounds += fresh;
    if (!again)
        Q_EMIT followed(organization);
    for (auto *round : std::as_const(fresh))
        round->start();
}

SyncRound *KeySync::roundOf(qint64 organization) const
{
    const auto at = std::find_if(m_rounds.begin(), m_rounds.end(),
                                 [&](const SyncRound *round) { return round->organizations().contains(organization); });
    return at == m_rounds.end() ? nullptr : *at;
}

void KeySync::noteChange(qint64 organization)
{
    if (auto *round = roundOf(organization))
        round->noteChange();
}

std::chrono::milliseconds KeySync::pause() const
{
    std::optional<std::chrono::milliseconds> least;
    for (const auto *round : m_rounds)
        least = std::min(least.value_or(round->pause()), round->pause());
    return least.value_or(0ms);
}

Async<> KeySync::synchronizeAll()
{
    const auto organizations = m_directory.organizations();
    if (organizations.isEmpty())
        return ready(Result<>());
    struct Sum {
        qsizetype left;
        Result<> outcome;
    };
    const auto sum = std::make_shared<Sum>(Sum{organizations.size(), {}});
    const Settle<> settle;
    for (const auto &each : organizations) {
        whenDone(synchronize(each.reference), this, [sum, settle](const Result<> &result) {
            if (sum->outcome)
                sum->outcome = result;
            if (--sum->left == 0)
                settle(sum->outcome);
        });
    }
    return settle.operation();
}

Async<> KeySync::synchronize(qint64 organization)
{
    if (organization == everyOrganization)
        return synchronizeAll();
    if (const auto running = m_underWay.constFind(organization); running != m_underWay.cend())
        return *running;
    const auto known = m_directory.organization(organization);
    const auto *backend = known ? m_sessions.backend(known->accountId) : nullptr;
    if (!backend)
        return ready(Result<>(Error{Error::Kind::NotFound, u"no such organization"_s}));
    // Not signed in (yet): `accountChanged` comes back to it.
    if (!backend->hasSession())
        return ready(Result<>(Error{Error::Kind::Unauthorized}));
    if (auto *round = roundOf(organization))
        round->began(organization);
    auto pass = std::make_shared<Pass>();
    pass->organization = organization;
    pass->accountId = known->accountId;
    pass->organizationId = known->organization.id;
    const auto operation = pass->settle.operation();
    m_underWay.insert(organization, operation);
    nextPage(pass);
    return operation;
}

void KeySync::nextPage(const PassPointer &pass)
{
    auto *backend = m_sessions.backend(pass->accountId);
    const auto cursor = m_cache.cursor(pass->organization);
    if (!backend || !cursor) {
        finish(pass, backend ? cursor.error() : Error{Error::Kind::Cancelled});
        return;
    }
    pass->cursor = *cursor;
    whenDone(backend->changes(pass->organizationId, *cursor), this,
             [this, pass](const Result<Changes> &page) { gotPage(pass, page); });
}

void KeySync::gotPage(const PassPointer &pass, const Result<Changes> &page)
{
    if (!page) {
        refused(pass, page.error());
        return;
    }
    m_sessions.noteOutcome(pass->accountId, std::nullopt);
    if (page->more && page->cursor == pass->cursor) {
        finish(pass, Error{Error::Kind::Protocol, u"changes: more is promised and the cursor stands still"_s});
        return;
    }
    pass->page = *page;
    pass->written = 0;
    m_caps.insert(pass->organization, page->cap);
    if (const auto compared = page->whole ? compare(pass) : Result<>(); !compared)
        finish(pass, compared);
    else
        write(pass);
}

//! A server that lists everything each time: only what is new is written, and what it no longer lists stays as what it
//! was.
Result<> KeySync::compare(const PassPointer &pass)
{
    KeyQuery all{.organization = pass->organization, .now = m_clock.now()};
    const auto rows = m_cache.rows(all);
    if (!rows)
        return rows.error();
    const auto known = m_cache.keys(*rows);
    if (!known)
        return known.error();
    pass->page.keys = localfacts::changes(*known, pass->page, all.now);
    return {};
}

void KeySync::refused(const PassPointer &pass, const Error &error)
{
    m_sessions.noteOutcome(pass->accountId, error);
    if (error.kind == Error::Kind::NotFound) {
        if (const auto forgotten = m_directory.forget(pass->organization); !forgotten)
            qCWarning(logServices) << "An organization cannot be forgotten:" << forgotten.error().detail;
        announce(pass->organization);
    }
    // A cursor that the gateway does not take (a database that was restored, or made anew): everything from the start.
    if (error.kind == Error::Kind::Validation && !pass->cursor.isEmpty() && !std::exchange(pass->startedOver, true)) {
        if (const auto cleared = m_cache.clear(pass->organization); !cleared) {
            finish(pass, cleared);
            return;
        }
        announce(pass->organization);
        nextPage(pass);
        return;
    }
    finish(pass, error);
}

//! A page in steps; the cursor moves with its last one, so that a page cut short is read again.
void KeySync::write(const PassPointer &pass)
{
    const auto &page = pass->page;
    const auto step = page.keys.mid(pass->written, pass->stepSize);
    pass->written += step.size();
    const bool last = pass->written >= page.keys.size();
    QElapsedTimer timer;
    timer.start();
    const auto done = last ? m_cache.apply(pass->organization, step, page.removed, page.cursor, m_clock.now())
                           : m_cache.put(pass->organization, step);
    if (!done) {
        finish(pass, done);
        return;
    }
    if (!last)
        pass->stepSize = nextStep(step.size(), std::chrono::nanoseconds(timer.nsecsElapsed()));
    if (!step.isEmpty() || (last && !page.removed.isEmpty()))
        announce(pass->organization);
    if (!last)
        QTimer::singleShot(0, this, [this, pass] { write(pass); });
    else if (page.more)
        nextPage(pass);
    else
        finish(pass, {});
}

void KeySync::finish(const PassPointer &pass, const Result<> &result)
{
    m_underWay.remove(pass->organization);
    if (auto *round = roundOf(pass->organization))
        round->ended(pass->organization, result);
    // Whoever waits for the end of the pass need not wait for the quiet time as well.
    if (m_unannounced.remove(pass->organization))
        Q_EMIT keysChanged(pass->organization);
    pass->settle(result);
    if (result)
        Q_EMIT synchronized(pass->organization, m_clock.now());
    else if (result.error().kind != Error::Kind::Cancelled)
        Q_EMIT failed(pass->organization, result.error());
}

void KeySync::accountChanged(const QString &accountId)
{
    const auto account = m_sessions.account(accountId);
    if (!account || account->state != Account::State::SignedIn)
        return;
    for (auto *round : std::as_const(m_rounds)) {
        if (round->accountId() == accountId)
            round->wake();
    }
}

void KeySync::announce(qint64 organization)
{
    m_unannounced.insert(organization);
    if (!m_quiet.isActive())
        announceWaiting();
}

void KeySync::announceWaiting()
{
    const auto organizations = std::exchange(m_unannounced, {});
    if (organizations.isEmpty())
        return;
    m_quiet.start();
    for (const auto organization : organizations)
        Q_EMIT keysChanged(organization);
}

} // namespace core
