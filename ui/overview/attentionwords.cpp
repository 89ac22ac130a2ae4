#include "ui/overview/attentionwords.h"

#include "ui/kit/quantity.h"
#include "ui/kit/words.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ui::attentionwords {

using core::attention::Concern;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::attentionwords)
};

QString days(qint64 count)
{
    return count == 1 ? Words::tr("1 day") : Words::tr("%1 days").arg(quantity::number(count));
}

QString stillCalled(const core::ConcernedKey &concerned, const QDateTime &now)
{
    if (!concerned.key.retiresAt.isValid())
        return Words::tr("still called, works until it is retired");
    const QString end = words::relative(concerned.key.retiresAt, now);
    const qsizetype addresses = concerned.known.breakdown ? concerned.known.breakdown->addresses.size() : 0;
    if (addresses == 0)
        return Words::tr("still called, retires %1").arg(end);
    const QString by = addresses == 1 ? Words::tr("1 address") : Words::tr("%1 addresses").arg(addresses);
    const bool others = concerned.known.breakdown->everythingElse.addresses > 0;
    return others ? Words::tr("still called by %1 and others, retires %2").arg(by, end)
                  : Words::tr("still called by %1, retires %2").arg(by, end);
}

QString refused(const core::ConcernedKey &concerned)
{
    const core::UsageCount calls = concerned.known.calls.value_or(core::UsageCount{});
    return Words::tr("%1 of %2 requests refused in %3")
        .arg(quantity::number(calls.refused()), quantity::number(calls.total()), days(core::attention::refusedDays));
}

QString unused(const core::ConcernedKey &concerned, const QDateTime &now)
{
    const auto breakdown = concerned.known.breakdown.value_or(core::UsageBreakdown{});
    const qsizetype count = core::attention::unusedScopes(concerned.key, breakdown, now).size();
    return Words::tr("has not used %1 of its %2 scopes in %3")
        .arg(count)
        .arg(concerned.key.scopes.size())
        .arg(days(core::attention::observedDays));
}

QString words(Concern concern, const core::ConcernedKey &concerned, const core::Policy &policy, const QDateTime &now)
{
    const core::Key &key = concerned.key;
    switch (concern) {
    case Concern::CalledWhileRetiring: return stillCalled(concerned, now);
    case Concern::ExpiresSoon: return Words::tr("expires %1").arg(words::relative(key.expiresAt, now));
    case Concern::RefusedOften: return refused(concerned);
    case Concern::Idle:
        return key.lastUsed ? Words::tr("not used for %1").arg(days(key.lastUsed->at.daysTo(now)))
                            : Words::tr("never used in %1").arg(days(key.createdAt.daysTo(now)));
    case Concern::OlderThanPolicy:
        return Words::tr("%1 old; policy is %2").arg(days(key.createdAt.daysTo(now))).arg(policy.rotateAfterDays);
    case Concern::UnusedScopes: return unused(concerned, now);
    case Concern::NeverExpires: break;
    }
    return Words::tr("never expires");
}

} // namespace

QString sentence(const core::ConcernedKey &concerned, const core::Policy &policy, const QDateTime &now)
{
    QStringList parts;
    for (const Concern concern : concerned.concerns.first(std::min<qsizetype>(concerned.concerns.size(), 2)))
        parts.append(words(concern, concerned, policy, now));
    return parts.join(u", "_s);
}

QString action(Concern concern)
{
    switch (concern) {
    case Concern::CalledWhileRetiring: return Words::tr("Who?");
    case Concern::ExpiresSoon:
    case Concern::OlderThanPolicy: return Words::tr("Rotate…");
    case Concern::RefusedOften: return Words::tr("Which?");
    case Concern::Idle: return Words::tr("Revoke…");
    case Concern::UnusedScopes: return Words::tr("Narrow scopes…");
    case Concern::NeverExpires: break;
    }
    return Words::tr("Set expiry…");
}

Pill::Tint tint(Concern concern)
{
    switch (concern) {
    case Concern::CalledWhileRetiring: return Pill::Tint::Retiring;
    case Concern::ExpiresSoon: return Pill::Tint::Warning;
    case Concern::RefusedOften: return Pill::Tint::Bad;
    case Concern::Idle:
    case Concern::OlderThanPolicy:
    case Concern::UnusedScopes:
    case Concern::NeverExpires: break;
    }
    return Pill::Tint::Neutral;
}

} // namespace ui::attentionwords
