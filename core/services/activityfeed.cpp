#include "core/services/activityfeed.h"

#include "core/base/log.h"
#include "core/services/directory.h"
#include "core/services/liveactivity.h"
#include "core/services/sessions.h"
#include "core/storage/eventcache.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace core {

namespace {

constexpr int pageSize = 200;
//! Read at once to know what happened since.
constexpr int catchUpSize = 500;
//! Rows that are there before they are scrolled to.
constexpr int ahead = 3 * pageSize;
//! Rows on either side of the screen whose events are in memory.
constexpr int around = 10 * pageSize;
//! Live events become rows that often at most.
constexpr auto pace = 250ms;
constexpr auto firstPause = 1s;
constexpr int mostDoublings = 6; // about a minute

//! Not what a person or an administrator has to change first. Signing in brings the rest back.
bool isWorthTryingAgain(Error::Kind kind)
{
    using Kind = Error::Kind;
    return kind != Kind::Unauthorized && kind != Kind::Forbidden && kind != Kind::NotFound &&
           kind != Kind::Validation && kind != Kind::Insecure;
}

} // namespace

//! What is asked of the gateway, or of the cache.
struct ActivityFeed::Question {
    enum class About { Newest, Next, Gap };

    About about = About::Newest;
    quint64 turn = 0;
    QString cursor{};
    int limit = pageSize;
    std::optional<ActivityRows::Gap> gap{};
    int headSize = 0;             //!< when the gap was found
    QList<ActivityEvent> sofar{}; //!< of the gap
};

ActivityFeed::ActivityFeed(Sessions &sessions, Directory &directory, EventCache &cache, LiveActivity &live,
                           QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_cache(cache)
{
    m_pace.setSingleShot(true);
    m_pace.setInterval(pace);
    connect(&m_pace, &QTimer::timeout, this, &ActivityFeed::digest);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &ActivityFeed::retry);
    connect(&m_sessions, &Sessions::accountChanged, this, &ActivityFeed::accountChanged);
    connect(&live, &LiveActivity::happened, this, &ActivityFeed::happened);
    connect(&live, &LiveActivity::missed, this, &ActivityFeed::missed);
}

ActivityFeed::~ActivityFeed() = default;

void ActivityFeed::setFilter(qint64 organization, const ActivityFilter &filter)
{
    ++m_turn;
    m_organization = organization;
    m_filter = filter;
    m_isReading = m_isBegun = m_isCached = m_isBehind = m_totalIsEstimate = false;
    m_wantsNewest = organization != 0;
    m_total.reset();
    m_error.reset();
    m_failures = 0;
    m_searchedUntil = {};
    m_firstShown = 0;
    m_lastShown = -1;
    m_again.stop();
    m_merge.begin();
    Q_EMIT aboutToBeReset();
    m_rows.clear();
    Q_EMIT wasReset();
    setWaiting({}, 0);
    Q_EMIT stateChanged();
    readOn();
}

void ActivityFeed::setShown(int first, int last)
{
    m_firstShown = first;
    m_lastShown = last;
    m_rows.keepOnly(first - around, last + around);
    if (isAtTop() && m_waitingCount > 0)
        showWaiting();
    readOn();
}

void ActivityFeed::retry()
{
    m_again.stop();
    m_error.reset();
    m_wantsNewest = m_wantsNewest || m_isCached || !m_isBegun;
    readOn();
}

//! The next reading that is due, one at a time.
void ActivityFeed::readOn()
{
    if (m_isReading || m_organization == 0)
        return;
    const bool mayAsk = !m_error && !m_again.isActive();
    if (m_wantsNewest && mayAsk) {
        const int limit = m_isBegun && !m_isCached ? catchUpSize : pageSize;
        return ask({.about = Question::About::Newest, .turn = m_turn, .limit = limit});
    }
    if (!m_isBegun || (!mayAsk && !m_isCached))
        return;
    const int last = std::max(m_lastShown, 0);
    if (auto gap = m_rows.gapIn(m_firstShown - pageSize, last + pageSize))
        return ask({Question::About::Gap, m_turn, gap->cursor, gap->size, gap, m_rows.headSize()});
    if (m_rows.hasMore() && last + ahead >= m_rows.count())
        ask({Question::About::Next, m_turn, m_rows.nextCursor()});
}

void ActivityFeed::ask(const Question &question)
{
    m_isReading = true;
    Q_EMIT stateChanged();
    const auto deliver = [this, question](const Result<ActivityPage> &page) {
        if (question.turn == m_turn)
            answered(question, page);
    };
    if (m_isCached && question.about != Question::About::Newest)
        return whenDone(ready(m_cache.page(m_organization, m_filter, question.cursor, question.limit)), this, deliver);
    const auto known = m_directory.organization(m_organization);
    auto *backend = known ? m_sessions.backend(known->accountId) : nullptr;
    if (backend == nullptr || !backend->hasSession())
        return whenDone(ready<ActivityPage>(Error{Error::Kind::Unauthorized, u"this account is not signed in"_s}), this,
                        deliver);
    whenDone(backend->activity(known->organization.id, m_filter, question.cursor, question.limit), this,
             [this, deliver, account = known->accountId](const Result<ActivityPage> &page) {
                 m_sessions.noteOutcome(account, page ? std::nullopt : std::optional(page.error()));
                 deliver(page);
             });
}

void ActivityFeed::answered(const Question &question, const Result<ActivityPage> &page)
{
    m_isReading = false;
    if (!page)
        return refused(question, page.error());
    m_failures = 0;
    if (!m_isCached || question.about == Question::About::Newest)
        keep(page->events);
    switch (question.about) {
    case Question::About::Newest: gotNewest(*page); break;
    case Question::About::Next: gotNext(*page); break;
    case Question::About::Gap: gotGap(question, *page); break;
    }
    Q_EMIT stateChanged();
    readOn();
}

