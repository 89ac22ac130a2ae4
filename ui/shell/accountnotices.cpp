#include "ui/shell/accountnotices.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/words.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

using Kind = core::Error::Kind;

namespace {

//! "10:04" today, otherwise with the date.
QString clockTime(const QDateTime &time, const QDateTime &now)
{
    const QString hours = time.toLocalTime().toString(u"HH:mm"_s);
    return time.toLocalTime().date() == now.toLocalTime().date()
               ? hours
               : AccountNotices::tr("%1, %2").arg(words::date(time), hours);
}

//! Why the keychain does not give the session out, and what helps. The session is not known to be lost in any of these.
QString stuckSentence(const std::optional<core::Error> &trouble)
{
    switch (trouble ? trouble->kind : Kind::KeychainLocked) {
    case Kind::KeychainDenied:
        return AccountNotices::tr(
            "The keychain refused to hand out your session. Allow Keysteward in the keychain and try "
            "again, or sign in until you quit.");
    case Kind::KeychainMissing:
        return AccountNotices::tr(
            "This desktop runs no keychain, so your session cannot be read. Start GNOME Keyring or "
            "KWallet and try again, or sign in until you quit.");
    case Kind::KeychainTimedOut:
        return AccountNotices::tr(
            "The keychain has not answered; it may wait for you in another window. Answer it and try "
            "again, or sign in until you quit.");
    default:
        return AccountNotices::tr(
            "Your session is in the keychain, which is locked. Unlock it and try again, or sign in until "
            "you quit.");
    }
}

//! Why a session that is good now will not outlive the program.
QString notKeptSentence(const std::optional<core::Error> &trouble)
{
    switch (trouble ? trouble->kind : Kind::KeychainMissing) {
    case Kind::KeychainLocked:
        return AccountNotices::tr(
            "You are signed in until you quit: the keychain is locked. Unlock it and try again to stay "
            "signed in.");
    case Kind::KeychainDenied:
        return AccountNotices::tr(
            "You are signed in until you quit: the keychain refused to keep the session. Allow Keysteward "
            "in it and try again to stay signed in.");
    case Kind::KeychainTimedOut:
        return AccountNotices::tr(
            "You are signed in until you quit: the keychain did not answer. Look for its window and try "
            "again to stay signed in.");
    default:
        return AccountNotices::tr(
            "You are signed in until you quit: this desktop runs no keychain, and nothing is written to "
            "disk instead.");
    }
}

} // namespace

AccountNotices::AccountNotices(const core::Clock &clock, QWidget *parent) : QWidget(parent), m_clock(clock)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_connection = addBar();
    m_keychain = addBar();
}

NoticeBar *AccountNotices::addBar()
{
    // The margin belongs to the bar, so that it goes with it.
    auto *bar = new NoticeBar;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setAttachedToTop(true);
    layout()->addWidget(bar);
    return bar;
}

void AccountNotices::tell(const core::Account &account, const Part &part)
{
    tellConnection(account, part);
    tellKeychain(account);
}

//! How old that part of the keys is.
QString AccountNotices::stale(const Part &part) const
{
    return part.asOf.isValid()
               ? tr("The keys of %1 are as of %2").arg(part.organizations, clockTime(part.asOf, m_clock.now()))
               : tr("The keys of %1 were not seen yet").arg(part.organizations);
}

void AccountNotices::tellConnection(const core::Account &account, const Part &part)
{
    using State = core::Account::State;
    const bool whole = part.organizations.isEmpty();
    switch (account.state) {
    case State::Offline: {
        const auto since = clockTime(account.since.isValid() ? account.since : m_clock.now(), m_clock.now());
        m_connection->show(NoticeBar::Look::Neutral,
                           whole ? tr("Offline since %1. You see what was read last; nothing can be changed until the "
                                      "gateway can be reached.")
                                       .arg(since)
                                 : tr("%1 is offline since %2. %3; nothing can be changed there until it can be "
                                      "reached.")
                                       .arg(core::shown(account.record.gateway.authority(), 60), since, stale(part)));
        return;
    }
    case State::SignedOut:
        m_connection->show(NoticeBar::Look::Warning,
                           whole ? tr("Your session has ended. You see the keys as last seen; sign in to go on.")
                                 : tr("The session of %1 at %2 has ended. %3; sign in to go on.")
                                       .arg(core::shown(account.record.email, 60),
                                            core::shown(account.record.gateway.authority(), 60), stale(part)));
        m_connection->addAction(tr("Sign in"), [this, id = account.record.id] { Q_EMIT signInWanted(id); });
        return;
    case State::Resuming:
    case State::SignedIn:
    case State::KeychainStuck: m_connection->dismiss(); return;
    }
}

void AccountNotices::tellKeychain(const core::Account &account)
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

} // namespace ui
