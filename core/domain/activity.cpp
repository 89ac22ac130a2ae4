#include "core/domain/activity.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace core {

namespace {

struct KindWord {
    EventKind kind;
    QLatin1StringView word;
};

constexpr std::array kindWords{
    KindWord{EventKind::Request, "request"_L1},
    KindWord{EventKind::KeyCreated, "key.created"_L1},
    KindWord{EventKind::KeyRotated, "key.rotated"_L1},
    KindWord{EventKind::KeyUpdated, "key.updated"_L1},
    KindWord{EventKind::KeyDisabled, "key.disabled"_L1},
    KindWord{EventKind::KeyEnabled, "key.enabled"_L1},
    KindWord{EventKind::KeyRevoked, "key.revoked"_L1},
    KindWord{EventKind::KeyExpired, "key.expired"_L1},
    KindWord{EventKind::KeyRetired, "key.retired"_L1},
    KindWord{EventKind::SessionStarted, "session.started"_L1},
    KindWord{EventKind::SessionFailed, "session.failed"_L1},
    KindWord{EventKind::SessionEnded, "session.ended"_L1},
    KindWord{EventKind::PasswordChanged, "password.changed"_L1},
    KindWord{EventKind::TokenReplaced, "token.replaced"_L1},
};

} // namespace

EventKind eventKindFrom(QStringView word)
{
    const auto *found =
        std::find_if(kindWords.begin(), kindWords.end(), [word](const auto &each) { return each.word == word; });
    return found == kindWords.end() ? EventKind::Unknown : found->kind;
}

QString wordFor(EventKind kind)
{
    const auto *found =
        std::find_if(kindWords.begin(), kindWords.end(), [kind](const auto &each) { return each.kind == kind; });
    return found == kindWords.end() ? QString() : QString(found->word);
}

QList<EventKind> allEventKinds()
{
    QList<EventKind> kinds;
    for (const auto &each : kindWords)
        kinds.append(each.kind);
    return kinds;
}

QString wordFor(EventActor::Kind kind)
{
    switch (kind) {
    case EventActor::Kind::User: return u"user"_s;
    case EventActor::Kind::Key: return u"key"_s;
    case EventActor::Kind::System: break;
    }
    return u"system"_s;
}

EventActor::Kind eventActorKindFrom(QStringView word)
{
    return word == u"user" ? EventActor::Kind::User : word == u"key" ? EventActor::Kind::Key : EventActor::Kind::System;
}

CallOutcome outcomeOf(int status)
{
    if (status < 400)
        return CallOutcome::Ok;
    switch (status) {
    case 401: return CallOutcome::Unauthorized;
    case 403: return CallOutcome::Forbidden;
    case 429: return CallOutcome::Limited;
    default: return CallOutcome::Other;
    }
}

bool matches(const ActivityEvent &event, const ActivityFilter &filter)
{
    const auto isAny = [](const QString &wanted, const QString &value) { return wanted.isEmpty() || wanted == value; };
    const bool isRefused = event.status >= 400;
    if (!isAny(filter.keyId, event.key ? event.key->id : QString()) || !isAny(filter.scope, event.scope) ||
        !isAny(filter.address, event.address) || (!filter.kinds.isEmpty() && !filter.kinds.contains(event.kind)) ||
        (filter.result == ActivityFilter::Result::Ok && isRefused) ||
        (filter.result == ActivityFilter::Result::Refused && !isRefused) ||
        (filter.since.isValid() && event.at < filter.since) || (filter.until.isValid() && event.at >= filter.until))
        return false;
    const auto words = searchedWords(event);
    return filter.text.isEmpty() || std::any_of(words.begin(), words.end(), [&](const QString &word) {
               return word.contains(filter.text, Qt::CaseInsensitive);
           });
}

QStringList searchedWords(const ActivityEvent &event)
{
    return {event.method + u' ' + event.path,
            event.scope,
            event.code,
            wordFor(event.kind),
            event.address,
            event.userAgent,
            event.detail,
            event.actor.name,
            event.key ? event.key->name : QString(),
            event.key ? event.key->hint : QString()};
}

} // namespace core
