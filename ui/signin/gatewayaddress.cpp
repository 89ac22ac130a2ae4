#include "ui/signin/gatewayaddress.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

bool isThisComputer(const QUrl &url)
{
    static const QRegularExpression loopback(uR"(^127(\.\d{1,3}){3}$)"_s);
    const auto host = url.host();
    return host == u"localhost" || host == u"::1" || loopback.match(host).hasMatch();
}

} // namespace

QUrl gatewayFrom(const QString &typed)
{
    const auto text = typed.trimmed();
    if (text.isEmpty() || text.size() > 512 || text.contains(u' '))
        return {};
    QUrl url;
    if (text.contains(u"://")) {
        url = QUrl(text, QUrl::StrictMode);
    } else {
        url = QUrl(u"https://"_s + text, QUrl::StrictMode);
        if (isThisComputer(url))
            url.setScheme(u"http"_s);
    }
    const bool usable = url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasQuery() &&
                        !url.hasFragment() && (url.scheme() == u"https" || url.scheme() == u"http");
    return usable ? url : QUrl();
}

bool isPlainHttpElsewhere(const QUrl &gateway)
{
    return gateway.scheme() == u"http" && !isThisComputer(gateway);
}

} // namespace ui
