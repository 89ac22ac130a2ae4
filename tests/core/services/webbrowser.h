#pragma once

#include <QNetworkAccessManager>
#include <QUrl>

namespace test {

//! A browser with its cookies, one request at a time.
class WebBrowser {
public:
    WebBrowser();

    struct Answer {
        int status = 0; //!< 0: nobody answered
        QUrl redirect;  //!< where it sends the browser
        QByteArray body;
    };
    Answer open(const QUrl &url);

private:
    QNetworkAccessManager m_network;
};

} // namespace test
