#include "app/gateway/livedemo.h"

#include "core/base/crypto.h"
#include "core/base/identifiers.h"

#include <QJsonDocument>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;

namespace {

constexpr int attempts = 20;
constexpr std::size_t longestLine = 512;

struct Part {
    QString name;
    int scopes;
    LiveHabit habit;
};

const std::vector<Part> &parts()
{
    static const std::vector<Part> all{
        {u"Live CRM sync"_s,
         2,
         {{u"crm-sync/2.4 (crm-1)"_s, u"crm-sync/2.4 (crm-2)"_s, u"crm-sync/2.3 (crm-3)"_s, u"reporting/0.8"_s},
          1500ms}},
        {u"Live reports"_s, 1, {{u"reports/1.2"_s}, 3s, true}},
        {u"Live campaign"_s, 1, {{u"campaigns/5.1"_s}, 100ms, false, true}},
    };
    return all;
}

QString wordsOf(const core::Error &error)
{
    return error.detail.isEmpty() ? QString(core::nameOf(error.kind)) : error.detail;
}

//! Whose secret it is, from the answer of /whoami.
Result<QString> keyIdOf(const core::HttpReply &reply)
{
    const auto id = QJsonDocument::fromJson(reply.body)[u"key"][u"id"].toString();
    if (reply.status != 200 || !core::isPathSafe(id))
        return core::Error{core::Error::Kind::NotFound, u"that is no secret of a living key of this gateway"_s};
    return id;
}

} // namespace

LiveDemo::LiveDemo(const CommandLine &line, QObject *parent)
    : QObject(parent), m_line(line), m_http(m_clock), m_backend(m_http, line.gateway)
{
}

LiveDemo::~LiveDemo()
{
    crypto::wipe(m_typed.data(), m_typed.size());
}

void LiveDemo::start(const core::Secret &password)
{
    whenDone(m_backend.signIn(m_line.email, password), this, [this](const Result<core::SignedIn> &signedIn) {
        if (!signedIn)
            return giveUp(signedIn.error());
        m_backend.setSession(signedIn->session);
        whenDone(m_backend.organizations(), this, [this](const Result<QList<core::Organization>> &organizations) {
            organizations ? choose(*organizations) : giveUp(organizations.error());
        });
    });
}

void LiveDemo::choose(const QList<core::Organization> &organizations)
{
    const auto chosen = std::find_if(organizations.begin(), organizations.end(), [this](const auto &one) {
        return m_line.name.isEmpty() ? core::canManageEveryKey(one.role) : one.name == m_line.name;
    });
    if (chosen == organizations.end())
        return giveUp({core::Error::Kind::NotFound, u"there is no such organization whose keys you manage"_s});
    m_organization = *chosen;
    for (const auto &profile : core::shippedProfiles()) {
        if (profile.id == m_organization.profileId)
            m_profile = profile;
    }
    m_callers = std::make_unique<LiveCallers>(m_http, m_line.gateway, m_profile, m_line.switchEvery);
    Q_EMIT said(u"calling for %1"_s.arg(m_organization.name));
    makeNext();
}

void LiveDemo::makeNext()
{
    if (m_ending)
        return;
    if (m_next == parts().size())
        return listen();
    const auto &part = parts()[m_next];
    core::NewKey key;
    key.name = m_attempt == 1 ? part.name : u"%1 %2"_s.arg(part.name).arg(m_attempt);
    key.note = u"Made by demo --live, and revoked when that ends"_s;
    for (int i = 0; i < part.scopes && i < m_profile.scopes.size(); ++i)
        key.scopes += m_profile.scopes.at(i).name;
    key.expiresAt = m_clock.now().addDays(1);
    const auto created = m_backend.createKey(m_organization.id, key, core::newIdempotencyKey());
    whenDone(created, this, [this, &part](const Result<core::KeyWithSecret> &result) {
        if (result)
            return made(*result, part.habit);
        // An earlier demo that was killed has left its keys.
        if (result.error().kind != core::Error::Kind::Validation || ++m_attempt > attempts)
            return giveUp(result.error());
        makeNext();
    });
}

