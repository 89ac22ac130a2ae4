#include "ui/shell/sidebar.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/services/directory.h"
#include "core/services/rotations.h"
#include "core/services/sessions.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"
#include "ui/shell/accountwords.h"
#include "ui/shell/navigation.h"
#include "ui/shell/windowactions.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

//! What was asked for is painted first.
constexpr std::chrono::milliseconds countsAfter{150};
constexpr qsizetype longestLine = 80; //!< of a menu

//! For a menu: a lone ampersand would underline the next letter.
QString menuText(const QString &untrusted)
{
    return core::shown(untrusted, longestLine).replace(u'&', u"&&"_s);
}

QString attention(const core::KeyCounts &counts)
{
    QStringList parts;
    if (counts.expiring > 0)
        parts.append(counts.expiring == 1 ? Sidebar::tr("1 expires soon")
                                          : Sidebar::tr("%1 expire soon").arg(counts.expiring));
    if (counts.retiring > 0)
        parts.append(Sidebar::tr("%1 retiring").arg(counts.retiring));
    if (counts.idle > 0)
        parts.append(Sidebar::tr("%1 idle").arg(counts.idle));
    return parts.join(u" · "_s);
}

struct Reach {
    AccountButton::Connection connection;
    QString words;
};

Reach reachOf(const core::Account &account)
{
    using State = core::Account::State;
    switch (account.state) {
    case State::Resuming: return {AccountButton::Connection::Waiting, Sidebar::tr("connecting")};
    case State::SignedIn: return {AccountButton::Connection::Good, Sidebar::tr("connected")};
    case State::Offline: return {AccountButton::Connection::Waiting, Sidebar::tr("offline")};
    case State::SignedOut: return {AccountButton::Connection::Bad, Sidebar::tr("signed out")};
    case State::KeychainStuck: return {AccountButton::Connection::Bad, Sidebar::tr("waiting for the keychain")};
    }
    return {AccountButton::Connection::Waiting, {}};
}

} // namespace

Sidebar::Sidebar(const core::Sessions &sessions, const core::Directory &directory, core::Rotations &rotations,
                 const core::Clock &clock, const WindowActions &actions, QWidget *parent)
    : QWidget(parent),
      m_sessions(sessions),
      m_directory(directory),
      m_rotations(rotations),
      m_clock(clock),
      m_actions(actions),
      m_switcher(new OrganizationButton),
      m_organizations(new QMenu(this)),
      m_choices(new QActionGroup(this)),
      m_account(new AccountButton)
{
    setFixedWidth(232);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::medium, spacing::medium, spacing::medium + 1, spacing::medium);
    layout->setSpacing(spacing::hair);
    layout->addWidget(m_switcher);
    layout->addSpacing(spacing::small);
    for (const auto &each : allScreens()) {
        auto *button = new PageButton(each.symbol, each.name);
        connect(button, &QPushButton::clicked, actions.show(each.screen), &QAction::trigger);
        layout->addWidget(button);
        m_screens[each.screen] = button;
    }
    layout->addStretch(1);
    layout->addWidget(m_account);

    connect(m_organizations, &QMenu::aboutToShow, this, &Sidebar::fillOrganizations);
    m_switcher->setPopup(m_organizations);
    auto *menu = new QMenu(this);
    menu->addActions({actions.addAccount, actions.localGateway});
    menu->addSeparator();
    menu->addActions({actions.settings, actions.lock, actions.signOut});
    m_account->setPopup(menu);
    m_counting.setSingleShot(true);
    m_counting.setInterval(countsAfter);
    connect(&m_counting, &QTimer::timeout, this, &Sidebar::countWaiting);
    connect(&rotations, &core::Rotations::changed, this, [this](qint64 reference) {
        if (reference == m_organization || m_organization == core::everyOrganization)
            m_counting.start();
    });
    connect(&directory, &core::Directory::organizationsChanged, this, &Sidebar::refresh);
    connect(&sessions, &core::Sessions::accountsChanged, this, &Sidebar::refresh);
    connect(&sessions, &core::Sessions::accountChanged, this, &Sidebar::refresh);
}

void Sidebar::setOrganization(qint64 reference)
{
    m_organization = reference;
    refresh();
    if (m_painted)
        m_counting.start();
}

