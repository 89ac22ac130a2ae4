#include "ui/shell/notices.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/storage/keycache.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"

#include <QVBoxLayout>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr qsizetype mostNamed = 3;
}

Notices::Notices(const core::Sessions &sessions, const core::Directory &directory, const core::Keys &keys,
                 const core::KeyCache &cache, const core::Clock &clock, QWidget *parent)
    : QWidget(parent),
      m_sessions(sessions),
      m_directory(directory),
      m_keys(keys),
      m_cache(cache),
      m_clock(clock),
      m_accountColumn(new QVBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_interrupted = addBar();
    m_accountColumn->setSpacing(0);
    layout->addLayout(m_accountColumn);
    m_storage = addBar();
    m_watched = addBar();
    m_failure = addBar();
    m_reminder = addBar();
    connect(&sessions, &core::Sessions::accountChanged, this, [this] {
        refreshAccounts();
        refreshInterrupted();
    });
    connect(&sessions, &core::Sessions::accountsChanged, this, [this] {
        refreshAccounts();
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

void Notices::setAccounts(const QStringList &accountIds)
{
    m_accountIds = accountIds;
    refreshAccounts();
    refreshInterrupted();
}

//! One after the other; those of accounts that are not on screen any more go.
void Notices::refreshAccounts()
{
    auto before = std::exchange(m_accounts, {});
    for (const auto &id : std::as_const(m_accountIds)) {
        const auto account = m_sessions.account(id);
        if (!account)
            continue;
        auto *notices = before.take(id);
        if (notices == nullptr) {
            notices = new AccountNotices(m_clock);
            m_accountColumn->addWidget(notices);
            connect(notices, &AccountNotices::signInWanted, this, &Notices::signInWanted);
            connect(notices, &AccountNotices::keychainRetryWanted, this, &Notices::keychainRetryWanted);
        }
        m_accounts.insert(id, notices);
        notices->tell(*account, m_accountIds.size() > 1 ? partOf(id) : AccountNotices::Part());
    }
    for (auto *gone : std::as_const(before)) {
        gone->hide();
        gone->deleteLater(); // it may be the one that calls
    }
}

//! The organizations of an account, and how old the oldest of their keys are.
AccountNotices::Part Notices::partOf(const QString &accountId) const
{
    AccountNotices::Part part;
    QStringList names;
    for (const auto &each : m_directory.organizations()) {
        if (each.accountId != accountId)
            continue;
        names += core::shown(each.organization.name, 40);
        const auto at = m_cache.syncedAt(each.reference);
        if (at && at->isValid() && (!part.asOf.isValid() || *at < part.asOf))
            part.asOf = *at;
    }
    const auto more = names.size() - mostNamed;
    part.organizations = QStringList(names.mid(0, mostNamed)).join(u", "_s);
    if (more > 0)
        part.organizations = tr("%1 and %2 more").arg(part.organizations).arg(more);
    return part;
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

void Notices::setWatchedRecovery(core::Database::Recovery recovery)
{
    switch (recovery) {
    case core::Database::Recovery::None: return;
    case core::Database::Recovery::SetAside:
        m_watched->show(NoticeBar::Look::Bad,
                        tr("The file with the keys you watch could not be used. It is kept beside the new one in the "
                           "data folder, as watched.sqlite.corrupt-…; nobody else has what was in it."));
        break;
    case core::Database::Recovery::InMemory:
        m_watched->show(NoticeBar::Look::Bad, tr("The data folder cannot be written, so keys that you watch now are "
                                                 "forgotten when you quit."));
        break;
    }
    m_watched->addAction(tr("OK"), [this] { m_watched->dismiss(); });
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
