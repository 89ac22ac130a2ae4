#include "ui/rotations/rotationwords.h"

#include "core/base/text.h"
#include "ui/kit/quantity.h"
#include "ui/kit/words.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace ui::rotationwords {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::rotationwords)
};

using Step = core::RotationStep;

constexpr std::chrono::seconds freshFor{120};

//! "10:04" of today, "20 Nov, 10:04" of another day, with its year where that is not this one.
QString moment(const QDateTime &time, const QDateTime &now)
{
    const auto local = time.toLocalTime();
    const auto today = now.toLocalTime().date();
    const auto clock = local.toString(u"HH:mm"_s);
    if (local.date() == today)
        return clock;
    const QLocale english(QLocale::English, QLocale::UnitedKingdom);
    const auto day = english.toString(local.date(), local.date().year() == today.year() ? u"d MMM"_s : u"d MMM yyyy"_s);
    return Words::tr("%1, %2").arg(day, clock);
}

QString created(const core::RotationRecord &record, const QDateTime &now)
{
    const auto by = core::shown(record.startedBy, 40);
    const auto at = moment(record.startedAt, now);
    return by.isEmpty() ? at : Words::tr("%1 by %2").arg(at, by);
}

QString handedOver(const core::Rotation &rotation, const QDateTime &now)
{
    switch (rotation.record.handOver) {
    case core::HandOver::Copied: return Words::tr("Copied %1").arg(moment(rotation.record.handedOverAt, now));
    case core::HandOver::Stored:
        return Words::tr("Said to be stored %1").arg(moment(rotation.record.handedOverAt, now));
    case core::HandOver::None: break;
    }
    if (!rotation.newKey)
        return Words::tr("The new key is not known here");
    return rotation.newKey->acknowledged ? Words::tr("Elsewhere: its secret has arrived")
                                         : Words::tr("Its secret has not arrived yet");
}

//! Whether the keys' server tells when they are used; a provider of watched keys does not.
bool useIsTold(const core::Rotation &rotation)
{
    return !rotation.oldKey || rotation.oldKey->useIsTold;
}

QString works(const core::Rotation &rotation, const QDateTime &now)
{
    const auto at = moment(rotation.record.provenAt, now);
    switch (rotation.record.proof) {
    case core::Proof::None: break;
    case core::Proof::Checked:
        return useIsTold(rotation) ? Words::tr("Checked %1: the gateway accepted it").arg(at)
                                   : Words::tr("Checked %1: its provider took it").arg(at);
    case core::Proof::Used: return Words::tr("Seen in use %1").arg(at);
    }
    return useIsTold(rotation) ? Words::tr("Not used yet") : Words::tr("Not checked yet");
}

QString addresses(qsizetype count)
{
    return count == 1 ? Words::tr("1 address") : Words::tr("%1 addresses").arg(quantity::number(count));
}

QString requests(qint64 count)
{
    return count == 1 ? Words::tr("1 request") : Words::tr("%1 requests").arg(quantity::number(count));
}

QString lastCall(const core::Rotation &rotation, const QDateTime &now)
{
    if (!useIsTold(rotation))
        return Words::tr("Its provider does not tell who calls the old key");
    if (!rotation.oldKey || !rotation.oldKey->lastUsed)
        return Words::tr("Old key: never called");
    const auto &use = *rotation.oldKey->lastUsed;
    if (use.address.isEmpty())
        return Words::tr("Old key: last called %1").arg(words::relative(use.at, now));
    return Words::tr("Old key: last called %1 from %2").arg(words::relative(use.at, now), core::shown(use.address, 64));
}

//! Read too long ago to be told as what is.
bool isStale(const core::Callers &callers, const QDateTime &now)
{
    return callers.asOf.addSecs(freshFor.count()) < now;
}

QString switching(const core::Rotation &rotation, const std::optional<core::Callers> &callers, const QDateTime &now)
{
    if (!callers || callers->recent == 0 || isStale(*callers, now))
        return lastCall(rotation, now);
    const bool isHour = callers->bucket == core::callers::halfHour;
    const auto since = isHour ? Words::tr("in the last hour")
                              : Words::tr("since %1").arg(callers->recentSince.toLocalTime().toString(u"HH:mm"_s));
    return Words::tr("Old key: %1 %2 from %3")
        .arg(requests(callers->recent), since, addresses(callers->recentAddresses()));
}

