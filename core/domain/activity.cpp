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

QString wordFor(UsageBucket bucket)
{
    switch (bucket) {
    case UsageBucket::Hour: return u"hour"_s;
    case UsageBucket::Day: break;
    }
    return u"day"_s;
}

} // namespace core
