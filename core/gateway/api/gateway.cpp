#include "core/gateway/api/gateway.h"

#include "core/base/crypto.h"
#include "core/gateway/api/activitywriter.h"
#include "core/gateway/api/livestreams.h"
#include "core/gateway/api/metrics.h"
#include "core/gateway/api/service.h"
#include "core/gateway/api/workers.h"
#include "core/gateway/http/server.h"
#include "core/gateway/oidc/relyingparty.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/pepper.h"
#include "core/gateway/store/tokens.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace gateway {

namespace {

constexpr unsigned ordinaryThreads = 2;
constexpr std::size_t ordinaryQueue = 1024;
constexpr unsigned passwordThreads = 2; // 46 MiB each
constexpr std::size_t passwordQueue = 16;

core::Error failure(const QString &words)
{
    return {core::Error::Kind::Storage, words};
}

std::vector<check::ProfileFacts> factsOf(const QHash<QString, core::Profile> &profiles)
{
    std::vector<check::ProfileFacts> all;
    for (const auto &profile : profiles) {
        check::ProfileFacts facts;
        facts.id = profile.id.toStdString();
        for (const auto &scope : profile.scopes)
            facts.scopes.push_back(scope.name.toStdString());
        for (const auto &route : profile.routes)
            facts.routes.push_back({route.method.toStdString(), route.path.toStdString(), route.scope.toStdString()});
        for (const auto &header : profile.headers)
            facts.headers.push_back(header.toStdString());
        all.push_back(std::move(facts));
    }
    return all;
}

QHash<QString, core::Profile> profilesById()
{
    QHash<QString, core::Profile> profiles;
    for (const auto &profile : core::shippedProfiles())
        profiles.insert(profile.id, profile);
    return profiles;
}

QByteArray openApiDocument()
{
    QFile document(u":/openapi/gateway.yaml"_s);
    return document.open(QIODevice::ReadOnly) ? document.readAll() : QByteArray();
}

http::Options httpOptions(const Options &options)
{
    http::Options http;
    http.address = options.listenAddress.toStdString();
    http.port = options.port;
    http.threads = options.ioThreads;
    http.certificateFile = options.tlsCertificateFile.toStdString();
    http.keyFile = options.tlsKeyFile.toStdString();
    http.behindProxy = options.behindProxy;
    for (const auto &host : options.hosts)
        http.hosts.push_back(host.toStdString());
    return http;
}

http::Options metricsOptions(const Options &options)
{
    auto http = httpOptions(options);
    http.address = options.metricsAddress.toStdString();
    http.port = options.metricsPort;
    http.threads = 1;
    http.behindProxy = false;
    http.plainAnywhere = true;
    http.limits.connections = 16;
    return http;
}

QUrl urlOf(const http::Server &server, const QString &address, quint16 port)
{
    QUrl url;
    url.setScheme(server.isSecure() ? u"https"_s : u"http"_s);
    url.setHost(address);
    url.setPort(port);
    return url;
}

//! What is read from the database before anything can be answered.
struct Loaded {
    crypto::Bytes pepper;
    std::vector<check::KeyFacts> keys;
};

core::Result<Loaded> load(store::Store &store, const QString &pepperFile)
{
    const auto database = store.connect();
    if (!database)
        return database.error();
    const store::Keys keys(**database);
    const auto pepper = store::openPepper(pepperFile, !keys.any() && !store::Tokens(**database).any());
    if (!pepper)
        return pepper.error();
    Loaded loaded{*pepper, keys.allFacts()};
    if ((*database)->failed())
        return *(*database)->fault();
    return loaded;
}

core::Result<std::optional<oidc::Client>> clientOf(const OpenIdOptions &options)
{
    if (options.issuer.isEmpty())
        return std::optional<oidc::Client>();
    const auto client = oidc::makeClient(options.issuer, options.clientId, options.clientSecretFile, options.name);
    if (!client)
        return client.error();
    return std::optional(*client);
}

//! With all keys in it, before anything else may change them.
std::unique_ptr<check::Checker> checkerOf(const Loaded &loaded, const QHash<QString, core::Profile> &profiles)
{
    auto checker = std::make_unique<check::Checker>(loaded.pepper, factsOf(profiles));
    checker->reset(loaded.keys);
    return checker;
}

} // namespace

