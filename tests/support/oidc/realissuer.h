#pragma once

#include <QNetworkAccessManager>
#include <QProcess>
#include <QStringList>
#include <QUrl>

namespace test {

//! A certified OpenID provider in a process of its own, and a person at its pages.
class RealIssuer {
public:
    //! \a options: those of issuer.mjs.
    explicit RealIssuer(const QStringList &options = {});
    ~RealIssuer();
    RealIssuer(const RealIssuer &) = delete;
    RealIssuer &operator=(const RealIssuer &) = delete;

    //! `http://127.0.0.1:PORT`; empty: it did not start.
    QString address() const { return m_address; }

    //! Signs in as \a email, in a browser that nobody used yet, and agrees. Where the issuer sends the browser in the
    //! end; empty: it did not.
    QUrl signIn(const QUrl &authorization, const QString &email);
    //! Likewise for somebody who cancels.
    QUrl cancel(const QUrl &authorization);

private:
    struct Page {
        QUrl url;
        QByteArray body; //!< empty: \a url is no page of the issuer's
    };
    Page openAnew(const QUrl &url);
    Page submit(const Page &page, const QString &email);
    Page load(QUrl url, const QByteArray *form);

    QProcess m_process;
    QString m_address;
    QNetworkAccessManager m_network; //!< the browser
};

} // namespace test