//! Where the server tells nothing of calls there is no page of them.
void Sidebar::offerScreens()
{
    const bool tells = m_directory.tellsActivity(m_organization);
    m_screens.at(Screen::Activity)->setVisible(tells);
    m_actions.show(Screen::Activity)->setVisible(tells);
}

void Sidebar::setScreen(Screen screen)
{
    for (const auto &[each, button] : m_screens) {
        button->setChecked(each == screen);
        // Tab stops at the one that is shown, arrows lead to the others. Qt does this only where a person chooses.
        button->setFocusPolicy(each == screen ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

void Sidebar::showAll()
{
    const auto accounts = m_sessions.accounts();
    const auto count = m_directory.organizations().size();
    m_switcher->setWords(tr("All organizations"), accounts.size() == 1
                                                      ? tr("%1 organizations").arg(count)
                                                      : tr("%1 in %2 accounts").arg(count).arg(accounts.size()));
    if (accounts.size() == 1)
        return showAccount(accounts.constFirst().record.id);
    // The worst of them: what is wrong with one is wrong with a part of what is on screen.
    auto worst = reachOf(accounts.constFirst());
    int good = 0;
    for (const auto &account : accounts) {
        const auto reach = reachOf(account);
        good += reach.connection == AccountButton::Connection::Good ? 1 : 0;
        if (reach.connection > worst.connection)
            worst = reach;
    }
    m_account->setWords(tr("%1 accounts").arg(accounts.size()), tr("%1 connected").arg(good), worst.connection,
                        worst.words);
}

void Sidebar::refresh()
{
    offerScreens();
    if (m_organization == core::everyOrganization && !m_sessions.accounts().isEmpty())
        return showAll();
    const auto current = m_directory.organization(m_organization);
    if (!current) {
        m_switcher->setWords(tr("No organization"),
                             m_sessions.accounts().isEmpty() ? QString() : tr("Nothing seen yet"));
        const auto accounts = m_sessions.accounts();
        if (!accounts.isEmpty())
            showAccount(accounts.constFirst().record.id);
        return;
    }
    const qsizetype others = m_directory.organizations().size() - 1;
    const QString footing = accountwords::footing(current->organization, m_directory.standing(current->reference));
    m_switcher->setWords(current->organization.name,
                         others > 0 ? tr("%1 · %2 more").arg(footing).arg(others) : footing);
    showAccount(current->accountId);
}

void Sidebar::countWaiting()
{
    const auto list = m_rotations.list(m_organization);
    m_screens.at(Screen::Rotations)->setWaiting(list ? list->waiting(m_clock.now()) : 0);
}

void Sidebar::showAccount(const QString &accountId)
{
    const auto account = m_sessions.account(accountId);
    if (!account)
        return;
    const Reach reach = reachOf(*account);
    m_account->setWords(accountwords::placeOf(account->record), account->record.email, reach.connection, reach.words);
}

void Sidebar::addChoice(const QString &text, qint64 reference)
{
    QAction *action = m_choices->addAction(m_organizations->addAction(text));
    action->setCheckable(true);
    action->setChecked(reference == m_organization);
    connect(action, &QAction::triggered, this, [this, reference] { Q_EMIT organizationChosen(reference); });
}

void Sidebar::fillOrganizations()
{
    m_organizations->clear();
    if (m_directory.organizations().size() > 1) {
        addChoice(tr("All organizations"), core::everyOrganization);
        m_organizations->addSeparator();
    }
    const auto accounts = m_sessions.accounts();
    const auto organizations = m_directory.organizations();
    for (const auto &account : accounts) {
        if (accounts.size() > 1)
            m_organizations->addSection(menuText(accountwords::lineFor(account.record)));
        for (const auto &each : organizations) {
            if (each.accountId != account.record.id)
                continue;
            const auto footing = accountwords::footing(each.organization, m_directory.standing(each.reference));
            QString text = u"%1 – %2"_s.arg(menuText(each.organization.name), menuText(footing));
            if (const QString needs = attention(each.organization.counts); !needs.isEmpty())
                text += u"\t"_s + needs;
            addChoice(text, each.reference);
        }
    }
    m_organizations->addSeparator();
    m_organizations->addAction(m_actions.addAccount);
}

void Sidebar::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.sidebar);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), tokens.line);
    if (!std::exchange(m_painted, true))
        QTimer::singleShot(0, this, &Sidebar::countWaiting); // nothing is waited for any more
}

} // namespace ui
