#include "app/gateway/people.h"

#include "core/gateway/store/database.h"
#include "core/gateway/store/people.h"
#include "core/gateway/store/store.h"

#include <functional>

using namespace Qt::StringLiterals;
using core::Result;
namespace store = gateway::store;

namespace {

//! Opens the line's database for the length of \a tend, and hands on what that says.
Result<QString> inDatabase(const CommandLine &line, const std::function<Result<QString>(store::Database &)> &tend)
{
    const auto opened = store::Store::open(line.options.databaseFile, store::Store::Purpose::Tend);
    if (!opened)
        return opened.error();
    const auto database = (*opened)->connect();
    return database ? tend(**database) : Result<QString>(database.error());
}

} // namespace

Result<QString> addUser(const CommandLine &line, const core::Secret &password, const core::Clock &clock)
{
    return inDatabase(line, [&](store::Database &database) -> Result<QString> {
        const auto id = store::addUser(database, line.email, line.name, password, clock.now());
        return id ? Result<QString>(u"added %1 (%2)"_s.arg(line.email, *id)) : Result<QString>(id.error());
    });
}

Result<QString> setPassword(const CommandLine &line, const core::Secret &password, const core::Clock &clock)
{
    return inDatabase(line, [&](store::Database &database) -> Result<QString> {
        if (const auto set = store::setPassword(database, line.email, password, clock.now()); !set)
            return set.error();
        return u"%1 has a new password; all sessions have ended"_s.arg(line.email);
    });
}

Result<QString> addOrganization(const CommandLine &line, const core::Clock &clock)
{
    return inDatabase(line, [&](store::Database &database) -> Result<QString> {
        store::NewOrganization organization;
        organization.name = line.name;
        organization.ownerEmail = line.owner;
        organization.profileId = line.profile;
        const auto id = store::addOrganization(database, organization, clock.now());
        return id ? Result<QString>(u"added %1 (%2)"_s.arg(line.name, *id)) : Result<QString>(id.error());
    });
}
