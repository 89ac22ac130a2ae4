#include "ui/activity/eventwords.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace ui::eventwords {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::eventwords)
};

constexpr qsizetype longestName = 100;
constexpr qsizetype longestPath = 512;

QString inEnglish(const QDateTime &time, const QString &format)
{
    return QLocale(QLocale::English, QLocale::UnitedKingdom).toString(time, format);
}

QString joined(const QString &first, const QString &second)
{
    return first.isEmpty() || second.isEmpty() ? first + second : first + u", "_s + second;
}

} // namespace

QString kind(core::EventKind kind)
{
    switch (kind) {
    case core::EventKind::Request: return Words::tr("Request");
    case core::EventKind::KeyCreated: return Words::tr("Created");
    case core::EventKind::KeyRotated: return Words::tr("Rotated");
    case core::EventKind::KeyUpdated: return Words::tr("Edited");
    case core::EventKind::KeyDisabled: return Words::tr("Disabled");
    case core::EventKind::KeyEnabled: return Words::tr("Enabled");
    case core::EventKind::KeyRevoked: return Words::tr("Revoked");
    case core::EventKind::KeyExpired: return Words::tr("Expired");
    case core::EventKind::KeyRetired: return Words::tr("Retired");
    case core::EventKind::SessionStarted: return Words::tr("Signed in");
    case core::EventKind::SessionFailed: return Words::tr("Sign-in failed");
    case core::EventKind::SessionEnded: return Words::tr("Signed out");
    case core::EventKind::PasswordChanged: return Words::tr("Password changed");
    case core::EventKind::TokenReplaced: return Words::tr("Token replaced");
    case core::EventKind::Unknown: break;
    }
    return Words::tr("Other");
}

QString key(const core::ActivityEvent &event)
{
    return event.key ? core::shown(event.key->name, longestName) : QString();
}

QString what(const core::ActivityEvent &event)
{
    const auto detail = core::shown(event.detail, longestName);
    const auto actor = core::shown(event.actor.name, longestName);
    switch (event.kind) {
    case core::EventKind::Request: return core::shown(event.method, 20) + u' ' + core::shown(event.path, longestPath);
    case core::EventKind::SessionStarted:
    case core::EventKind::SessionFailed:
    case core::EventKind::SessionEnded:
    case core::EventKind::PasswordChanged:
    case core::EventKind::TokenReplaced: return joined(actor, detail);
    case core::EventKind::KeyRotated: break; // its detail is the new key's id, which the inspector turns into a way
    case core::EventKind::KeyCreated:
    case core::EventKind::KeyUpdated:
    case core::EventKind::KeyDisabled:
    case core::EventKind::KeyEnabled:
    case core::EventKind::KeyRevoked:
    case core::EventKind::KeyExpired:
    case core::EventKind::KeyRetired:
    case core::EventKind::Unknown: return joined(actor.isEmpty() ? actor : Words::tr("by %1").arg(actor), detail);
    }
    return actor.isEmpty() ? actor : Words::tr("by %1").arg(actor);
}

QString status(const core::ActivityEvent &event)
{
    return event.status > 0 ? QString::number(event.status) : QString();
}

QString address(const core::ActivityEvent &event)
{
    return core::shown(event.address, longestName);
}

QString time(const QDateTime &at, const QDateTime &now)
{
    const auto local = at.toLocalTime();
    const bool today = local.date() == now.toLocalTime().date();
    return inEnglish(local, today ? u"HH:mm:ss"_s : u"d MMM HH:mm"_s);
}

QString exactTime(const QDateTime &at)
{
    const auto local = at.toLocalTime();
    return inEnglish(local, u"d MMMM yyyy, HH:mm:ss"_s) + u' ' + local.timeZoneAbbreviation();
}

Tone statusTone(int status, const Tokens &tokens)
{
    switch (core::outcomeOf(status)) {
    case core::CallOutcome::Ok: return tokens.good;
    case core::CallOutcome::Limited: return tokens.warning;
    case core::CallOutcome::Unauthorized:
    case core::CallOutcome::Forbidden:
    case core::CallOutcome::Other: break;
    }
    return tokens.bad;
}

} // namespace ui::eventwords
