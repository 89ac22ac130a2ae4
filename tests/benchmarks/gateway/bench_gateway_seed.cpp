// A gateway's database full of keys whose limit a benchmark does not reach: `bench_gateway_seed FILE N KEYS_OUT` makes
// FILE and its pepper, and writes the secrets into KEYS_OUT, one a line.

#include "core/base/identifiers.h"
#include "core/base/secret.h"
#include "core/domain/keytoken.h"
#include "core/gateway/check/checker.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/people.h"
#include "core/gateway/store/pepper.h"
#include "core/gateway/store/store.h"

#include <QCoreApplication>
#include <cstdlib>
#include <fstream>
#include <iostream>

using namespace Qt::StringLiterals;
using core::Error, core::Result;
namespace store = gateway::store;

namespace {

constexpr int perMinute = 100000;
const QString email = u"bench@bench.example"_s;

void addKeys(store::Database &database, const QString &organization, const core::Person &maker,
             const gateway::check::Checker &checker, int number, std::ostream &secrets)
{
    const auto now = QDateTime::currentDateTimeUtc();
    for (int i = 0; i < number; ++i) {
        const auto secret = keytoken::generate("ks_");
        secrets << secret << '\n';
        const auto hash = checker.hashOf(secret);
        core::Key key;
        key.id = core::newId(now);
        key.organizationId = organization;
        key.name = u"Key %1"_s.arg(i);
        key.hint = QString::fromStdString(keytoken::hint(secret, "ks_"));
        key.status = core::KeyStatus::Active;
        key.scopes = {u"contacts:read"_s};
        key.createdAt = now;
        key.createdBy = maker;
        key.rateLimitPerMinute = perMinute;
        key.version = 1;
        key.acknowledged = true;
        store::Keys(database).add(
            key, QByteArray(reinterpret_cast<const char *>(hash.data()), static_cast<qsizetype>(hash.size())));
    }
}

Result<> seed(const QString &file, int number, std::ostream &secrets)
{
    const auto opened = store::Store::open(file, store::Store::Purpose::Serve);
    if (!opened)
        return opened.error();
    const auto database = (*opened)->connect();
    if (!database)
        return database.error();
    const auto pepper = store::openPepper(file + u".pepper"_s, true);
    if (!pepper)
        return pepper.error();
    const auto now = QDateTime::currentDateTimeUtc();
    const auto user = store::addUser(**database, email, u"Bench"_s, core::Secret::copy(crypto::randomBase62(24)), now);
    if (!user)
        return user.error();
    const auto organization = store::addOrganization(**database, {u"Bench"_s, email, u"generic"_s}, now);
    if (!organization)
        return organization.error();
    store::Change change(**database);
    addKeys(**database, *organization, {*user, u"Bench"_s}, gateway::check::Checker(*pepper, {}), number, secrets);
    return change.commit() ? Result<>() : Result<>(*(*database)->fault());
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 4 || !crypto::initialize()) {
        std::cerr << "usage: bench_gateway_seed FILE N KEYS_OUT\n";
        return EXIT_FAILURE;
    }
    std::ofstream secrets(argv[3]);
    const auto seeded = seed(QString::fromLocal8Bit(argv[1]), std::atoi(argv[2]), secrets);
    if (seeded)
        return EXIT_SUCCESS;
    std::cerr << seeded.error().detail.toStdString() << '\n';
    return EXIT_FAILURE;
}
