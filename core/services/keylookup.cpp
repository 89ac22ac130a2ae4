#include "core/services/keylookup.h"

#include "core/domain/profile.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/sessions.h"

#include <algorithm>

namespace core {

//! The answers that are there; settles when the last one holding it goes.
struct KeyLookup::Search {
    Search() = default;
    Search(const Search &) = delete;
    Search &operator=(const Search &) = delete;
    ~Search() { settle(where); }

    KeyWhereabouts where;
    Settle<KeyWhereabouts> settle;
};

KeyLookup::KeyLookup(Sessions &sessions, Directory &directory, Keys &keys, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_keys(keys)
{
}

QStringList KeyLookup::prefixes() const
{
    QStringList prefixes;
    for (const auto &profile : shippedProfiles())
        prefixes += profile.keyPrefix;
    for (const auto &each : m_directory.organizations())
        prefixes += each.organization.keyPrefix;
    prefixes.removeDuplicates();
    return prefixes;
}

Async<KeyWhereabouts> KeyLookup::find(const FoundKey &found)
{
    const auto search = std::make_shared<Search>();
    for (const auto &each : m_directory.organizations()) {
        if (each.organization.keyPrefix != found.prefix)
            continue;
        ++search->where.asked;
        whenDone(m_keys.lookUp(each.reference, found.sha256), this,
                 [this, search, reference = each.reference](const Result<Key> &answer) {
                     answered(*search, reference, answer);
                 });
    }
    return search->settle.operation();
}

QUrl KeyLookup::gatewayOf(qint64 organization) const
{
    const auto place = m_directory.organization(organization);
    const auto account = place ? m_sessions.account(place->accountId) : std::nullopt;
    return account ? account->record.gateway : QUrl();
}

void KeyLookup::answered(Search &search, qint64 organization, const Result<Key> &answer) const
{
    if (!answer) {
        if (answer.error().kind != Error::Kind::NotFound)
            search.where.refusals.append({organization, answer.error()});
        return;
    }
    // Two accounts may see the same key at the same gateway.
    auto &holders = search.where.holders;
    const bool known = std::any_of(holders.begin(), holders.end(), [&](const KeyWhereabouts::Holder &holder) {
        return holder.key.id == answer->id && gatewayOf(holder.organization) == gatewayOf(organization);
    });
    if (!known)
        holders.append({organization, *answer});
}

} // namespace core
