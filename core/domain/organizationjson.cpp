#include "core/domain/organizationjson.h"

#include "core/base/json.h"
#include "core/base/jsonvalue.h"

using namespace Qt::StringLiterals;

namespace core {

Role roleFrom(QStringView word)
{
    for (const auto role : {Role::Owner, Role::Admin, Role::Member}) {
        if (wordFor(role) == word)
            return role;
    }
    return Role::Viewer;
}

QString wordFor(Role role)
{
    switch (role) {
    case Role::Owner: return u"owner"_s;
    case Role::Admin: return u"admin"_s;
    case Role::Member: return u"member"_s;
    case Role::Viewer: break;
    }
    return u"viewer"_s;
}

bool canCreateKeys(Role role)
{
    return role != Role::Viewer;
}

bool canManageEveryKey(Role role)
{
    return role == Role::Owner || role == Role::Admin;
}

Risk riskFrom(QStringView word)
{
    return word == u"high" ? Risk::High : word == u"medium" ? Risk::Medium : Risk::Low;
}

QString wordFor(Risk risk)
{
    switch (risk) {
    case Risk::High: return u"high"_s;
    case Risk::Medium: return u"medium"_s;
    case Risk::Low: break;
    }
    return u"low"_s;
}

namespace {

int small(JsonReader &reader, const char *member)
{
    return static_cast<int>(reader.integerOrNull(member).value_or(0));
}

KeyCounts countsFrom(JsonReader reader, JsonReader &parent)
{
    KeyCounts counts{small(reader, "active"),  small(reader, "expiring"), small(reader, "retiring"),
                     small(reader, "idle"),    small(reader, "expired"),  small(reader, "revoked"),
                     small(reader, "disabled")};
    parent.absorb(reader);
    return counts;
}

Policy policyFrom(JsonReader reader, JsonReader &parent)
{
    Policy policy;
    if (const auto days = reader.integerOrNull("max_lifetime_days"))
        policy.maxLifetimeDays = static_cast<int>(*days);
    policy.rotateAfterDays = static_cast<int>(reader.integerOrNull("rotate_after_days").value_or(180));
    policy.requireExpiry = reader.booleanOr("require_expiry", false);
    parent.absorb(reader);
    return policy;
}

} // namespace

Result<Organization> organizationFromJson(const QJsonObject &object)
{
    JsonReader reader(object, u"organization."_s);
    Organization organization;
    organization.id = reader.text("id");
    organization.name = reader.text("name");
    organization.slug = reader.textOrNull("slug");
    organization.role = roleFrom(reader.text("role"));
    auto profile = reader.object("profile");
    organization.profileId = profile.text("id");
    organization.profileName = profile.text("name");
    reader.absorb(profile);
    organization.keyPrefix = reader.textOrNull("key_prefix");
    if (auto plan = reader.objectOrNull("plan")) {
        organization.planName = plan->textOrNull("name");
        if (const auto most = plan->integerOrNull("max_keys"))
            organization.maxKeys = static_cast<int>(*most);
        reader.absorb(*plan);
    }
    organization.counts = countsFrom(reader.object("counts"), reader);
    organization.policy = policyFrom(reader.object("policy"), reader);
    if (reader.failed())
        return reader.error();
    return organization;
}

QJsonObject toJson(const Organization &o)
{
    return {{u"id"_s, o.id},
            {u"name"_s, o.name},
            {u"slug"_s, o.slug},
            {u"role"_s, wordFor(o.role)},
            {u"profile"_s, QJsonObject{{u"id"_s, o.profileId}, {u"name"_s, o.profileName}}},
            {u"key_prefix"_s, o.keyPrefix},
            {u"plan"_s, QJsonObject{{u"name"_s, o.planName}, {u"max_keys"_s, orNull(o.maxKeys)}}},
            {u"counts"_s, QJsonObject{{u"active"_s, o.counts.active},
                                      {u"expiring"_s, o.counts.expiring},
                                      {u"retiring"_s, o.counts.retiring},
                                      {u"idle"_s, o.counts.idle},
                                      {u"expired"_s, o.counts.expired},
                                      {u"revoked"_s, o.counts.revoked},
                                      {u"disabled"_s, o.counts.disabled}}},
            {u"policy"_s, QJsonObject{{u"max_lifetime_days"_s, orNull(o.policy.maxLifetimeDays)},
                                      {u"rotate_after_days"_s, o.policy.rotateAfterDays},
                                      {u"require_expiry"_s, o.policy.requireExpiry}}}};
}

Result<Scope> scopeFromJson(const QJsonObject &object)
{
    JsonReader reader(object, u"scope."_s);
    Scope scope{reader.text("name"),
                reader.textOrNull("resource"),
                reader.textOrNull("action"),
                reader.textOrNull("description"),
                riskFrom(reader.textOrNull("risk")),
                reader.booleanOr("grantable", true)};
    if (reader.failed())
        return reader.error();
    return scope;
}

QJsonObject toJson(const Scope &scope)
{
    return {{u"name"_s, scope.name},          {u"resource"_s, scope.resource},
            {u"action"_s, scope.action},      {u"description"_s, scope.description},
            {u"risk"_s, wordFor(scope.risk)}, {u"grantable"_s, scope.grantable}};
}

} // namespace core
