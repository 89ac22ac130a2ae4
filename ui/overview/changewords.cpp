#include "ui/overview/changewords.h"

#include <QCoreApplication>

namespace ui::changewords {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::changewords)
};

QString from(const QString &sentence, const core::ActivityEvent &event)
{
    return event.address.isEmpty() ? sentence : Words::tr("%1 from %2").arg(sentence, event.address);
}

} // namespace

QString who(const core::ActivityEvent &event)
{
    if (!event.actor.name.isEmpty())
        return event.actor.name;
    return event.actor.kind == core::EventActor::Kind::System ? Words::tr("The gateway") : Words::tr("Somebody");
}

QString what(const core::ActivityEvent &event)
{
    using core::EventKind;
    const QString key = event.key ? event.key->name : Words::tr("a key");
    switch (event.kind) {
    case EventKind::Request: return Words::tr("called with %1").arg(key);
    case EventKind::KeyCreated: return Words::tr("created %1").arg(key);
    case EventKind::KeyRotated: return Words::tr("rotated %1").arg(key);
    case EventKind::KeyUpdated: return Words::tr("changed %1").arg(key);
    case EventKind::KeyDisabled: return Words::tr("disabled %1").arg(key);
    case EventKind::KeyEnabled: return Words::tr("enabled %1").arg(key);
    case EventKind::KeyRevoked: return Words::tr("revoked %1").arg(key);
    case EventKind::KeyExpired: return Words::tr("ended %1: it expired").arg(key);
    case EventKind::KeyRetired: return Words::tr("retired %1").arg(key);
    case EventKind::SessionStarted: return from(Words::tr("signed in"), event);
    case EventKind::SessionFailed: return from(Words::tr("failed to sign in"), event);
    case EventKind::SessionEnded: return Words::tr("signed out");
    case EventKind::PasswordChanged: return Words::tr("changed the password");
    case EventKind::TokenReplaced: return Words::tr("replaced the personal token");
    case EventKind::Unknown: break;
    }
    return Words::tr("did something that this version does not know");
}

QList<core::EventKind> kinds()
{
    auto kinds = core::allEventKinds();
    kinds.removeAll(core::EventKind::Request);
    return kinds;
}

} // namespace ui::changewords
