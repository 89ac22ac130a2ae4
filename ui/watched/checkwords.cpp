#include "ui/watched/checkwords.h"

#include "core/base/text.h"
#include "ui/kit/words.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ui::checkwords {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::checkwords", text);
}

QString whyNot(const core::KeyCheck &check, const QString &provider)
{
    using core::Doubt;
    switch (check.doubt) {
    case Doubt::None: break;
    case Doubt::Unreachable: return tr("%1 could not be reached. This says nothing of the key.").arg(provider);
    case Doubt::Insecure: return tr("The connection to %1 is not secure, so the key was not sent.").arg(provider);
    case Doubt::Redirected:
        return tr("%1 wanted to send us elsewhere: %2. The key was not sent there.")
            .arg(provider, core::shown(check.redirect, 200));
    case Doubt::WebPage:
        return tr("A web page came in place of an answer. The address may be wrong, or something stands in between.");
    case Doubt::Unexpected:
        return tr("The answer is not the one that %1 documents. The address may be wrong.").arg(provider);
    case Doubt::ServerFault: return tr("%1 says that it is in trouble. This says nothing of the key.").arg(provider);
    }
    return tr("This says nothing of the key.");
}

} // namespace

QString outcome(core::CheckOutcome outcome)
{
    using core::CheckOutcome;
    switch (outcome) {
    case CheckOutcome::Valid: return tr("Valid");
    case CheckOutcome::NotPermitted: return tr("Valid, not permitted");
    case CheckOutcome::Invalid: return tr("Invalid");
    case CheckOutcome::Limited: return tr("Limited");
    case CheckOutcome::CannotTell: break;
    }
    return tr("Cannot tell");
}

Pill::Tint tint(core::CheckOutcome outcome)
{
    using core::CheckOutcome;
    switch (outcome) {
    case CheckOutcome::Valid:
    case CheckOutcome::NotPermitted: return Pill::Tint::Good;
    case CheckOutcome::Invalid: return Pill::Tint::Bad;
    case CheckOutcome::Limited: return Pill::Tint::Warning;
    case CheckOutcome::CannotTell: break;
    }
    return Pill::Tint::Neutral;
}

QString sentence(const core::KeyCheck &check, const WatchedPlace &place)
{
    using core::CheckOutcome;
    const auto &provider = place.provider.name;
    switch (check.outcome) {
    case CheckOutcome::Valid: return tr("%1 takes the key.").arg(provider);
    case CheckOutcome::NotPermitted:
        return tr("%1 knows the key, and does not let it make this call: a scope, a role or the plan is missing.")
            .arg(provider);
    case CheckOutcome::Invalid:
        return (tr("%1 refuses the key.").arg(provider) + u' ' + place.kind.invalidHint).trimmed();
    case CheckOutcome::Limited:
        return place.watching().limitMayBePlan
                   ? tr("%1 takes no more calls for now, or the plan is used up: look at billing before you try again. "
                        "This says nothing of the key.")
                         .arg(provider)
                   : tr("%1 takes no more calls for now. This says nothing of the key.").arg(provider);
    case CheckOutcome::CannotTell: break;
    }
    return whyNot(check, provider);
}

QString waiting(const core::KeyCheck &check, const WatchedPlace &place, const QDateTime &now)
{
    if (!check.retryAt.isValid() || check.retryAt <= now)
        return {};
    return tr("%1 asked to wait until %2.")
        .arg(place.provider.name, words::english().toString(check.retryAt.toLocalTime(), u"HH:mm:ss"_s));
}

QString raw(const core::KeyCheck &check)
{
    if (check.status == 0)
        return tr("No answer.");
    QStringList lines{u"HTTP %1"_s.arg(check.status)};
    for (const auto &[name, value] : check.headers)
        lines += core::shown(name, 100) + u": "_s + core::shown(value, 300);
    return lines.join(u'\n');
}

QString announcement(const WatchedPlace &place)
{
    const auto url = core::watching::probeUrl(place.organization, place.kind.probe);
    const auto call = tr("One call goes out, with the key in its %1 header: GET %2.")
                          .arg(place.kind.header, core::shown(url.toString(), 300));
    return place.kind.probe.costsQuota ? call + u' ' + tr("It counts against the plan's calls.") : call;
}

} // namespace ui::checkwords