void ActivityFeed::refused(const Question &question, const Error &error)
{
    // The cursor is not known any more: the gateway's database was restored, or made anew.
    if (error.kind == Error::Kind::Validation && !question.cursor.isEmpty() && m_rows.count() > pageSize)
        return setFilter(m_organization, ActivityFilter(m_filter));
    m_error = error;
    if (isWorthTryingAgain(error.kind)) {
        const auto pause = firstPause * (1 << std::min(m_failures++, mostDoublings));
        m_again.start(std::max<std::chrono::milliseconds>(pause, error.retryAfter));
    }
    if (!m_isBegun)
        showCache();
    Q_EMIT stateChanged();
    readOn();
}

//! The newest page: the first one, or one that says what happened since.
void ActivityFeed::gotNewest(const ActivityPage &page)
{
    m_wantsNewest = false;
    const auto *top = m_waiting.isEmpty() ? m_rows.event(0) : &m_waiting.first();
    const auto known = std::find_if(page.events.begin(), page.events.end(),
                                    [top](const ActivityEvent &event) { return top && event.id == top->id; });
    const int newer = newerThan(page);
    const bool goesOn = m_isBegun && !m_isCached && (known != page.events.end() || newer > 0);
    if (!goesOn && m_isBegun && !m_isCached && !isAtTop()) {
        // More came than a page holds, and somebody reads: the rows stay as they are until the new ones are wanted.
        m_isBehind = true;
        const int more = m_merge.heard() > 0 ? m_merge.heard() : static_cast<int>(page.events.size());
        m_merge.begin();
        return setWaiting({}, m_waitingCount + more);
    }
    if (!goesOn)
        m_merge.losePlace();
    m_merge.gotNewest(page.events);
    if (!goesOn)
        beginWith(page, false);
    else if (newer == 0)
        add(page.events.mid(0, known - page.events.begin()));
    if (isTooHigh())
        shorten(page, newer);
    m_total = page.total + newer;
    m_totalIsEstimate = page.totalIsEstimate;
    if (!m_pace.isActive())
        digest();
}

void ActivityFeed::beginWith(const ActivityPage &page, bool isCached)
{
    Q_EMIT aboutToBeReset();
    m_rows.clear();
    m_rows.append(page.events, page.cursor);
    m_isBegun = true;
    m_isBehind = false;
    m_isCached = isCached;
    m_total = page.total;
    m_totalIsEstimate = page.totalIsEstimate;
    m_searchedUntil = page.searchedUntil;
    m_firstShown = 0;
    m_lastShown = -1;
    Q_EMIT wasReset();
    setWaiting({}, 0);
}

void ActivityFeed::showCache()
{
    const auto page = m_cache.page(m_organization, m_filter, {}, pageSize);
    if (!page)
        qCWarning(logServices) << "The events kept on this machine cannot be read:" << page.error().detail;
    else
        beginWith(*page, true);
}

void ActivityFeed::gotNext(const ActivityPage &page)
{
    const int first = m_rows.count();
    const int more = static_cast<int>(page.events.size());
    if (more > 0)
        Q_EMIT rowsAboutToBeInserted(first, first + more - 1);
    m_rows.append(page.events, page.cursor);
    if (more > 0)
        Q_EMIT rowsInserted();
    m_rows.keepOnly(m_firstShown - around, std::max(m_lastShown, 0) + around);
    m_searchedUntil = page.searchedUntil;
    // Of what must be searched for only as much is counted as was found.
    if (m_total && !m_isCached) {
        m_total = std::max<qint64>(page.total, m_rows.count());
        m_totalIsEstimate = page.totalIsEstimate;
    }
}

//! A page may come in pieces, or not whole any more, where the oldest events were forgotten meanwhile.
void ActivityFeed::gotGap(const Question &question, const ActivityPage &page)
{
    auto gap = *question.gap;
    gap.first += m_rows.headSize() - question.headSize; // what came in on top meanwhile
    const auto events = question.sofar + page.events;
    if (events.size() < gap.size && !page.cursor.isEmpty()) {
        auto rest = question;
        rest.cursor = page.cursor;
        rest.limit = gap.size - static_cast<int>(events.size());
        rest.sofar = events;
        return ask(rest);
    }
    if (events.size() < gap.size)
        truncate(gap.first + static_cast<int>(events.size()));
    if (events.isEmpty())
        return;
    m_rows.fill(gap, events);
    Q_EMIT rowsChanged(gap.first, gap.first + static_cast<int>(events.size()) - 1);
}

void ActivityFeed::truncate(int rows)
{
    const int count = m_rows.count();
    if (rows < count)
        Q_EMIT rowsAboutToBeRemoved(rows, count - 1);
    m_rows.truncate(rows);
    if (rows < count)
        Q_EMIT rowsRemoved();
}

void ActivityFeed::keep(const QList<ActivityEvent> &events)
{
    if (events.isEmpty() || !m_directory.organization(m_organization))
        return;
    if (const auto kept = m_cache.put(m_organization, events); !kept)
        qCWarning(logServices) << "Events cannot be kept on this machine:" << kept.error().detail;
}

//! What waits for the session, or longer and longer for the network, is tried at once when that is back.
void ActivityFeed::accountChanged(const QString &accountId)
{
    const auto known = m_directory.organization(m_organization);
    const auto account = m_sessions.account(accountId);
    if (m_error && known && known->accountId == accountId && account && account->state == Account::State::SignedIn)
        retry();
}

} // namespace core
