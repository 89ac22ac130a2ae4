#include "core/backend/betterauth/authanswers.h"
#include "core/backend/betterauth/betterauthbackend.h"

#include "core/base/identifiers.h"
#include "core/base/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

Result<QList<Organization>> organizationsFrom(const HttpReply &reply)
{
    // Without the plugin there are none.
    if (reply.status == 404)
        return QList<Organization>();
    if (reply.status != 200)
        return authanswers::error(reply);
    QList<Organization> organizations;
    for (const auto &entry : QJsonDocument::fromJson(reply.body).array()) {
        JsonReader reader(entry.toObject(), u"organization."_s);
        Organization organization;
        organization.id = reader.text("id");
        organization.name = reader.textOrNull("name");
        organization.slug = reader.textOrNull("slug");
        organization.profileName = u"better-auth"_s;
        if (!reader.failed() && !isPathSafe(organization.id))
            reader.fail("id", "a usable id");
        if (reader.failed())
            return reader.error();
        organizations += organization;
    }
    return organizations;
}

Organization placeOf(const SignedIn &person)
{
    Organization place;
    place.id = person.userId;
    place.name = person.userName.isEmpty() ? person.email : person.userName;
    place.slug = person.email;
    place.role = Role::Owner;
    place.profileName = u"better-auth"_s;
    return place;
}

Scope scopeNamed(const QString &name)
{
    Scope scope;
    scope.name = name;
    scope.resource = name.section(u':', 0, 0);
    scope.action = name.section(u':', 1);
    scope.risk = scope.action == "read"_L1 ? Risk::Low : Risk::Medium;
    return scope;
}

} // namespace

Async<QList<Organization>> BetterAuthBackend::organizations()
{
    return andThen(session(), [this](const SignedIn &person) {
        return andThen(list(person.userId), [this, person](const authanswers::KeyList &own) {
            if (own.bare)
                return ready(Result<QList<Organization>>({placeOf(person)}));
            const auto all = andThen(send(get(u"organization/list"_s)), organizationsFrom);
            return andThen(all, [this, person, hasOwn = !own.keys.isEmpty()](const QList<Organization> &joined) {
                return andThen(withRoles(joined, 0), [person, hasOwn](QList<Organization> organizations) {
                    // A server says nowhere whose its keys are: it takes both, and lists what there is.
                    if (hasOwn || organizations.isEmpty())
                        organizations.append(placeOf(person));
                    return Result<QList<Organization>>(organizations);
                });
            });
        });
    });
}

//! The creator's role may do everything with keys, whatever has-permission says of it; for all others it is right.
Async<QList<Organization>> BetterAuthBackend::withRoles(QList<Organization> organizations, qsizetype next)
{
    if (next >= organizations.size())
        return ready<QList<Organization>>(organizations);
    const auto id = organizations[next].id;
    const auto goOn = [this, organizations, next](Role role) {
        auto judged = organizations;
        judged[next].role = role;
        return withRoles(judged, next + 1);
    };
    const auto role = ask(get(u"organization/get-active-member-role"_s, {{u"organizationId"_s, id}}));
    return andThen(role, [this, id, goOn](const QJsonObject &answer) {
        const auto roles = answer.value("role"_L1).toString().split(u',', Qt::SkipEmptyParts);
        if (roles.contains("owner"_L1))
            return goOn(Role::Owner);
        const QJsonObject rights{{u"apiKey"_s, QJsonArray{u"create"_s, u"update"_s, u"delete"_s}}};
        const auto may =
            ask(post(u"organization/has-permission"_s, {{u"organizationId"_s, id}, {u"permissions"_s, rights}}));
        return andThen(may, [goOn](const QJsonObject &verdict) {
            return goOn(verdict.value("success"_L1).toBool() ? Role::Admin : Role::Viewer);
        });
    });
}

//! No call tells what a new key will get. A key made from here has shown it; else, what every key here can do.
Async<QList<Scope>> BetterAuthBackend::scopes(const QString &organizationId)
{
    return andThen(list(organizationId), [this, organizationId](const authanswers::KeyList &list) {
        QStringList names = list.keys.isEmpty() ? QStringList() : list.keys.first().scopes;
        for (const auto &key : list.keys)
            names.removeIf([&](const QString &name) { return !key.scopes.contains(name); });
        QList<Scope> scopes;
        for (const auto &name : m_given.value(organizationId, names))
            scopes += scopeNamed(name);
        return Result<QList<Scope>>(scopes);
    });
}

} // namespace core
