#include "ui/shell/notices.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"

#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

using Kind = core::Error::Kind;

namespace {

//! "10:04" today, otherwise with the date.
QString clockTime(const QDateTime &time, const QDateTime &now)
{
    const QString hours = time.toLocalTime().toString(u"HH:mm"_s);
    return time.toLocalTime().date() == now.toLocalTime().date() ? hours
                                                                 : Notices::tr("%1, %2").arg(words::date(time), hours);
}

//! Why the keychain does not give the session out, and what helps. The session is not known to be lost in any of these.
QString stuckSentence(const std::optional<core::Error> &trouble)
{
    switch (trouble ? trouble->kind : Kind::KeychainLocked) {
    case Kind::KeychainDenied:
        return Notices::tr("The keychain refused to hand out your session. Allow Keysteward in the keychain and try "
                           "again, or sign in until you quit.");
    case Kind::KeychainMissing:
        return Notices::tr("This desktop runs no keychain, so your session cannot be read. Start GNOME Keyring or "
                           "KWallet and try again, or sign in until you quit.");
    case Kind::KeychainTimedOut:
        return Notices::tr("The keychain has not answered; it may wait for you in another window. Answer it and try "
                           "again, or sign in until you quit.");
    default:
        return Notices::tr(
            "Your session is in the keychain, which is locked. Unlock it and try again, or sign in until "
            "you quit.");
    }
}

//! Why a session that is good now will not outlive the program.
QString notKeptSentence(const std::optional<core::Error> &trouble)
{
    switch (trouble ? trouble->kind : Kind::KeychainMissing) {
    case Kind::KeychainLocked:
        return Notices::tr("You are signed in until you quit: the keychain is locked. Unlock it and try again to stay "
                           "signed in.");
    case Kind::KeychainDenied:
        return Notices::tr(
            "You are signed in until you quit: the keychain refused to keep the session. Allow Keysteward "
            "in it and try again to stay signed in.");
    case Kind::KeychainTimedOut:
        return Notices::tr("You are signed in until you quit: the keychain did not answer. Look for its window and try "
                           "again to stay signed in.");
    default:
        return Notices::tr("You are signed in until you quit: this desktop runs no keychain, and nothing is written to "
                           "disk instead.");
    }
}

} // namespace

Notices::Notices(const core::Sessions &sessions, const core::Directory &directory, const core::Keys &keys,
                 const core::Clock &clock, QWidget *parent)
    : QWidget(parent), m_sessions(sessions), m_directory(directory), m_keys(keys), m_clock(clock)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_interrupted = addBar();
    m_connection = addBar();
    m_keychain = addBar();
    m_storage = addBar();
    m_failure = addBar();
    m_reminder = addBar();
    connect(&sessions, &core::Sessions::accountChanged, this, [this] {
        refreshAccount();
        refreshInterrupted();
    });
    connect(&sessions, &core::Sessions::accountsChanged, this, [this] {
        refreshAccount();
        refreshInterrupted();
    });
    connect(&keys, &core::Keys::interruptedChanged, this, &Notices::refreshInterrupted);
}

NoticeBar *Notices::addBar()
{
    // The margin belongs to the bar, so that it goes with it.
    auto *bar = new NoticeBar;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setAttachedToTop(true);
    layout()->addWidget(bar);
    return bar;
}

void Notices::setAccount(const QString &accountId)
{
    m_accountId = accountId;
    refreshAccount();
    refreshInterrupted();
}

void Notices::refreshAccount()
{
    const auto account = m_sessions.account(m_accountId);
    if (!account) {
        m_connection->dismiss();
        m_keychain->dismiss();
        return;
    }
    tellConnection(*account);
    tellKeychain(*account);
}

