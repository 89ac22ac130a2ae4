// bench_sync [N]: seconds from a sign-in to N keys of a real gateway in an empty cache, each by the app's own classes.
#include "core/base/crypto.h"
#include "core/base/identifiers.h"
#include "core/credentials/memorystore.h"
#include "core/gateway/api/gateway.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/people.h"
#include "core/gateway/store/store.h"
#include "core/services/keysync.h"
#include "tests/core/services/desk.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTextStream>

using namespace Qt::StringLiterals;

namespace {

const auto email = u"amara@northwind.example"_s;

bool complain(const core::Error &error)
{
    QTextStream(stderr) << "bench_sync: " << error.detail << Qt::endl;
    return false;
}

bool fill(const QString &file, int count, const core::Secret &password)
{
    const auto store = gateway::store::Store::open(file, gateway::store::Store::Purpose::Tend);
    if (!store)
        return complain(store.error());
    auto database = (*store)->connect();
    if (!database)
        return complain(database.error());
    const auto now = QDateTime::currentDateTimeUtc();
    const auto user = gateway::store::addUser(**database, email, u"Amara Okafor"_s, password, now);
    const auto organization = gateway::store::addOrganization(**database, {u"Northwind"_s, email, u"generic"_s}, now);
    if (!user || !organization)
        return complain(user ? organization.error() : user.error());
    gateway::store::Change change(**database);
    gateway::store::Keys keys(**database);
    for (int i = 0; i < count; ++i) {
        core::Key key;
        key.id = core::newId(now);
        key.organizationId = *organization;
        key.name = u"lunar-beacon-%1"_s.arg(i);
        key.hint = u"key_%1…"_s.arg(i);
        key.scopes = QStringList{u"read"_s};
        key.status = core::KeyStatus::Active;
        key.createdAt = now;
        key.createdBy = {*user, u"Amara Okafor"_s};
        key.rateLimitPerMinute = 100;
        key.version = 1;
        QByteArray hash(32, Qt::Uninitialized);
        QRandomGenerator::global()->generate(hash.begin(), hash.end());
        keys.add(key, hash);
    }
    return change.commit() || complain((*database)->fault().value_or(core::Error{core::Error::Kind::Storage}));
}

bool synchronize(const QUrl &gateway, const core::Secret &password, int count)
{
    const QTemporaryDir home;
    core::MemoryStore credentials;
    test::Desk desk(home.path(), credentials);
    const auto account = desk.signIn(gateway, email, password);
    const auto organization = desk.organization(account);
    core::KeySync sync(desk.sessions, desk.directory, desk.cache, desk.clock);
    int signalsSent = 0;
    QObject::connect(&sync, &core::KeySync::keysChanged, &sync, [&] { ++signalsSent; });
    QElapsedTimer timer;
    timer.start();
    const auto pass = sync.synchronize(organization);
    qint64 longest = 0;
    QElapsedTimer turn;
    while (!pass.isFinished() && timer.elapsed() < 120'000) {
        turn.start();
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
        longest = std::max(longest, turn.elapsed());
    }
    const auto seconds = static_cast<double>(timer.elapsed()) / 1000;
    const auto counts = desk.cache.counts(organization, desk.clock.now());
    const bool well = pass.isFinished() && pass.result() && counts && counts->all == count;
    QTextStream(stdout) << count << " keys in " << seconds << " s, longest turn of the event loop " << longest
                        << " ms, " << signalsSent << " signals" << (well ? "" : "  FAILED") << Qt::endl;
    return well;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int count = application.arguments().value(1, u"10000"_s).toInt();
    const QTemporaryDir folder;
    const auto password = core::newIdempotencyKey();
    gateway::Options options;
    options.databaseFile = folder.filePath(u"gateway.sqlite"_s);
    // The first start makes the database and the pepper; only then may keys be put into it.
    if (const auto made = gateway::Gateway(options).start(); !made)
        return complain(made.error()) ? 0 : 1;
    if (!fill(options.databaseFile, count, password))
        return 1;
    gateway::Gateway gateway(options);
    if (const auto started = gateway.start(); !started)
        return complain(started.error()) ? 0 : 1;
    return synchronize(gateway.address(), password, count) ? 0 : 1;
}
