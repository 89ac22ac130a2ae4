#include "core/gateway/api/endpoints.h"
#include "core/gateway/api/keyanswers.h"
#include "core/gateway/api/keyfields.h"
#include "core/gateway/api/rights.h"
#include "core/gateway/api/sweep.h"

#include "core/base/identifiers.h"
#include "core/domain/keyrules.h"
#include "core/domain/keytoken.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

namespace rules = core::keyrules;

store::Event eventOf(store::Event::Kind kind, const core::Key &key)
{
    return {.kind = kind, .organizationId = key.organizationId, .keyId = key.id, .keyName = key.name};
}

//! Gives \a key an id and a secret, and writes it. The secret itself is only in the answer.
Made mint(Call &call, const core::Organization &organization, core::Key &key)
{
    const auto prefix = call.tools.profiles.value(organization.profileId).keyPrefix.toStdString();
    Made made;
    made.secret = keytoken::generate(prefix);
    key.id = core::newId(call.now);
    key.organizationId = organization.id;
    key.hint = QString::fromStdString(keytoken::hint(made.secret, prefix));
    key.status = core::KeyStatus::Active;
    key.createdAt = call.now;
    key.createdBy = {call.user().id, call.user().name};
    key.version = 1;
    key.acknowledged = false;
    const auto hash = call.tools.checker.hashOf(made.secret);
    store::Keys(call.database)
        .add(key, QByteArray(reinterpret_cast<const char *>(hash.data()), static_cast<qsizetype>(hash.size())));
    made.keyId = key.id;
    made.touched = {key.id};
    made.body = {{u"key"_s, shownKey(call, key)}};
    return made;
}

//! "NAME (previous)", or "NAME (previous 2)" … where that is taken; the name gives way, not the mark.
QString previousName(const store::Keys &keys, const core::Key &key)
{
    for (int number = 1;; ++number) {
        const auto mark = number == 1 ? u" (previous)"_s : u" (previous %1)"_s.arg(number);
        auto base = key.name;
        while (!base.isEmpty() && rules::judgeName(base + mark) == rules::NameFault::TooLong)
            base.chop(base.back().isLowSurrogate() ? 2 : 1);
        const auto name = base.trimmed() + mark;
        if (!keys.nameTaken(key.organizationId, rules::foldedName(name), key.id))
            return name;
    }
}

Outcome<Made> createWithin(Call &call, const core::Organization &organization)
{
    BodyReader body(call.body);
    core::Key key;
    key.name = keyfields::name(body);
    key.note = keyfields::note(body);
    key.scopes = keyfields::scopes(body);
    key.expiresAt = keyfields::expiry(body, organization.policy, call.now);
    key.rateLimitPerMinute = call.tools.profiles.value(organization.profileId).rateLimitPerMinute;
    const store::Keys keys(call.database);
    if (keys.nameTaken(organization.id, rules::foldedName(key.name), {}))
        body.fail(u"name"_s, u"is taken by another key"_s);
    if (const auto problem = body.problem())
        return *problem;
    if (const auto refused = ungrantable(call, organization, key.scopes))
        return *refused;
    const int used = keys.counted(organization.id);
    if (organization.maxKeys && used >= *organization.maxKeys)
        return Problem{Fault::PlanLimitReached, {{u"limit"_s, *organization.maxKeys}, {u"used"_s, used}}};
    auto made = mint(call, organization, key);
    call.tell(eventOf(store::Event::Kind::KeyCreated, key));
    return made;
}

struct Rotation {
    std::chrono::seconds overlap{0};
    QDateTime expiresAt;
};

Outcome<Rotation> readRotation(const Call &call, const HeldKey &held)
{
    BodyReader body(call.body);
    Rotation rotation{std::chrono::seconds(body.integer(u"overlap_seconds"_s, 0, rules::longestOverlap.count())),
                      held.key.expiresAt};
    if (body.has(u"expires_at"_s)) {
        rotation.expiresAt = keyfields::expiry(body, held.organization.policy, call.now);
    } else if (const auto fault = keyfields::expiryFault(rotation.expiresAt, held.organization.policy, call.now);
               !fault.isEmpty()) {
        body.fail(u"expires_at"_s, fault);
    }
    if (const auto problem = body.problem())
        return *problem;
    return rotation;
}

//! Takes the name from the old key and gives it its end.
core::Key retire(Call &call, core::Key old, std::chrono::seconds overlap)
{
    old.name = previousName(store::Keys(call.database), old);
    old.retiresAt = rules::retirement(old, overlap, call.now);
    old.status = old.retiresAt <= call.now ? core::KeyStatus::Expired : core::KeyStatus::Retiring;
    ++old.version;
    store::Keys(call.database).save(old);
    return old;
}

Outcome<Made> rotateWithin(Call &call)
{
    // Read again: this is inside the Change.
    const auto held = managedKey(call);
    if (!held)
        return held.problem();
    const auto status = rules::statusAt(held->key, call.now);
    if (status != core::KeyStatus::Active)
        return Problem{Fault::Conflict, {{u"status"_s, core::wordFor(status)}}};
    const auto rotation = readRotation(call, *held);
    if (!rotation)
        return rotation.problem();
    if (const auto refused = ungrantable(call, held->organization, held->key.scopes))
        return *refused;

    auto old = retire(call, held->key, rotation->overlap);
    core::Key successor;
    successor.name = held->key.name;
    successor.note = held->key.note;
    successor.scopes = held->key.scopes;
    successor.rateLimitPerMinute = held->key.rateLimitPerMinute;
    successor.expiresAt = rotation->expiresAt;
    successor.replaces = old.id;
    auto made = mint(call, held->organization, successor);
    old.replacedBy = made.keyId;
    store::Keys(call.database).save(old);
    made.touched += old.id;
    made.body[u"replaced"_s] = shownKey(call, old);
    auto event = eventOf(store::Event::Kind::KeyRotated, old);
    event.detail = made.keyId;
    call.tell(event);
    return made;
}

} // namespace

Outcome<Answer> createKey(Call &call)
{
    const auto organization = ownOrganization(call);
    if (!organization)
        return organization.problem();
    if (!core::canCreateKeys(organization->role))
        return forbidden(u"keys:create"_s);
    // A key that is due leaves its name and its place in the plan.
    sweepDueKeys(call.database, call.tools.checker, call.now);
    return repeatable(call, [&] { return createWithin(call, *organization); });
}

Outcome<Answer> rotateKey(Call &call)
{
    if (const auto held = managedKey(call); !held)
        return held.problem();
    return repeatable(call, [&] { return rotateWithin(call); });
}

} // namespace gateway::api
