#include "core/gateway/oidc/relyingparty.h"

#include "core/base/async.h"

using namespace Qt::StringLiterals;

namespace gateway::oidc {

namespace {

constexpr int mostUnderWay = 64;

} // namespace

RelyingParty::RelyingParty(Client client, const core::Clock &clock) : m_client(std::move(client))
{
    m_thread.setObjectName(u"openid"_s);
    m_home.moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(&m_home, [this, &clock] { m_issuer = std::make_unique<Issuer>(m_client, clock); });
}

RelyingParty::~RelyingParty()
{
    stop();
}

void RelyingParty::stop()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(&m_home, [this] {
        m_issuer.reset();
        m_thread.quit();
    });
    m_thread.wait();
}

template <typename T, typename Ask>
void RelyingParty::ask(Handler<T> handler, Ask question)
{
    if (m_underWay.fetch_add(1) >= mostUnderWay) {
        --m_underWay;
        return handler(core::Error{core::Error::Kind::Unavailable, u"too many sign-ins at once"_s});
    }
    QMetaObject::invokeMethod(&m_home, [this, handler = std::move(handler), question = std::move(question)] {
        if (!m_issuer)
            return;
        core::whenDone(question(*m_issuer), m_issuer.get(), [this, handler](const core::Result<T> &outcome) {
            --m_underWay;
            handler(outcome);
        });
    });
}

void RelyingParty::provider(Handler<Provider> handler)
{
    ask(std::move(handler), [](Issuer &issuer) { return issuer.provider(); });
}

void RelyingParty::redeem(const Redemption &redemption, Handler<Identity> handler)
{
    ask(std::move(handler), [redemption](Issuer &issuer) { return issuer.redeem(redemption); });
}

} // namespace gateway::oidc
