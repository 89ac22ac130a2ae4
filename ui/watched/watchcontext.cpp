#include "ui/watched/watchcontext.h"

#include "core/services/watched/watchedkeys.h"
#include "core/storage/watchedstore.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

QString WatchedPlace::dashboard() const
{
    return organization.dashboardUrl.isEmpty() ? watching().dashboardUrl : organization.dashboardUrl;
}

core::Result<WatchedPlace> watchedPlace(const core::WatchedKeys &keys, const QString &keyId)
{
    const auto key = keys.store().key(keyId);
    if (!key)
        return key.error();
    const auto organization = keys.store().organization(key->organizationId);
    if (!organization)
        return organization.error();
    const auto provider = core::shippedProfile(organization->profileId);
    const auto *kind = provider && provider->watching ? provider->watching->kind(key->kindId) : nullptr;
    if (kind == nullptr)
        return core::Error{core::Error::Kind::NotFound, u"a provider that this version does not know"_s};
    return WatchedPlace{*key, *organization, *provider, core::kindAt(*organization, *kind)};
}

QList<core::Profile> watchableProviders()
{
    auto providers = core::shippedProfiles();
    providers.removeIf([](const core::Profile &profile) { return !profile.watching; });
    // Those that everybody hosts alone have no address to start from.
    const auto rank = [](const core::Profile &profile) {
        return profile.watching->isTemplate ? 2 : profile.watching->hosts.isEmpty() ? 1 : 0;
    };
    std::stable_sort(providers.begin(), providers.end(),
                     [rank](const core::Profile &a, const core::Profile &b) { return rank(a) < rank(b); });
    return providers;
}

} // namespace ui
