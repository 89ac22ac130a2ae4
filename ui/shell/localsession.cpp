#include "ui/shell/localsession.h"

#include "core/services/sessions.h"

namespace ui {

LocalSession::LocalSession(core::Sessions &sessions, core::LocalGateway &gateway, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_gateway(gateway)
{
}

QString LocalSession::accountId() const
{
    const auto accounts = m_sessions.accounts();
    for (const auto &account : accounts) {
        if (account.record.local)
            return account.record.id;
    }
    return {};
}

void LocalSession::resume()
{
    if (accountId().isEmpty() || !m_gateway.exists()) {
        m_sessions.resume();
        return;
    }
    core::whenDone(m_gateway.resume(), this, [this](const core::Result<QUrl> &address) {
        const auto account = m_sessions.account(accountId());
        const bool moved = address && account && account->record.gateway.port() != address->port();
        m_sessions.resume();
        if (!address)
            Q_EMIT failed(address.error());
        else if (moved)
            signIn();
    });
}

core::Async<> LocalSession::signIn()
{
    const core::Settle<> settle;
    core::whenDone(m_gateway.newSignIn(), this, [this, settle](const core::Result<core::LocalSignIn> &found) {
        if (!found)
            return settle(found.error());
        core::whenDone(
            m_sessions.signIn({found->gateway, core::BackendKind::Gateway, true}, found->email, found->password), this,
            [settle](const core::Result<QString> &id) { settle(id ? core::Result<>() : core::Result<>(id.error())); });
    });
    core::whenDone(settle.operation(), this, [this](const core::Result<> &result) {
        if (!result)
            Q_EMIT failed(result.error());
    });
    return settle.operation();
}

void LocalSession::start()
{
    signIn();
}

void LocalSession::stop()
{
    m_gateway.stop();
}

} // namespace ui
