#include "app/gateway/livecallers.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto refusedPause = 5s;
constexpr auto quietPause = 2s;

//! In half of every minute.
bool isBurst()
{
    return QTime::currentTime().second() < 30;
}

core::Secret bearer(const core::Secret &secret)
{
    QByteArray text("Bearer ");
    text.append(secret.reveal().data(), static_cast<qsizetype>(secret.size()));
    return core::Secret::take(std::move(text));
}

} // namespace

LiveCallers::LiveCallers(core::HttpClient &http, const QUrl &gateway, core::Profile profile,
                         std::chrono::milliseconds switchEvery, QObject *parent)
    : QObject(parent),
      m_http(http),
      m_gateway(gateway.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash)),
      m_profile(std::move(profile)),
      m_switchEvery(switchEvery)
{
}

LiveCallers::~LiveCallers() = default;

void LiveCallers::add(const LiveKey &key, const LiveHabit &habit)
{
    for (const auto &agent : habit.agents) {
        auto &program = *m_programs.emplace_back(std::make_unique<Program>());
        program.agent = agent.toUtf8();
        program.habit = habit;
        hand(program, key);
        program.timer.setSingleShot(true);
        connect(&program.timer, &QTimer::timeout, this, [this, &program] { call(program); });
        arm(program);
    }
}

int LiveCallers::handOver(const QString &oldId, const LiveKey &key)
{
    int count = 0;
    for (const auto &program : m_programs) {
        if (program->key.id == oldId)
            QTimer::singleShot(++count * m_switchEvery, this, [this, key, &one = *program] { hand(one, key); });
    }
    return count;
}

void LiveCallers::stop()
{
    for (const auto &program : m_programs)
        program->timer.stop();
    m_programs.clear();
}

void LiveCallers::hand(Program &program, const LiveKey &key)
{
    static const QRegularExpression parameter(u"\\{\\w+\\}"_s);
    program.key = key;
    program.own.clear();
    program.foreign.clear();
    for (const auto &route : m_profile.routes) {
        auto path = route.path;
        path.replace(parameter, u"1042"_s);
        auto &targets = key.scopes.contains(route.scope) ? program.own : program.foreign;
        targets.push_back({route.method.toLatin1(), path.toLatin1()});
    }
}

void LiveCallers::arm(Program &program)
{
    auto pause = program.habit.bursts && !isBurst() ? std::chrono::milliseconds(quietPause) : program.habit.pause;
    if (program.isRefused && !program.habit.bursts)
        pause = std::max<std::chrono::milliseconds>(pause, refusedPause);
    // Between half and one and a half of it.
    const auto part = 0.5 + QRandomGenerator::global()->generateDouble();
    program.timer.start(std::chrono::milliseconds(std::llround(static_cast<double>(pause.count()) * part)));
}

void LiveCallers::call(Program &program)
{
    const bool isAstray = program.habit.astray && program.calls % 2 == 1;
    const auto &targets = (isAstray && !program.foreign.empty()) || program.own.empty() ? program.foreign : program.own;
    const auto &target = targets[static_cast<std::size_t>(program.calls) % targets.size()];
    ++program.calls;
    core::HttpRequest request;
    request.url = m_gateway;
    request.url.setPath(m_gateway.path() + u"/api/v1/authorize"_s);
    request.headers = {
        {"X-Original-Method", target.method}, {"X-Original-URI", target.path}, {"User-Agent", program.agent}};
    request.secretHeaders = {{"Authorization", bearer(program.key.secret)}};
    whenDone(m_http.send(request), &program.timer, [this, &program, isAstray](const auto &reply) {
        program.isRefused = !reply || (reply->status >= 400 && !isAstray);
        arm(program);
    });
}
