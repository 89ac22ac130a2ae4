#include "core/base/text.h"
#include "ui/kit/words.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ui::words {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::words)
};

QString afterWait(const core::Error &error)
{
    const auto seconds = error.retryAfter.count();
    if (seconds <= 0)
        return Words::tr("Try again in a moment.");
    if (seconds < 120)
        return Words::tr("Try again in %1 s.").arg(seconds);
    return Words::tr("Try again in %1 min.").arg((seconds + 59) / 60);
}

QString forbidden(const core::Error &error)
{
    const QString scope = error.facts.value(u"missing_scope"_s);
    if (!scope.isEmpty())
        return Words::
            tr("You may not do this: it needs the scope “%1”. Nothing was changed. Ask an owner of the organization.")
                .arg(core::shown(scope, 60));
    return Words::tr(
        "Your role does not allow this. Nothing was changed. Ask an owner or an admin of the organization.");
}

QString conflict(const core::Error &error)
{
    const QString state = error.facts.value(u"status"_s);
    if (!state.isEmpty())
        return Words::tr(
                   "The key is %1 now, so this can no longer be done. Nothing was changed. Refresh the list to see it.")
            .arg(core::shown(state, 40));
    return Words::tr(
        "The key is no longer in a state that allows this. Nothing was changed. Refresh the list to see it.");
}

QString validation(const core::Error &error)
{
    if (error.fields.isEmpty())
        return Words::tr("The gateway did not accept what was entered. Nothing was changed. Check it and try again.");
    QStringList sentences;
    for (const QString &words : error.fields)
        sentences.append(core::shown(words, 200));
    return Words::tr("%1 Nothing was changed.").arg(sentences.join(u' '));
}

QString planLimit(const core::Error &error)
{
    const QString limit = error.facts.value(u"limit"_s);
    return limit.isEmpty() ? Words::tr("The plan of this organization allows no more keys. Revoke one that is not "
                                       "needed, or extend the plan.")
                           : Words::tr("The plan of this organization allows %1 keys, and all are in use. Revoke one "
                                       "that is not needed, or "
                                       "extend the plan.")
                                 .arg(core::shown(limit, 20));
}

//! The number to quote when asking for help, where the server gave one.
QString withRequest(const QString &sentence, const core::Error &error)
{
    return error.requestId.isEmpty() ? sentence
                                     : Words::tr("%1 Request %2.").arg(sentence, core::shown(error.requestId, 64));
}

QString localGateway(const core::Error &error)
{
    const QString why = error.detail.isEmpty() ? QString() : u" ("_s + core::shown(error.detail, 300) + u')';
    return Words::tr(
               "The gateway of this computer did not start%1. Its data is untouched. Try again, or sign in to another "
               "gateway.")
        .arg(why);
}

} // namespace

QString message(const core::Error &error)
{
    using Kind = core::Error::Kind;
    switch (error.kind) {
    case Kind::Cancelled: return {};
    case Kind::Offline:
        return Words::tr("The gateway cannot be reached. Nothing was changed. Check the connection and try again.");
    case Kind::TimedOut: return Words::tr("The gateway did not answer in time. Nothing was changed. Try again.");
    case Kind::Insecure:
        return Words::tr("The connection to the gateway is not secure, so nothing was sent. Check the address and the "
                         "gateway's certificate.");
    case Kind::OutcomeUnknown:
        return Words::tr(
            "The connection broke before the gateway's answer came, so the change may or may not have been "
            "made. Nothing is lost: refresh the list to see.");
    case Kind::Unauthorized:
        return Words::tr(
            "Your session has ended. Nothing was changed, and the keys seen last are still here. Sign in again.");
    case Kind::SignInFailed: return Words::tr("The email or the password is wrong. Check both and try again.");
    case Kind::SecondFactorRequired: return Words::tr("The password was right. Enter your code to sign in.");
    case Kind::ConfirmationRequired:
        return Words::tr("The gateway asks for your password again before it changes keys. Nothing was changed yet.");
    case Kind::Forbidden: return forbidden(error);
    case Kind::NotFound:
        return Words::tr("It no longer exists, or you can no longer see it. Nothing was changed. Refresh the list.");
    case Kind::Conflict: return conflict(error);
    case Kind::ChangedMeanwhile:
        return Words::tr(
            "Somebody else changed this key in the meantime. Nothing was overwritten. Look at it again, then "
            "make your change.");
    case Kind::Validation: return validation(error);
    case Kind::PlanLimit: return planLimit(error);
    case Kind::RateLimited:
        return Words::tr("That was too often for the gateway. Nothing was changed. %1").arg(afterWait(error));
    case Kind::InProgress:
        return Words::tr("The same request is still being worked on. Nothing is lost. %1").arg(afterWait(error));
    case Kind::Unavailable:
        return Words::tr("The gateway is out of service right now. Nothing was changed. %1").arg(afterWait(error));
    case Kind::Server:
        return withRequest(
            Words::tr("The gateway could not do this because of a fault of its own. Refresh the list to see "
                      "where things stand, then try again."),
            error);
    case Kind::NotSupported:
        return Words::tr("This kind of server cannot do that. Nothing was changed. Its own web page may offer it.");
    case Kind::Protocol:
        return withRequest(
            Words::tr("What answered does not speak like a Keysteward gateway. Nothing of the answer was used. "
                      "Check the gateway's address and version."),
            error);
    case Kind::Storage:
        return Words::tr(
            "A file on this computer could not be read or written. The keys at the gateway are not affected. "
            "Check the free space and the permissions of the data folder.");
    case Kind::KeychainLocked:
        return Words::tr("The keychain is locked. Your session is still in it. Unlock the keychain, then try again.");
    case Kind::KeychainDenied:
        return Words::tr(
            "The keychain refused access. Your session was not removed. Allow Keysteward in the keychain, then "
            "try again.");
    case Kind::KeychainMissing:
        return Words::tr(
            "This desktop has no keychain service. Nothing is written to disk instead. Start GNOME Keyring or "
            "KWallet, then try again.");
    case Kind::KeychainTimedOut:
        return Words::tr(
            "The keychain did not answer; it may be waiting for you in another window. Nothing is lost. Answer "
            "it, then try again.");
    case Kind::LocalGateway: return localGateway(error);
    }
    return {};
}

QString fieldMessage(const core::Error &error, const QString &field)
{
    return core::shown(error.fields.value(field), 200);
}

} // namespace ui::words
