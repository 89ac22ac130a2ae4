#include "ui/keys/keyplaces.h"

#include "core/base/text.h"
#include "core/services/directory.h"
#include "core/services/sessions.h"
#include "ui/kit/words.h"

#include <QCoreApplication>
#include <QHash>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype longestName = 80;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::KeyPlaces)
};

bool gainsKeys(const core::Standing &standing)
{
    return standing.createsKeys() || standing.registersKeys();
}

} // namespace

QString KeyHome::naming(const QString &fact) const
{
    return organizationName.isEmpty() ? fact : u"%1 · %2"_s.arg(organizationName, fact);
}

KeyPlaces::KeyPlaces(const core::Sessions &sessions, const core::Directory &directory)
    : m_sessions(sessions), m_directory(directory)
{
}

KeyHome KeyPlaces::of(qint64 organization) const
{
    KeyHome home{.organization = organization};
    const auto found = m_directory.organization(organization);
    if (!found)
        return home;
    home.standing = m_directory.standing(organization);
    home.profile = snippets::profileFor(found->organization.profileId);
    home.organizationName = nameOf(*found);
    home.policy = found->organization.policy;
    if (const auto account = m_sessions.account(found->accountId))
        home.gateway = account->record.gateway;
    return home;
}

KeyHome KeyPlaces::of(qint64 organization, qint64 screen) const
{
    auto home = of(organization);
    if (screen != core::everyOrganization)
        home.organizationName.clear();
    return home;
}

bool KeyPlaces::isOffered(Action action, const core::CachedKey &key, const QDateTime &now) const
{
    return keypermissions::isOffered(action, key.key, m_directory.standing(key.organization), now);
}

QList<core::CachedKey> KeyPlaces::among(const QList<core::CachedKey> &keys, Action action, const QDateTime &now) const
{
    QHash<qint64, core::Standing> standings;
    QList<core::CachedKey> suited;
    for (const auto &each : keys) {
        auto standing = standings.constFind(each.organization);
        if (standing == standings.cend())
            standing = standings.insert(each.organization, m_directory.standing(each.organization));
        if (keypermissions::isOffered(action, each.key, *standing, now))
            suited += each;
    }
    return suited;
}

QString KeyPlaces::nameOf(const core::CachedOrganization &organization) const
{
    const auto name = core::shown(organization.organization.name, longestName);
    const auto all = m_directory.organizations();
    const auto alike = std::count_if(all.begin(), all.end(), [&](const core::CachedOrganization &each) {
        return each.organization.name == organization.organization.name;
    });
    const auto account = m_sessions.account(organization.accountId);
    if (alike < 2 || !account)
        return name;
    const bool isWatched = account->record.kind == core::BackendKind::Watched; // so there is no server
    return Words::tr("%1 at %2")
        .arg(name,
             core::shown(isWatched ? organization.organization.profileName : account->record.gateway.authority(), 60));
}

QString KeyPlaces::nameOf(qint64 organization) const
{
    const auto found = m_directory.organization(organization);
    return found ? nameOf(*found) : QString();
}

QString KeyPlaces::refusal(const core::CachedKey &key) const
{
    return keypermissions::refusal(key.key, m_directory.standing(key.organization));
}

std::optional<core::Error> KeyPlaces::obstacle(const core::CachedOrganization &organization) const
{
    using Kind = core::Error::Kind;
    const auto account = m_sessions.account(organization.accountId);
    if (!account)
        return core::Error{Kind::Unauthorized};
    switch (account->state) {
    case core::Account::State::SignedIn: return {};
    case core::Account::State::Resuming:
    case core::Account::State::Offline: return core::Error{Kind::Offline};
    case core::Account::State::SignedOut: return core::Error{Kind::Unauthorized};
    case core::Account::State::KeychainStuck: return account->trouble.value_or(core::Error{Kind::KeychainLocked});
    }
    return {};
}

QList<core::CachedOrganization> KeyPlaces::openForCreation(std::optional<core::Error> *trouble) const
{
    QList<core::CachedOrganization> open;
    for (const auto &each : m_directory.organizations()) {
        if (!gainsKeys(m_directory.standing(each.reference)))
            continue;
        if (const auto error = obstacle(each))
            *trouble = error;
        else
            open += each;
    }
    return open;
}

bool KeyPlaces::registersKeys(qint64 organization) const
{
    if (organization != core::everyOrganization)
        return m_directory.standing(organization).registersKeys();
    bool any = false;
    for (const auto &each : m_directory.organizations()) {
        const auto standing = m_directory.standing(each.reference);
        if (standing.createsKeys())
            return false;
        any = any || standing.registersKeys();
    }
    return any;
}

QString KeyPlaces::creationRefusal(qint64 organization) const
{
    if (organization == core::everyOrganization) {
        const auto all = m_directory.organizations();
        const bool any = std::any_of(all.begin(), all.end(), [this](const auto &each) {
            return gainsKeys(m_directory.standing(each.reference));
        });
        return any ? QString() : Words::tr("You cannot create keys in any of these organizations.");
    }
    if (!m_directory.organization(organization))
        return Words::tr("Choose an organization first.");
    const auto standing = m_directory.standing(organization);
    return gainsKeys(standing) ? QString()
                               : Words::tr("Your role here, %1, cannot create keys.").arg(words::role(standing.role));
}

} // namespace ui