QString retired(const core::Rotation &rotation, const QDateTime &now)
{
    if (!core::rotationrules::isRunning(rotation, now))
        return moment(rotation.record.endedAt, now);
    const auto end = core::rotationrules::endOf(*rotation.oldKey);
    if (!useIsTold(rotation))
        return Words::tr("When its provider refuses it");
    return end.isValid() ? Words::tr("By itself %1, or now").arg(moment(end, now)) : Words::tr("When you retire it");
}

bool wasRevoked(const core::Rotation &rotation)
{
    return rotation.oldKey && rotation.oldKey->status == core::KeyStatus::Revoked;
}

} // namespace

QString name(core::RotationStep step)
{
    switch (step) {
    case Step::Created: return Words::tr("New key created");
    case Step::HandedOver: return Words::tr("Handed over");
    case Step::NewKeyWorks: return Words::tr("New key works");
    case Step::CallersSwitching: return Words::tr("Callers switching");
    case Step::Retired: break;
    }
    return Words::tr("Old key retired");
}

QString text(core::RotationStep step, const core::Rotation &rotation, const std::optional<core::Callers> &callers,
             const QDateTime &now)
{
    switch (step) {
    case Step::Created: return created(rotation.record, now);
    case Step::HandedOver: return handedOver(rotation, now);
    case Step::NewKeyWorks: return works(rotation, now);
    case Step::CallersSwitching: return switching(rotation, callers, now);
    case Step::Retired: break;
    }
    return retired(rotation, now);
}

QString name(const core::Rotation &rotation)
{
    if (rotation.newKey)
        return rotation.newKey->name;
    return rotation.oldKey ? rotation.oldKey->name : Words::tr("a key that is no longer listed");
}

QString ending(const core::Rotation &rotation, const QDateTime &now)
{
    if (!useIsTold(rotation))
        return Words::tr("Old key works until you revoke it there");
    const auto end = rotation.oldKey ? core::rotationrules::endOf(*rotation.oldKey) : QDateTime();
    return end.isValid() ? Words::tr("Old key retires %1").arg(words::relative(end, now))
                         : Words::tr("Old key works until you retire it");
}

QString chartCaption(const core::Callers &callers, const QDateTime &now)
{
    const auto what = callers.bucket == core::callers::halfHour ? Words::tr("Requests with the old key per half hour")
                                                                : Words::tr("Requests with the old key per hour");
    return isStale(callers, now) ? Words::tr("%1, as of %2").arg(what, moment(callers.asOf, now)) : what;
}

QString ended(const core::Rotation &rotation, const QDateTime &now)
{
    const auto at = moment(rotation.record.endedAt, now);
    if (!useIsTold(rotation))
        return Words::tr("Old key ended %1").arg(at);
    return wasRevoked(rotation) ? Words::tr("Old key revoked %1; not called since").arg(at)
                                : Words::tr("Old key retired %1; not called since").arg(at);
}

QString usedAgain(const core::Rotation &rotation, const QDateTime &now)
{
    const auto &use = *rotation.oldKey->lastUsed;
    const auto word =
        wasRevoked(rotation) ? Words::tr("Its old key was revoked %1") : Words::tr("Its old key retired %1");
    return Words::tr("%1, and was called again %2 from %3. It was refused.")
        .arg(word.arg(moment(rotation.record.endedAt, now)), words::relative(use.at, now),
             core::shown(use.address, 64));
}

QString due(const core::DueKey &due, int rotateAfterDays, const QDateTime &now)
{
    switch (due.reason) {
    case core::DueKey::Reason::Expires: return Words::tr("Expires %1").arg(words::relative(due.key.expiresAt, now));
    case core::DueKey::Reason::Age: break;
    }
    return Words::tr("%1 days old; policy is %2")
        .arg(quantity::number(due.key.createdAt.daysTo(now)), quantity::number(rotateAfterDays));
}

} // namespace ui::rotationwords