void LiveDemo::made(const core::KeyWithSecret &made, const LiveHabit &habit)
{
    m_own += made.key.id;
    whenDone(m_backend.acknowledge(made.key.id), this, [](const Result<> &) {});
    m_callers->add({made.key.id, made.key.scopes, made.secret}, habit);
    Q_EMIT said(u"%1 (%2), callers: %3"_s.arg(made.key.name, made.key.hint).arg(habit.agents.size()));
    ++m_next;
    m_attempt = 1;
    makeNext();
}

void LiveDemo::listen()
{
    Q_EMIT said(u"rotate a key, and give its new secret here: its callers go over to it, one after the other"_s);
    m_input = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    connect(m_input.get(), &QSocketNotifier::activated, this, [this] { read(); });
}

void LiveDemo::read()
{
    char bytes[256];
    const auto count = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (count <= 0)
        return m_input->setEnabled(false);       // nothing more will come
    m_typed.reserve(longestLine + sizeof bytes); // never moved, so never left behind
    for (const char letter : std::span(bytes, static_cast<std::size_t>(count))) {
        if (letter != '\n' && m_typed.size() < longestLine) {
            m_typed += letter;
            continue;
        }
        if (!m_typed.empty())
            take(core::Secret::copy(m_typed));
        crypto::wipe(m_typed.data(), m_typed.size());
        m_typed.clear();
    }
    crypto::wipe(bytes, sizeof bytes);
}

void LiveDemo::take(const core::Secret &secret)
{
    core::HttpRequest request;
    request.url = m_line.gateway.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    request.url.setPath(request.url.path() + u"/api/v1/whoami"_s);
    request.secretHeaders = {{"x-api-key", secret}};
    const auto asked =
        andThen(andThen(m_http.send(request), keyIdOf), [this](const QString &id) { return m_backend.key(id); });
    whenDone(asked, this, [this, secret](const Result<core::Key> &key) {
        if (!key)
            Q_EMIT failed(wordsOf(key.error()));
        else if (!m_ending)
            place(secret, *key);
    });
}

void LiveDemo::place(const core::Secret &secret, const core::Key &key)
{
    const LiveKey live{key.id, key.scopes, secret};
    if (const int count = key.replaces.isEmpty() ? 0 : m_callers->handOver(key.replaces, live)) {
        if (m_own.contains(key.replaces))
            m_own += key.id;
        Q_EMIT said(u"%1 (%2): %3 callers go over to it"_s.arg(key.name, key.hint).arg(count));
        return;
    }
    m_callers->add(live, {{u"handed-over/1.0"_s}, 2s});
    Q_EMIT said(u"%1 (%2), callers: 1"_s.arg(key.name, key.hint));
}

void LiveDemo::end()
{
    if (m_ending)
        return;
    m_ending = true;
    m_input.reset();
    if (m_callers)
        m_callers->stop();
    revokeNext();
}

void LiveDemo::revokeNext()
{
    if (m_own.isEmpty()) {
        if (!m_backend.hasSession())
            return Q_EMIT done(0);
        return whenDone(m_backend.signOut(), this, [this](const Result<> &) { Q_EMIT done(0); });
    }
    const auto revoked = m_backend.revokeKey(m_own.takeLast(), core::RevokeReason::Other, u"The demo has ended"_s,
                                             core::newIdempotencyKey());
    whenDone(revoked, this, [this](const Result<core::Key> &key) {
        // One that somebody revoked, or that has retired by now, needs nothing more.
        if (!key && key.error().kind != core::Error::Kind::Conflict)
            Q_EMIT failed(wordsOf(key.error()));
        revokeNext();
    });
}

void LiveDemo::giveUp(const core::Error &error)
{
    Q_EMIT failed(wordsOf(error));
    Q_EMIT done(1);
}
