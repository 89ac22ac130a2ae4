#pragma once

#include "core/base/secret.h"
#include "core/domain/profile.h"
#include "core/net/httpclient.h"

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <memory>
#include <vector>

//! How a simulated program calls.
struct LiveHabit {
    QStringList agents;              //!< a program each
    std::chrono::milliseconds pause; //!< between two calls of one, about
    bool astray = false;             //!< every second call wants a scope that the key lacks
    bool bursts = false;             //!< for half a minute in two: faster than allowed, where the pause is short
};

//! A key that simulated programs hold.
struct LiveKey {
    QString id;
    QStringList scopes;
    core::Secret secret;
};

//! Programs that call a running gateway, each through `/authorize` as a proxy would ask for it: so the gateway need not
//! serve sample routes. Whoever is refused asks on, more slowly.
class LiveCallers : public QObject {
    Q_OBJECT

public:
    //! \a http outlives it. \a switchEvery: between two programs that go over to a new key.
    LiveCallers(core::HttpClient &http, const QUrl &gateway, core::Profile profile,
                std::chrono::milliseconds switchEvery, QObject *parent = nullptr);
    ~LiveCallers() override;

    void add(const LiveKey &key, const LiveHabit &habit);
    //! The programs that call with \a oldId go over to \a key, one after the other. How many there are.
    int handOver(const QString &oldId, const LiveKey &key);
    void stop();

private:
    struct Target {
        QByteArray method;
        QByteArray path;
    };
    struct Program {
        QByteArray agent;
        LiveHabit habit;
        LiveKey key;
        std::vector<Target> own;
        std::vector<Target> foreign;
        QTimer timer;
        int calls = 0;
        bool isRefused = false;
    };

    void hand(Program &program, const LiveKey &key);
    void arm(Program &program);
    void call(Program &program);

    core::HttpClient &m_http;
    const QUrl m_gateway;
    const core::Profile m_profile;
    const std::chrono::milliseconds m_switchEvery;
    std::vector<std::unique_ptr<Program>> m_programs;
};
