#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

namespace core {

enum class EventKind {
    Request,
    KeyCreated,
    KeyRotated,
    KeyUpdated,
    KeyDisabled,
    KeyEnabled,
    KeyRevoked,
    KeyExpired,
    KeyRetired,
    SessionStarted,
    SessionFailed,
    SessionEnded,
    PasswordChanged,
    TokenReplaced,
    Unknown //!< a word of a newer gateway
};

//! The contract's word ("key.created" …).
EventKind eventKindFrom(QStringView word);
QString wordFor(EventKind kind); //!< empty for Unknown
//! Those that a filter can name, in the contract's order.
QList<EventKind> allEventKinds();

//! How a call ended, as the roll-ups count it.
enum class CallOutcome { Ok, Unauthorized, Forbidden, Limited, Other };
//! By HTTP status: below 400, 401, 403, 429, the rest.
CallOutcome outcomeOf(int status);

struct EventActor {
    enum class Kind { User, Key, System };
    Kind kind = Kind::System;
    QString id;
    QString name;
    bool operator==(const EventActor &) const = default;
};

//! The contract's word ("user" …).
QString wordFor(EventActor::Kind kind);
EventActor::Kind eventActorKindFrom(QStringView word); //!< System where it is no such word

//! Which key an event is about, as it was called then.
struct EventKey {
    QString id;
    QString name;
    QString hint;
    bool operator==(const EventKey &) const = default;
};

//! One line of the activity. Texts come from a server, and paths and agents from whoever called it: show them through
//! core::shown.
struct ActivityEvent {
    QString id;
    QDateTime at;
    EventKind kind = EventKind::Unknown;
    EventActor actor;
    std::optional<EventKey> key;
    QString method;
    QString path;
    int status = 0; //!< 0: no call was answered by it
    QString code;
    QString address;
    QString userAgent;
    QString scope;
    QString detail;

    bool operator==(const ActivityEvent &) const = default;
};

//! Which events; what is empty or not set filters nothing.
struct ActivityFilter {
    enum class Result { Any, Ok, Refused };

    QString keyId{};
    QList<EventKind> kinds{}; //!< any of these
    Result result = Result::Any;
    QString scope{};
    QString address{};
    QString text{};
    QDateTime since{}; //!< this and later
    QDateTime until{}; //!< before this

    bool operator==(const ActivityFilter &) const = default;
};

//! What a filter's text is looked for in.
QStringList searchedWords(const ActivityEvent &event);
//! Whether \a filter lets \a event through, as the gateway would judge it from what an event shows.
bool matches(const ActivityEvent &event, const ActivityFilter &filter);

//! Newest first.
struct ActivityPage {
    QList<ActivityEvent> events;
    QString cursor; //!< behind the oldest; empty: there are no older ones
    qint64 total = 0;
    bool totalIsEstimate = false;
    //! A page of something rare may end, with fewer events than asked for or none, before everything was looked
    //! through: then the cursor leads on, and this is how far back it has come. Otherwise invalid.
    QDateTime searchedUntil;
};

} // namespace core
