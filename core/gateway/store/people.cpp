#include "core/gateway/store/people.h"

#include "core/base/identifiers.h"
#include "core/base/text.h"
#include "core/domain/profile.h"
#include "core/gateway/store/activity.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/organizations.h"
#include "core/gateway/store/password.h"
#include "core/gateway/store/sessions.h"
#include "core/gateway/store/tokens.h"
#include "core/gateway/store/users.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

constexpr int longestName = 100;

core::Error invalid(const QString &field, const QString &words)
{
    core::Error error{core::Error::Kind::Validation, field + u": "_s + words};
    error.fields[field] = words;
    return error;
}

core::Error storageFault(const Database &database)
{
    return database.fault().value_or(core::Error{core::Error::Kind::Storage, u"the change was not kept"_s});
}

bool isEmail(const QString &email)
{
    static const QRegularExpression form(u"^[^\\s@]+@[^\\s@]+$"_s);
    return email.size() <= 254 && form.match(email).hasMatch() && !core::hasHidden(email);
}

bool isName(const QString &name)
{
    return !name.trimmed().isEmpty() && name.trimmed().size() <= longestName && !core::hasHidden(name);
}

//! "acme-support", and "acme-support-2" where that is taken.
QString slugFor(const Organizations &organizations, const QString &name)
{
    static const QRegularExpression others(u"[^a-z0-9]+"_s);
    auto slug = name.normalized(QString::NormalizationForm_KD).toLower().replace(others, u"-"_s);
    slug = slug.mid(slug.startsWith(u'-') ? 1 : 0, 48);
    while (slug.endsWith(u'-'))
        slug.chop(1);
    if (slug.isEmpty())
        slug = u"organization"_s;
    auto free = slug;
    for (int number = 2; organizations.slugExists(free); ++number)
        free = u"%1-%2"_s.arg(slug).arg(number);
    return free;
}

bool isProfile(const QString &id)
{
    const auto profiles = core::shippedProfiles();
    return std::any_of(profiles.begin(), profiles.end(), [&](const core::Profile &p) { return p.id == id; });
}

} // namespace

core::Result<QString> addUser(Database &database, const QString &email, const QString &name,
                              const core::Secret &password, const QDateTime &now)
{
    if (!isEmail(email.trimmed()))
        return invalid(u"email"_s, u"is not an email address"_s);
    if (!isName(name))
        return invalid(u"name"_s, u"must have 1 to 100 characters"_s);
    if (password.size() < password::shortest)
        return invalid(u"password"_s, u"must have at least %1 characters"_s.arg(password::shortest));
    Change change(database);
    Users users(database);
    if (users.byEmail(email))
        return invalid(u"email"_s, u"belongs to somebody already"_s);
    const User user{core::newId(now), email.trimmed(), name.trimmed(), password::hash(password)};
    users.add(user, now);
    if (!change.commit())
        return storageFault(database);
    return user.id;
}

core::Result<> setPassword(Database &database, const QString &email, const core::Secret &password, const QDateTime &now)
{
    if (password.size() < password::shortest)
        return invalid(u"password"_s, u"must have at least %1 characters"_s.arg(password::shortest));
    const auto hash = password::hash(password);
    Change change(database);
    const auto user = Users(database).byEmail(email);
    if (!user)
        return core::Error{core::Error::Kind::NotFound, u"there is no user %1"_s.arg(email)};
    Users(database).setPassword(user->id, hash);
    Sessions(database).endAll(user->id);
    Tokens(database).forget(user->id);
    Event event{.kind = Event::Kind::PasswordChanged, .detail = u"on the command line"_s};
    event.actor = {Actor::Kind::System, user->id, user->name};
    Activity(database).write(event, now);
    if (!change.commit())
        return storageFault(database);
    return {};
}

core::Result<QString> addOrganization(Database &database, const NewOrganization &wanted, const QDateTime &now)
{
    if (!isName(wanted.name))
        return invalid(u"name"_s, u"must have 1 to 100 characters"_s);
    if (!isProfile(wanted.profileId))
        return invalid(u"profile"_s, u"is not known: %1"_s.arg(wanted.profileId));
    Change change(database);
    const auto owner = Users(database).byEmail(wanted.ownerEmail);
    if (!owner)
        return invalid(u"owner"_s, u"is not a user: %1"_s.arg(wanted.ownerEmail));
    Organizations organizations(database);
    core::Organization organization;
    organization.id = core::newId(now);
    organization.name = wanted.name.trimmed();
    organization.slug = slugFor(organizations, organization.name);
    organization.profileId = wanted.profileId;
    organization.planName = wanted.planName;
    organization.maxKeys = wanted.maxKeys;
    organization.policy = wanted.policy;
    organizations.add(organization, now);
    organizations.putMember(organization.id, owner->id, core::Role::Owner, now);
    if (!change.commit())
        return storageFault(database);
    return organization.id;
}

core::Result<> putMember(Database &database, const QString &organizationId, const QString &email, core::Role role,
                         const QDateTime &now)
{
    Change change(database);
    Organizations organizations(database);
    const auto user = Users(database).byEmail(email);
    if (!user || !organizations.exists(organizationId))
        return core::Error{core::Error::Kind::NotFound, u"no such user or organization"_s};
    organizations.putMember(organizationId, user->id, role, now);
    if (!change.commit())
        return storageFault(database);
    return {};
}

} // namespace gateway::store