//! In the order in which the parts need each other; destroyed the other way round.
struct Gateway::State {
    State(const Options &options, std::shared_ptr<store::Store> opened, Loaded loaded,
          const std::optional<oidc::Client> &client)
        : store(std::move(opened)),
          clock(options.clock ? *options.clock : systemClock),
          profiles(profilesById()),
          events(options.mostWaitingEvents),
          keptChecker(checkerOf(loaded, profiles)),
          checker(*keptChecker),
          cursors(crypto::deriveKey(loaded.pepper, "keysteward cursors v1")),
          streams(*store, cursors, clock),
          relyingParty(client ? std::make_unique<oidc::RelyingParty>(*client, clock) : nullptr),
          tools{checker,
                events,
                streams,
                clock,
                profiles,
                cursors,
                crypto::deriveKey(loaded.pepper, "keysteward personal tokens v1"),
                openApiDocument(),
                options.behindProxy,
                relyingParty.get()},
          callCheck(checker, events, {options.sampleRoutes, options.eventDetail},
                    options.clock ? check::CallCheck::Clock([given = options.clock] {
                        return std::int64_t(given->now().toMSecsSinceEpoch());
                    })
                                  : check::CallCheck::Clock()),
          writer(*store, events, checker, clock, {options.keepEventDays}),
          ordinary(*store, ordinaryThreads, ordinaryQueue),
          password(*store, passwordThreads, passwordQueue),
          service(callCheck, tools, ordinary, password),
          metrics(tools, ordinary),
          server(httpOptions(options), service),
          metricsServer(metricsOptions(options), metrics)
    {
        crypto::wipe(loaded.pepper.data(), loaded.pepper.size());
    }

    core::Result<> listen(const Options &options);

    std::shared_ptr<store::Store> store;
    core::SystemClock systemClock;
    const core::Clock &clock;
    QHash<QString, core::Profile> profiles;
    check::EventQueue events;
    const std::unique_ptr<check::Checker> keptChecker;
    check::Checker &checker;
    const api::Cursors cursors;
    api::LiveStreams streams;
    const std::unique_ptr<oidc::RelyingParty> relyingParty; //!< null: none is configured
    api::Tools tools;
    check::CallCheck callCheck;
    api::ActivityWriter writer;
    api::Workers ordinary;
    api::Workers password;
    api::Service service;
    api::MetricsService metrics;
    http::Server server;
    http::Server metricsServer;
    QUrl address;
    QUrl metricsAddress;
};

core::Result<> Gateway::State::listen(const Options &options)
{
    if (!options.metricsAddress.isEmpty()) {
        const auto started = metricsServer.start();
        if (!started)
            return failure(QString::fromStdString(started.error));
        metricsAddress = urlOf(metricsServer, options.metricsAddress, started.port);
    }
    const auto started = server.start();
    if (!started)
        return failure(QString::fromStdString(started.error));
    address = urlOf(server, options.listenAddress, started.port);
    return {};
}

Gateway::Gateway(Options options) : m_options(std::move(options)) {}

Gateway::~Gateway()
{
    stop();
}

core::Result<> Gateway::start()
{
    if (m_state)
        return failure(u"the gateway is running already"_s);
    if (!crypto::initialize())
        return failure(u"the cryptographic library cannot be used"_s);
    const auto client = clientOf(m_options.openId);
    if (!client)
        return client.error();
    const auto store = store::Store::open(m_options.databaseFile, store::Store::Purpose::Serve);
    if (!store)
        return store.error();
    const auto pepperFile =
        m_options.pepperFile.isEmpty() ? m_options.databaseFile + u".pepper"_s : m_options.pepperFile;
    const auto loaded = load(**store, pepperFile);
    if (!loaded)
        return loaded.error();
    auto state = std::make_unique<State>(m_options, *store, *loaded, *client);
    if (const auto listening = state->listen(m_options); !listening)
        return listening;
    m_state = std::move(state);
    return {};
}

QUrl Gateway::address() const
{
    return m_state ? m_state->address : QUrl();
}

QUrl Gateway::metricsAddress() const
{
    return m_state ? m_state->metricsAddress : QUrl();
}

void Gateway::stop()
{
    if (!m_state)
        return;
    if (m_state->relyingParty)
        m_state->relyingParty->stop(); // else requests that wait for the provider would hold up the server
    m_state->server.stop();
    m_state->metricsServer.stop();
    m_state->ordinary.stop();
    m_state->password.stop();
    m_state->streams.stop();
    m_state->writer.stop();
    m_state.reset();
}

} // namespace gateway
