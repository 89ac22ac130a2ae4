#include "core/gateway/api/endpoints.h"
#include "core/gateway/api/keyanswers.h"
#include "core/gateway/api/keyfields.h"
#include "core/gateway/api/rights.h"

#include "core/domain/keyrules.h"
#include "core/gateway/store/answers.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

namespace rules = core::keyrules;
using EventKind = store::Event::Kind;

void tellOf(Call &call, EventKind kind, const core::Key &key, const QString &detail = {})
{
    call.tell(
        {.kind = kind, .organizationId = key.organizationId, .keyId = key.id, .keyName = key.name, .detail = detail});
}

Problem conflictIn(core::KeyStatus status)
{
    return {Fault::Conflict, {{u"status"_s, core::wordFor(status)}}};
}

std::optional<Problem> changedMeanwhile(const Call &call, const core::Key &key)
{
    const auto wanted = call.request.header("if-match");
    if (wanted.empty())
        return invalid(u"If-Match"_s, u"is required: the ETag of the key as it was read"_s);
    if (wanted != "*" && wanted != etagOf(key))
        return Problem{Fault::ChangedMeanwhile, {{u"version"_s, key.version}}};
    return std::nullopt;
}

//! What a PATCH makes of a key, and what it is told as. `enabled` set: disabled or enabled by it.
struct Patch {
    core::Key key;
    QStringList changed;
    std::optional<bool> enabled;
};

Patch readPatch(Call &call, const HeldKey &held, BodyReader &body)
{
    Patch patch{held.key, {}, {}};
    if (body.has(u"name"_s)) {
        patch.key.name = keyfields::name(body);
        patch.changed += u"name"_s;
        if (store::Keys(call.database)
                .nameTaken(held.key.organizationId, rules::foldedName(patch.key.name), held.key.id))
            body.fail(u"name"_s, u"is taken by another key"_s);
    }
    if (body.has(u"note"_s)) {
        patch.key.note = keyfields::note(body);
        patch.changed += u"note"_s;
    }
    if (body.has(u"scopes"_s)) {
        patch.key.scopes = keyfields::scopes(body);
        patch.changed += u"scopes"_s;
    }
    if (body.has(u"expires_at"_s)) {
        patch.key.expiresAt = keyfields::expiry(body, held.organization.policy, call.now);
        patch.changed += u"expires_at"_s;
    }
    if (body.has(u"enabled"_s)) {
        const bool enabled = body.boolean(u"enabled"_s);
        if (enabled != (held.key.status != core::KeyStatus::Disabled))
            patch.enabled = enabled;
        patch.key.status =
            patch.enabled ? (enabled ? core::KeyStatus::Active : core::KeyStatus::Disabled) : held.key.status;
    }
    return patch;
}

//! A key that has ended cannot change; one that retires keeps its end, and cannot be switched off and on.
std::optional<Problem> immovable(const HeldKey &held, const Patch &patch, const QDateTime &now)
{
    const auto status = rules::statusAt(held.key, now);
    const bool movesEnd = patch.enabled || patch.changed.contains(u"expires_at"_s);
    if (!rules::isLive(status) || (status == core::KeyStatus::Retiring && movesEnd))
        return conflictIn(status);
    return std::nullopt;
}

Outcome<Made> revokeWithin(Call &call, const QString &reason, const QString &note)
{
    const auto held = managedKey(call);
    if (!held)
        return held.problem();
    auto key = held->key;
    Made made{key.id, {}, 200, {}};
    if (key.status != core::KeyStatus::Revoked) {
        key.status = core::KeyStatus::Revoked;
        key.revokedAt = call.now;
        key.revokedBy = core::Person{call.user().id, call.user().name};
        key.revokedReason = reason;
        ++key.version;
        store::Keys(call.database).save(key, note);
        store::Answers(call.database).eraseSecrets(key.id);
        tellOf(call, EventKind::KeyRevoked, key, reason);
        made.touched = {key.id};
    }
    made.body = shownKey(call, key);
    return made;
}

} // namespace

Outcome<Answer> updateKey(Call &call)
{
    store::Change change(call.database);
    const auto held = managedKey(call);
    if (!held)
        return held.problem();
    if (const auto problem = changedMeanwhile(call, held->key))
        return *problem;
    BodyReader body(call.body);
    auto patch = readPatch(call, *held, body);
    if (const auto problem = body.problem())
        return *problem;
    if (const auto problem = immovable(*held, patch, call.now))
        return *problem;
    if (const auto refused = ungrantable(call, held->organization, patch.key.scopes, held->key.scopes))
        return *refused;
    if (patch.key == held->key)
        return answerWithKey(call, held->key);
    ++patch.key.version;
    store::Keys(call.database).save(patch.key);
    if (patch.enabled)
        tellOf(call, *patch.enabled ? EventKind::KeyEnabled : EventKind::KeyDisabled, patch.key);
    if (!patch.changed.isEmpty())
        tellOf(call, EventKind::KeyUpdated, patch.key, patch.changed.join(u", "_s));
    finish(call, change, {patch.key.id});
    return answerWithKey(call, patch.key);
}

Outcome<Answer> acknowledgeKey(Call &call)
{
    store::Change change(call.database);
    const auto held = managedKey(call);
    if (!held)
        return held.problem();
    store::Answers(call.database).eraseSecrets(held->key.id);
    if (!held->key.acknowledged) {
        auto key = held->key;
        key.acknowledged = true;
        store::Keys(call.database).save(key);
    }
    change.commit();
    return nothing();
}

Outcome<Answer> setRetirement(Call &call)
{
    BodyReader body(call.body);
    const auto retiresAt = body.time(u"retires_at"_s);
    if (retiresAt > call.now.addSecs(rules::longestOverlap.count()))
        body.fail(u"retires_at"_s, u"must be at most 30 days away"_s);
    if (const auto problem = body.problem())
        return *problem;
    store::Change change(call.database);
    const auto held = managedKey(call);
    if (!held)
        return held.problem();
    const auto status = rules::statusAt(held->key, call.now);
    if (status != core::KeyStatus::Retiring)
        return conflictIn(status);
    auto key = held->key;
    key.retiresAt = std::max(retiresAt, call.now);
    if (key.expiresAt.isValid())
        key.retiresAt = std::min(key.retiresAt, key.expiresAt);
    if (key.retiresAt <= call.now)
        key.status = core::KeyStatus::Expired;
    ++key.version;
    store::Keys(call.database).save(key);
    const bool ended = key.status == core::KeyStatus::Expired;
    tellOf(call, ended ? EventKind::KeyRetired : EventKind::KeyUpdated, key, ended ? QString() : u"retires_at"_s);
    finish(call, change, {key.id});
    return answerWithKey(call, key);
}

Outcome<Answer> revokeKey(Call &call)
{
    if (const auto held = managedKey(call); !held)
        return held.problem();
    return repeatable(call, [&]() -> Outcome<Made> {
        BodyReader body(call.body);
        const auto reason = body.text(u"reason"_s);
        const auto note = keyfields::note(body);
        const QStringList reasons{u"unused"_s, u"replaced"_s, u"compromised"_s, u"other"_s};
        if (!reasons.contains(reason))
            body.fail(u"reason"_s, u"must be unused, replaced, compromised or other"_s);
        if (const auto problem = body.problem())
            return *problem;
        return revokeWithin(call, reason, note);
    });
}

} // namespace gateway::api
