#include "core/services/localgateway.h"

#include "core/base/crypto.h"
#include "core/services/gatewayprogram.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSettings>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr QLatin1StringView announcement("listening on ");
//! An earlier gateway of ours may still be finishing: its port, or its lock on the database, is free in a moment.
constexpr int startAttempts = 8;
constexpr std::chrono::milliseconds attemptPause{300};
//! A program that ends sooner than this is not started again by itself.
constexpr qint64 soundLifeMilliseconds = 10000;
constexpr std::chrono::milliseconds endsWithin{6000};

Error failure(const QString &detail)
{
    return {Error::Kind::LocalGateway, detail};
}

Secret newPassword()
{
    auto letters = crypto::randomBase62(32);
    auto password = Secret::copy(letters);
    crypto::wipe(letters.data(), letters.size());
    return password;
}

} // namespace

class LocalGateway::Private {
public:
    Private(LocalGateway &gateway, const QString &executable, const QString &place)
        : q(gateway), program(executable), folder(place), log(folder.filePath(u"gateway.log"_s))
    {
    }

    QString databaseFile() const { return folder.filePath(u"gateway.sqlite"_s); }
    QStringList database() const { return {u"--database"_s, u"sqlite:"_s + databaseFile()}; }
    //! Facts about the database: written when it is complete, so a half-made one does not count.
    QString facts() const { return folder.filePath(u"local.ini"_s); }
    QString owner() const { return QSettings(facts(), QSettings::IniFormat).value(u"owner"_s).toString(); }
    int port() const { return QSettings(facts(), QSettings::IniFormat).value(u"port"_s).toInt(); }
    void write(const QString &name, const QVariant &value) const;

    Async<> run(const QStringList &command, const Secret &input);
    Result<> prepareFolder();
    Async<> make(Content content, const QString &organization, const Secret &password);
    Async<> setPassword(const Secret &password);
    Async<LocalSignIn> signInAfter(const Async<> &prepared, const Secret &password);
    Async<> stopped();

    Async<QUrl> serve();
    void attempt();
    void readOutput();
    void ended();
    void settleServe(const Result<QUrl> &result);
    void setState(State next);

    LocalGateway &q;
    QString program;
    QDir folder;
    BoundedLog log;
    std::unique_ptr<GatewayProcess> process;
    QByteArray output;
    State state = State::Stopped;
    QUrl address;
    QElapsedTimer uptime;
    std::optional<Settle<QUrl>> serving; //!< while it starts
    std::optional<Settle<>> stopping;    //!< while it ends on purpose
    int attempts = 0;
    int wanted = 0; //!< the port that is being tried; 0: any
    bool busy = false;
};

