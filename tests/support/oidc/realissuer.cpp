#include "tests/support/oidc/realissuer.h"

#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QRegularExpression>
#include <QTest>
#include <memory>

using namespace Qt::StringLiterals;

namespace test {

namespace {

constexpr int patience = 60000;
constexpr int mostPages = 8;

QString firstMatch(const QByteArray &page, const QString &form)
{
    return QRegularExpression(form).match(QString::fromUtf8(page)).captured(1);
}

} // namespace

RealIssuer::RealIssuer(const QStringList &options)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(ISSUER_PROGRAM), QStringList{QStringLiteral(ISSUER_FOLDER)} + options);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(patience)) {
    }
    static const QRegularExpression form(u"^listening on (http://127\\.0\\.0\\.1:\\d+)$"_s);
    m_address = form.match(QString::fromUtf8(m_process.readLine()).trimmed()).captured(1);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

RealIssuer::~RealIssuer()
{
    m_process.terminate();
    m_process.waitForFinished(patience);
}

RealIssuer::Page RealIssuer::load(QUrl url, const QByteArray *form)
{
    for (int hop = 0; hop < mostPages; ++hop) {
        if (url.toString(QUrl::RemovePath | QUrl::RemoveQuery) != m_address)
            return {url, {}};
        QNetworkRequest request(url);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/x-www-form-urlencoded"_s);
        const std::unique_ptr<QNetworkReply> reply(form ? m_network.post(request, *form) : m_network.get(request));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, patience))
            return {};
        const QUrl target(QString::fromLatin1(reply->rawHeader("Location")),
                          QUrl::StrictMode); // Qt's own drops relative ones
        if (target.isEmpty())
            return {url, reply->readAll()};
        url = url.resolved(target);
        form = nullptr;
    }
    return {};
}

RealIssuer::Page RealIssuer::openAnew(const QUrl &url)
{
    m_network.setCookieJar(new QNetworkCookieJar(&m_network));
    return load(url, nullptr);
}

RealIssuer::Page RealIssuer::submit(const Page &page, const QString &email)
{
    const auto form = "prompt=" + firstMatch(page.body, u"name=\"prompt\" value=\"(\\w+)\""_s).toUtf8() +
                      "&login=" + QUrl::toPercentEncoding(email) + "&password=any";
    return load(page.url.resolved(QUrl(firstMatch(page.body, u"<form[^>]* action=\"([^\"]+)\""_s))), &form);
}

QUrl RealIssuer::signIn(const QUrl &authorization, const QString &email)
{
    auto page = openAnew(authorization);
    for (int number = 0; number < mostPages && page.body.contains("<form"); ++number)
        page = submit(page, email);
    return page.body.isEmpty() ? page.url : QUrl();
}

QUrl RealIssuer::cancel(const QUrl &authorization)
{
    const auto page = openAnew(authorization);
    const auto left = load(page.url.resolved(QUrl(firstMatch(page.body, u"href=\"([^\"]+/abort)\""_s))), nullptr);
    return left.body.isEmpty() ? left.url : QUrl();
}

} // namespace test
