#include "core/gateway/api/sweep.h"

#include "core/gateway/check/checker.h"
#include "core/gateway/store/activity.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

store::Event::Kind kindFor(const core::Key &key, const QDateTime &now)
{
    const bool retired = key.status == core::KeyStatus::Retiring && key.retiresAt <= now;
    return retired ? store::Event::Kind::KeyRetired : store::Event::Kind::KeyExpired;
}

} // namespace

qsizetype sweepDueKeys(store::Database &database, check::Checker &checker, const QDateTime &now)
{
    store::Keys keys(database);
    if (!keys.anyDue(now))
        return 0;
    store::Change change(database);
    const auto due = keys.markDue(now);
    for (const auto &key : due) {
        store::Activity(database).write(
            {.kind = kindFor(key, now), .organizationId = key.organizationId, .keyId = key.id, .keyName = key.name},
            now);
    }
    if (!change.commit())
        return 0;
    for (const auto &key : due) {
        if (const auto facts = keys.facts(key.id))
            checker.put(*facts);
    }
    return due.size();
}

} // namespace gateway::api