void LocalGateway::Private::write(const QString &name, const QVariant &value) const
{
    QSettings settings(facts(), QSettings::IniFormat);
    settings.setValue(name, value);
    settings.sync();
    QFile::setPermissions(facts(), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

void LocalGateway::Private::setState(State next)
{
    if (std::exchange(state, next) != next)
        Q_EMIT q.stateChanged();
}

Async<> LocalGateway::Private::run(const QStringList &command, const Secret &input)
{
    return runToEnd(&q, program, database() + command, input, log);
}

Result<> LocalGateway::Private::prepareFolder()
{
    const auto mine = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    if (!folder.mkpath(u"."_s) || !QFile::setPermissions(folder.path(), mine))
        return failure(u"%1 cannot be made or is not yours"_s.arg(folder.path()));
    return {};
}

//! The database with its owner. What a start that was cut short left behind is removed first.
Async<> LocalGateway::Private::make(Content content, const QString &organization, const Secret &password)
{
    const auto left = folder.entryList({u"gateway.sqlite*"_s}, QDir::Files);
    for (const auto &name : left)
        folder.remove(name);
    const bool samples = content == Content::SampleOrganizations;
    const QString email = samples ? u"owner@northwind.example"_s : u"owner@keysteward.local"_s;
    auto made = samples ? run({u"demo"_s}, password)
                        : andThen(run({u"user"_s, u"add"_s, email, u"--name"_s, u"Owner"_s}, password),
                                  [this, email, organization](std::monostate) {
                                      return run({u"organization"_s, u"add"_s, u"--owner"_s, email, u"--profile"_s,
                                                  u"generic"_s, u"--"_s, organization},
                                                 {});
                                  });
    return andThen(made, [this, email](std::monostate) -> Result<> {
        write(u"owner"_s, email);
        return {};
    });
}

Async<> LocalGateway::Private::setPassword(const Secret &password)
{
    return run({u"user"_s, u"password"_s, owner()}, password);
}

Async<LocalSignIn> LocalGateway::Private::signInAfter(const Async<> &prepared, const Secret &password)
{
    const Settle<LocalSignIn> settle;
    whenDone(prepared, &q, [this, settle, password](const Result<> &done) {
        if (!done) {
            busy = false;
            setState(State::Stopped);
            return settle(done.error());
        }
        whenDone(serve(), &q, [this, settle, password](const Result<QUrl> &served) {
            busy = false;
            settle(served ? Result<LocalSignIn>(LocalSignIn{*served, owner(), password})
                          : Result<LocalSignIn>(served.error()));
        });
    });
    return settle.operation();
}

//! Finishes when no gateway of ours runs.
Async<> LocalGateway::Private::stopped()
{
    if (!process && serving)
        settleServe(Error{Error::Kind::Cancelled});
    if (!process)
        return ready<>(Result<>());
    if (!stopping) {
        stopping.emplace();
        process->terminate();
        QTimer::singleShot(endsWithin, process.get(), &QProcess::kill);
    }
    return stopping->operation();
}

Async<QUrl> LocalGateway::Private::serve()
{
    if (process && state == State::Running)
        return ready<QUrl>(address);
    setState(State::Starting);
    attempts = 0;
    serving.emplace();
    const auto operation = serving->operation();
    attempt();
    return operation;
}

void LocalGateway::Private::attempt()
{
    ++attempts;
    // The port of the last time, so that addresses and sessions stay good; any free one where it is taken for long.
    wanted = attempts < startAttempts ? port() : 0;
    output.clear();
    log.forgetLastLine();
    process = std::make_unique<GatewayProcess>();
    QObject::connect(process.get(), &QProcess::readyReadStandardOutput, &q, [this] { readOutput(); });
    QObject::connect(process.get(), &QProcess::readyReadStandardError, &q,
                     [this] { log.append(process->readAllStandardError()); });
    QObject::connect(process.get(), &QProcess::finished, &q, [this] { ended(); });
    QObject::connect(process.get(), &QProcess::errorOccurred, &q, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        const auto words = u"%1: %2"_s.arg(program, process->errorString());
        process.release()->deleteLater();
        settleServe(failure(words));
    });
    process->begin(program,
                   QStringList{u"serve"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(wanted), u"--sample-routes"_s} +
                       database());
}

void LocalGateway::Private::readOutput()
{
    const auto text = process->readAllStandardOutput();
    log.append(text);
    if (!serving)
        return;
    output += text;
    const auto line = output.left(output.indexOf('\n'));
    if (!output.contains('\n') || !line.startsWith(announcement.data()))
        return;
    address = QUrl(QString::fromLatin1(line.mid(announcement.size()).trimmed()));
    write(u"port"_s, address.port());
    uptime.start();
    settleServe(address);
}

void LocalGateway::Private::ended()
{
    log.append(process->readAllStandardError());
    process.release()->deleteLater();
    address.clear();
    if (stopping) {
        setState(State::Stopped);
        if (serving)
            settleServe(Error{Error::Kind::Cancelled});
        const auto over = *std::exchange(stopping, std::nullopt);
        return over(Result<>());
    }
    if (serving) {
        if (wanted == 0)
            return settleServe(failure(log.lastLine()));
        QTimer::singleShot(attemptPause, &q, [this] {
            if (serving && !process)
                attempt();
        });
        return;
    }
    const bool soundLife = uptime.elapsed() > soundLifeMilliseconds;
    setState(State::Stopped);
    if (soundLife)
        serve();
}

void LocalGateway::Private::settleServe(const Result<QUrl> &result)
{
    setState(result ? State::Running : State::Stopped);
    const auto settle = *std::exchange(serving, std::nullopt);
    settle(result);
}

LocalGateway::LocalGateway(QString program, QString folder, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, program, folder))
{
}

LocalGateway::~LocalGateway() = default;

LocalGateway::State LocalGateway::state() const
{
    return d->state;
}

QUrl LocalGateway::address() const
{
    return d->address;
}

bool LocalGateway::exists() const
{
    return QFile::exists(d->databaseFile()) && !d->owner().isEmpty();
}

Async<LocalSignIn> LocalGateway::start(Content content, const QString &organization)
{
    if (exists())
        return newSignIn();
    if (const auto prepared = d->prepareFolder(); !prepared)
        return ready<LocalSignIn>(prepared.error());
    if (std::exchange(d->busy, true))
        return ready<LocalSignIn>(failure(u"it is being started already"_s));
    d->setState(State::Starting);
    const auto password = newPassword();
    return d->signInAfter(d->make(content, organization, password), password);
}

Async<QUrl> LocalGateway::resume()
{
    if (!exists())
        return ready<QUrl>(failure(u"there is no local gateway yet"_s));
    if (d->busy || d->serving)
        return ready<QUrl>(failure(u"it is being started already"_s));
    return d->serve();
}

Async<LocalSignIn> LocalGateway::newSignIn()
{
    if (!exists())
        return ready<LocalSignIn>(failure(u"there is no local gateway yet"_s));
    if (d->serving || std::exchange(d->busy, true))
        return ready<LocalSignIn>(failure(u"it is being started already"_s));
    // Set while no gateway runs: one that does has its own picture of the database.
    const auto password = newPassword();
    const auto set = andThen(d->stopped(), [this, password](std::monostate) { return d->setPassword(password); });
    return d->signInAfter(set, password);
}

void LocalGateway::stop()
{
    d->stopped();
}

} // namespace core
