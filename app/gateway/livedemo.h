#pragma once

#include "app/gateway/commandline.h"
#include "app/gateway/livecallers.h"
#include "core/backend/gateway/gatewaybackend.h"
#include "core/base/clock.h"
#include "core/base/secret.h"

#include <QObject>
#include <QSocketNotifier>
#include <memory>
#include <string>

//! `demo --live`: keys of its own at a running gateway, and programs that call with them until it ends. Rotate one of
//! the keys, and give the new secret to this program's standard input, a line each: then its callers go over to it. The
//! secret of any other key gets a caller, too. Secrets are neither printed nor kept anywhere else.
class LiveDemo : public QObject {
    Q_OBJECT

public:
    explicit LiveDemo(const CommandLine &line, QObject *parent = nullptr);
    ~LiveDemo() override;

    void start(const core::Secret &password);
    //! Revokes its keys, signs out, and then is done.
    void end();

Q_SIGNALS:
    void said(const QString &words);
    void failed(const QString &words); //!< and goes on, unless it had not begun
    void done(int exitCode);

private:
    void choose(const QList<core::Organization> &organizations);
    void makeNext();
    void made(const core::KeyWithSecret &made, const LiveHabit &habit);
    void listen();
    void read();
    void take(const core::Secret &secret);
    void place(const core::Secret &secret, const core::Key &key);
    void revokeNext();
    void giveUp(const core::Error &error);

    const CommandLine m_line;
    core::SystemClock m_clock;
    core::HttpClient m_http;
    core::GatewayBackend m_backend;
    core::Organization m_organization;
    core::Profile m_profile;
    std::unique_ptr<LiveCallers> m_callers;
    std::unique_ptr<QSocketNotifier> m_input;
    std::string m_typed; //!< a line that is not whole yet; wiped
    QStringList m_own;   //!< keys that end with it
    std::size_t m_next = 0;
    int m_attempt = 1; //!< at the next key's name
    bool m_ending = false;
};
