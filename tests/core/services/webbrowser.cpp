#include "tests/core/services/webbrowser.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTest>
#include <memory>

namespace test {

WebBrowser::WebBrowser()
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

WebBrowser::Answer WebBrowser::open(const QUrl &url)
{
    const std::unique_ptr<QNetworkReply> reply(m_network.get(QNetworkRequest(url)));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 20000))
        return {};
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            reply->header(QNetworkRequest::LocationHeader).toUrl(), reply->readAll()};
}

} // namespace test
