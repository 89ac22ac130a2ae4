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

//! Settles when the last answer has come.
struct KeyLookup::Recognition {
    Recognition() = default;
    Recognition(const Recognition &) = delete;
    Recognition &operator=(const Recognition &) = delete;
    ~Recognition() { settle(keys); }

    QList<FoundKey> keys;
    Settle<QList<FoundKey>> settle;
};

bool KeyLookup::knowsAnyForm() const
{
    const auto all = m_directory.organizations();
    return std::any_of(all.begin(), all.end(),
                       [this](const auto &each) { return m_directory.standing(each.reference).registersKeys(); });
}

Async<QList<FoundKey>> KeyLookup::recognize(const QList<QByteArray> &hashes)
{
    const auto recognition = std::make_shared<Recognition>();
    for (const auto &each : m_directory.organizations()) {
        if (!m_directory.standing(each.reference).registersKeys())
            continue;
        for (const auto &hash : hashes) {
            whenDone(m_keys.lookUp(each.reference, hash), this,
                     [recognition, hash, prefix = each.organization.keyPrefix](const Result<Key> &key) {
                         if (key)
                             recognition->keys += {prefix, key->hint, hash};
                     });
        }
    }
    return recognition->settle.operation();
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
