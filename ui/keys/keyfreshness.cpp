#include "ui/keys/keyfreshness.h"

#include "core/services/directory.h"
#include "core/services/keysync.h"
#include "core/storage/keycache.h"

#include <algorithm>

namespace ui {

KeyFreshness::KeyFreshness(const core::Directory &directory, const core::KeyCache &cache, core::KeySync &sync,
                           QObject *parent)
    : QObject(parent), m_directory(directory), m_cache(cache)
{
    connect(&sync, &core::KeySync::synchronized, this, [this](qint64 organization, const QDateTime &at) {
        m_fresh.insert(organization);
        m_syncedAt.insert(organization, at);
        m_failures.remove(organization);
        Q_EMIT changed();
    });
    connect(&sync, &core::KeySync::failed, this, [this](qint64 organization, const core::Error &error) {
        m_fresh.remove(organization);
        m_failures.insert(organization, error);
        Q_EMIT changed();
    });
}

void KeyFreshness::setOrganization(qint64 organization)
{
    m_organization = organization;
    m_fresh.clear();
    m_syncedAt.clear();
    m_failures.clear();
}

//! What is on screen.
QList<qint64> KeyFreshness::organizations() const
{
    if (m_organization != core::everyOrganization)
        return {m_organization};
    QList<qint64> all;
    for (const auto &each : m_directory.organizations())
        all += each.reference;
    return all;
}

QDateTime KeyFreshness::syncedAt(qint64 organization) const
{
    auto at = m_syncedAt.constFind(organization);
    if (at == m_syncedAt.cend()) {
        const auto read = m_cache.syncedAt(organization);
        at = m_syncedAt.insert(organization, read ? *read : QDateTime());
    }
    return *at;
}

QDateTime KeyFreshness::asOf() const
{
    QDateTime oldest;
    for (const auto organization : organizations()) {
        const auto at = m_fresh.contains(organization) ? QDateTime() : syncedAt(organization);
        if (at.isValid() && (!oldest.isValid() || at < oldest))
            oldest = at;
    }
    return oldest;
}

bool KeyFreshness::isInPart() const
{
    const auto all = organizations();
    return std::any_of(all.begin(), all.end(), [this](qint64 each) { return m_fresh.contains(each); });
}

bool KeyFreshness::isKnown() const
{
    return neverRead().size() < organizations().size();
}

QList<qint64> KeyFreshness::neverRead() const
{
    auto all = organizations();
    all.removeIf([this](qint64 each) { return syncedAt(each).isValid(); });
    return all;
}

std::optional<core::Error> KeyFreshness::failure() const
{
    for (const auto organization : organizations()) {
        if (const auto at = m_failures.constFind(organization); at != m_failures.cend())
            return *at;
    }
    return {};
}

void KeyFreshness::forgive()
{
    m_failures.clear();
    Q_EMIT changed();
}

void KeyFreshness::noteFailure(const core::Error &error)
{
    for (const auto organization : organizations()) {
        m_failures.insert(organization, error);
        m_fresh.remove(organization);
    }
    Q_EMIT changed();
}

} // namespace ui