void Notices::tellConnection(const core::Account &account)
{
    using State = core::Account::State;
    switch (account.state) {
    case State::Offline:
        m_connection->show(NoticeBar::Look::Neutral,
                           tr("Offline since %1. You see what was read last; nothing can be changed until the gateway "
                              "can be reached.")
                               .arg(clockTime(account.since.isValid() ? account.since : m_clock.now(), m_clock.now())));
        return;
    case State::SignedOut:
        m_connection->show(NoticeBar::Look::Warning,
                           tr("Your session has ended. You see the keys as last seen; sign in to go on."));
        m_connection->addAction(tr("Sign in"), [this, id = account.record.id] { Q_EMIT signInWanted(id); });
        return;
    case State::Resuming:
    case State::SignedIn:
    case State::KeychainStuck: m_connection->dismiss(); return;
    }
}

void Notices::tellKeychain(const core::Account &account)
{
    const QString id = account.record.id;
    const bool stuck = account.state == core::Account::State::KeychainStuck;
    const bool notKept = account.state == core::Account::State::SignedIn && !account.sessionKept;
    if (!stuck && !notKept) {
        m_keychain->dismiss();
        return;
    }
    m_keychain->show(NoticeBar::Look::Warning,
                     stuck ? stuckSentence(account.trouble) : notKeptSentence(account.trouble));
    m_keychain->addAction(tr("Try again"), [this, id] { Q_EMIT keychainRetryWanted(id); });
    if (stuck)
        m_keychain->addAction(tr("Stay signed in until I quit"), [this, id] { Q_EMIT signInWanted(id); });
}

void Notices::refreshInterrupted()
{
    const auto intents = m_keys.interrupted();
    if (intents.isEmpty()) {
        m_interrupted->dismiss();
        return;
    }
    const core::Intent intent = intents.constFirst();
    QString where;
    for (const auto &each : m_directory.organizations()) {
        if (each.accountId == intent.accountId && each.organization.id == intent.organizationId)
            where = tr(" in %1").arg(core::shown(each.organization.name, 60));
    }
    const QString more = intents.size() > 1 ? u' ' + tr("%1 more like it.").arg(intents.size() - 1) : QString();
    m_interrupted->show(NoticeBar::Look::Warning, tr("A key was created but its secret was not shown: “%1”%2.%3")
                                                      .arg(core::shown(intent.name, 100), where, more));
    m_interrupted->addAction(tr("Show it now"), [this, intent] { Q_EMIT showInterruptedWanted(intent); });
    m_interrupted->addAction(tr("Revoke it"), [this, intent] { Q_EMIT revokeInterruptedWanted(intent); });
}

void Notices::setRecovery(core::Database::Recovery recovery)
{
    switch (recovery) {
    case core::Database::Recovery::None: m_storage->dismiss(); return;
    case core::Database::Recovery::SetAside:
        m_storage->show(
            NoticeBar::Look::Neutral,
            tr("The file with the keys seen last could not be used. It was set aside and made anew; the list "
               "is read again from the gateway, where nothing has changed."));
        break;
    case core::Database::Recovery::InMemory:
        m_storage->show(
            NoticeBar::Look::Warning,
            tr("The data folder cannot be written, so what you see is forgotten when you quit. Nothing at the "
               "gateway is affected. Check the free space and the permissions of the folder."));
        break;
    }
    m_storage->addAction(tr("OK"), [this] { m_storage->dismiss(); });
}

void Notices::showFailure(const core::Error &error)
{
    const QString words = words::message(error);
    if (words.isEmpty())
        return;
    m_failure->show(NoticeBar::Look::Bad, words);
    m_failure->addAction(tr("OK"), [this] { m_failure->dismiss(); });
}

void Notices::showReminder(const QString &sentence, const std::function<void()> &show)
{
    m_reminder->show(NoticeBar::Look::Warning, sentence);
    m_reminder->addAction(tr("Show"), [this, show] {
        m_reminder->dismiss();
        show();
    });
    m_reminder->addAction(tr("OK"), [this] { m_reminder->dismiss(); });
}

void Notices::say(const QString &sentence)
{
    m_failure->show(NoticeBar::Look::Neutral, sentence);
    m_failure->addAction(tr("OK"), [this] { m_failure->dismiss(); });
}

} // namespace ui
