#pragma once

#include "core/base/result.h"
#include "core/domain/organization.h"
#include "core/domain/watching.h"

#include <QList>
#include <optional>

namespace core {

//! A call of a provider's API and the scope that it needs. `path` is a pattern: `{name}` stands for one segment.
struct Route {
    QString method;
    QString path;
    QString scope;
    bool operator==(const Route &) const = default;
};

//! What differs between providers, as data (`resources/profiles/*.json`).
struct Profile {
    QString id;
    QString name;
    QString keyPrefix;
    QStringList headers; //!< extra request headers that may carry a key, lower-case
    QList<Scope> scopes;
    QList<Route> routes;
    int rateLimitPerMinute = 100;
    int rotateAfterDays = 180;
    QString mcpUrl; //!< empty where the provider has no MCP endpoint
    QString mcpTransport;
    QString mcpHeader;
    QString docsUrl;
    std::optional<Watching> watching; //!< where keys made at the provider can be watched from here
};

Result<Profile> profileFromJson(const QByteArray &json);
//! The profiles compiled into the program, by id. Their JSON is checked by a test, so reading them cannot fail later.
QList<Profile> shippedProfiles();
//! Nothing where no profile of this id is shipped.
std::optional<Profile> shippedProfile(const QString &id);

} // namespace core
