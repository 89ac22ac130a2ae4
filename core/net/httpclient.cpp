#include "core/net/httpclient.h"

#include "core/base/clock.h"
#include "core/net/call.h"
#include "core/net/headers.h"
#include "core/net/httpstream.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

QByteArray HttpReply::header(QByteArrayView lowerCaseName) const
{
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [lowerCaseName](const auto &field) { return field.first == lowerCaseName; });
    return found == headers.end() ? QByteArray() : found->second;
}

namespace {

//! The system's proxies, but never for this machine: what is sent in clear must not leave it.
class ProxyChoice final : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        if (headers::isLoopback(query.peerHostName()))
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

bool isSentOnce(const HttpRequest &request)
{
    return request.verb != HttpRequest::Verb::Get || request.isForeign;
}

std::optional<Error> faultIn(const HttpRequest &request)
{
    if (!headers::isTrustworthy(request.url))
        return Error{Error::Kind::Insecure, u"only https, or http to this machine"_s};
    const auto fits = [](QByteArrayView name, QByteArrayView value) {
        return headers::isName(name) && headers::isValue(value);
    };
    for (const auto &[name, value] : request.headers) {
        if (!fits(name, value))
            return Error{Error::Kind::Protocol, u"a header that must not be sent"_s};
    }
    for (const auto &[name, value] : request.secretHeaders) {
        const auto text = value.reveal();
        if (!fits(name, QByteArrayView(text.data(), static_cast<qsizetype>(text.size()))))
            return Error{Error::Kind::Protocol, u"a header that must not be sent"_s};
    }
    return std::nullopt;
}

} // namespace

class HttpClient::Private : public Network {
public:
    Private(SystemClock &systemClock, HttpDeadlines chosen) : clock(systemClock), m_deadlines(chosen) {}

    QNetworkAccessManager &managerFor(const HttpRequest &request) override
    {
        // Changes have connections of their own, closed after each: on one that was kept open a change would run into
        // the peer's idle deadline now and then, and its outcome would be unknown for nothing.
        return made(isSentOnce(request) ? m_changes : m_reads);
    }
    //! Streams stay, and Qt has but six connections to a host.
    QNetworkAccessManager &managerForStreams() { return made(m_streams); }
    QNetworkRequest prepare(const HttpRequest &request) const override;
    const HttpDeadlines &deadlines() const override { return m_deadlines; }
    QDateTime now() const override { return clock.now(); }
    void note(const HttpReply &reply) override
    {
        if (reply.serverTime.isValid())
            clock.setServerTime(reply.serverTime);
    }

    SystemClock &clock;
    QList<QSslCertificate> authorities;

private:
    static QNetworkAccessManager &made(std::unique_ptr<QNetworkAccessManager> &manager)
    {
        if (!manager) {
            manager = std::make_unique<QNetworkAccessManager>();
            manager->setProxyFactory(new ProxyChoice);
            manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        }
        return *manager;
    }

    HttpDeadlines m_deadlines;
    std::unique_ptr<QNetworkAccessManager> m_reads;
    std::unique_ptr<QNetworkAccessManager> m_changes;
    std::unique_ptr<QNetworkAccessManager> m_streams;

public:
    QObject calls; //!< parent of every call under way; last, so that it goes before the managers
};

QNetworkRequest HttpClient::Private::prepare(const HttpRequest &request) const
{
    QNetworkRequest prepared(request.url);
    prepared.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    prepared.setRawHeader("User-Agent", "Keysteward/" KEYSTEWARD_VERSION);
    prepared.setRawHeader("Accept", "application/json");
    prepared.setRawHeader("Accept-Encoding", "identity");
    prepared.setRawHeader("Accept-Language", "*"); // Qt would send the person's
    if (isSentOnce(request))
        prepared.setRawHeader("Connection", "close");
    for (const auto &[name, value] : request.headers)
        prepared.setRawHeader(name, value);
    for (const auto &[name, value] : request.secretHeaders) {
        const auto text = value.reveal();
        prepared.setRawHeader(name, QByteArray(text.data(), static_cast<qsizetype>(text.size())));
    }
    if (!authorities.isEmpty() && request.url.scheme() == "https"_L1) {
        auto tls = QSslConfiguration::defaultConfiguration();
        tls.addCaCertificates(authorities);
        prepared.setSslConfiguration(tls);
    }
    return prepared;
}

HttpClient::HttpClient(SystemClock &clock, HttpDeadlines deadlines) : d(std::make_unique<Private>(clock, deadlines)) {}

HttpClient::~HttpClient() = default;

Async<HttpReply> HttpClient::send(const HttpRequest &request)
{
    if (const auto fault = faultIn(request))
        return ready<HttpReply>(*fault);
    auto *call = new Call(request, *d, &d->calls);
    return call->start();
}

std::unique_ptr<HttpStream> HttpClient::stream(const HttpRequest &request)
{
    if (const auto fault = faultIn(request))
        return std::make_unique<HttpStream>(*fault);
    auto prepared = d->prepare(request);
    prepared.setRawHeader("Accept", "text/event-stream");
    // Otherwise Qt asks again by itself where a connection that was kept open turns out to be dead.
    prepared.setRawHeader("Connection", "close");
    std::unique_ptr<QNetworkReply> reply(d->managerForStreams().get(prepared));
    return std::make_unique<HttpStream>(std::move(reply), d->deadlines());
}

void HttpClient::trustAuthority(const QByteArray &pem)
{
    d->authorities += QSslCertificate::fromData(pem, QSsl::Pem);
}

} // namespace core
