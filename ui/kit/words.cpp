#include "ui/kit/words.h"

#include "core/domain/keyrules.h"

#include <QCoreApplication>

namespace ui::words {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::words)
};

constexpr qint64 minute = 60, hour = 60 * minute, day = 24 * hour;

//! "14 s", "2 min", "22 h", "1 day", "64 days".
QString length(qint64 seconds)
{
    if (seconds < minute)
        return Words::tr("%1 s").arg(seconds);
    if (seconds < hour)
        return Words::tr("%1 min").arg(seconds / minute);
    if (seconds < day)
        return Words::tr("%1 h").arg(seconds / hour);
    const qint64 days = seconds / day;
    return days == 1 ? Words::tr("1 day") : Words::tr("%1 days").arg(days);
}

//! What lies ahead is rounded to the nearest, so that 64 days do not become 63 with the first second.
qint64 rounded(qint64 seconds)
{
    const qint64 unit = seconds < hour ? minute : seconds < day ? hour : day;
    return seconds < minute ? seconds : (seconds + unit / 2) / unit * unit;
}

QString distance(const QDateTime &time, const QDateTime &now)
{
    const qint64 seconds = now.secsTo(time);
    if (seconds > -10 && seconds < 10)
        return Words::tr("just now");
    return seconds < 0 ? Words::tr("%1 ago").arg(length(-seconds)) : Words::tr("in %1").arg(length(rounded(seconds)));
}

bool endsByRetirement(const core::Key &key)
{
    return key.retiresAt.isValid() && (!key.expiresAt.isValid() || key.retiresAt < key.expiresAt);
}

//! "Expired 3 days ago", or the bare word where the time is not known.
QString since(const QString &word, const QDateTime &time, const QDateTime &now)
{
    return time.isValid() ? word + u' ' + distance(time, now) : word;
}

} // namespace

//! Not the British locale: its September is "Sept".
QLocale english()
{
    return QLocale(QLocale::English, QLocale::UnitedStates);
}

QString relative(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 days = std::abs(now.secsTo(time)) / day;
    return days > 7 ? date(time) : distance(time, now);
}

QString date(const QDateTime &time)
{
    return time.isValid() ? english().toString(time.toLocalTime().date(), QStringLiteral("d MMM yyyy")) : QString();
}

QString timeOrDate(const QDateTime &time, const QDateTime &now)
{
    const QDateTime local = time.toLocalTime();
    return local.date() == now.toLocalTime().date() ? local.toString(QStringLiteral("HH:mm")) : date(time);
}

QString exact(const QDateTime &time)
{
    if (!time.isValid())
        return {};
    const QDateTime local = time.toLocalTime();
    return english().toString(local, QStringLiteral("d MMMM yyyy, HH:mm")) + u' ' + local.timeZoneAbbreviation();
}

QString expiry(const core::Key &key, const QDateTime &now)
{
    switch (core::keyrules::statusAt(key, now)) {
    case core::KeyStatus::Revoked: return since(Words::tr("Revoked"), key.revokedAt, now);
    case core::KeyStatus::Expired:
        return since(endsByRetirement(key) ? Words::tr("Retired") : Words::tr("Expired"), end(key, now), now);
    case core::KeyStatus::Retiring:
        if (key.retiresAt.isValid())
            return Words::tr("Retires %1").arg(distance(key.retiresAt, now));
        break;
    case core::KeyStatus::Active:
    case core::KeyStatus::Disabled:
    case core::KeyStatus::Unknown: break;
    }
    return key.expiresAt.isValid() ? distance(key.expiresAt, now) : Words::tr("Never");
}

QDateTime end(const core::Key &key, const QDateTime &now)
{
    switch (core::keyrules::statusAt(key, now)) {
    case core::KeyStatus::Revoked: return key.revokedAt;
    case core::KeyStatus::Expired: return endsByRetirement(key) ? key.retiresAt : key.expiresAt;
    case core::KeyStatus::Retiring: return key.retiresAt.isValid() ? key.retiresAt : key.expiresAt;
    case core::KeyStatus::Active:
    case core::KeyStatus::Disabled:
    case core::KeyStatus::Unknown: break;
    }
    return key.expiresAt;
}

QString shortExpiry(const core::Key &key, const QDateTime &now)
{
    const auto time = end(key, now);
    return time.isValid() ? distance(time, now) : expiry(key, now);
}

QString lastUse(const core::Key &key, const QDateTime &now)
{
    if (!key.useIsTold)
        return Words::tr("Not told");
    return key.lastUsed ? relative(key.lastUsed->at, now) : Words::tr("Never used");
}

Shown shownStatus(const core::Key &key, const QDateTime &now)
{
    switch (core::keyrules::statusAt(key, now)) {
    case core::KeyStatus::Active: return core::keyrules::expiresSoon(key, now) ? Shown::ExpiresSoon : Shown::Active;
    case core::KeyStatus::Retiring: return Shown::Retiring;
    case core::KeyStatus::Expired: return Shown::Expired;
    case core::KeyStatus::Revoked: return Shown::Revoked;
    case core::KeyStatus::Disabled: return Shown::Disabled;
    case core::KeyStatus::Unknown: break;
    }
    return Shown::Unknown;
}

QString status(Shown shown)
{
    switch (shown) {
    case Shown::Active: return Words::tr("Active");
    case Shown::ExpiresSoon: return Words::tr("Expires soon");
    case Shown::Retiring: return Words::tr("Retiring");
    case Shown::Expired: return Words::tr("Expired");
    case Shown::Revoked: return Words::tr("Revoked");
    case Shown::Disabled: return Words::tr("Disabled");
    case Shown::Unknown: break;
    }
    return Words::tr("Unknown");
}

QString role(core::Role role)
{
    switch (role) {
    case core::Role::Owner: return Words::tr("Owner");
    case core::Role::Admin: return Words::tr("Admin");
    case core::Role::Member: return Words::tr("Member");
    case core::Role::Viewer: break;
    }
    return Words::tr("Viewer");
}

QString risk(core::Risk risk)
{
    switch (risk) {
    case core::Risk::Low: return Words::tr("Low risk");
    case core::Risk::Medium: return Words::tr("Medium risk");
    case core::Risk::High: break;
    }
    return Words::tr("High risk");
}

} // namespace ui::words
