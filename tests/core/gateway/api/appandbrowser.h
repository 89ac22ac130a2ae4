#pragma once

#include "tests/core/gateway/api/harness.h"

#include <QUrl>

namespace test {

//! A program that signs in by browser, and that browser as far as the gateway sees it.
class AppAndBrowser {
public:
    explicit AppAndBrowser(RunningGateway &gateway) : m_gateway(gateway) {}

    //! What the app opens in the browser; the cookie stays there.
    Reply begin();
    //! Where the gateway sends the browser; its parameters have all that the provider hears.
    QUrl authorization() const { return m_authorization; }
    QString told(const QString &parameter) const;
    //! The browser comes back from the provider.
    Reply comeBack(const QUrl &address);
    //! With \a code from the provider and everything else as it should be.
    Reply comeBackWith(const QString &code, const QString &sender = {});
    //! The app hands the code in.
    Reply redeem(const QString &code) { return redeem(code, verifier); }
    Reply redeem(const QString &code, const QString &proof);

    //! A parameter of the address to which a reply leads.
    static QString carried(const Reply &reply, const QString &parameter);
    //! Whether \a reply leads to this app with an error, and with its state.
    bool isSentBackWith(const QString &error, const Reply &reply) const;

    QString redirectUri = QStringLiteral("http://127.0.0.1:51234/random-path");
    QString state = QStringLiteral("the-app's-state&more=");
    QString verifier = newVerifier();
    QString challengeMethod = QStringLiteral("S256");
    QByteArray cookie; //!< of the sign-in, in the browser

    static QString newVerifier();
    static QString challengeOf(const QString &verifier);

private:
    RunningGateway &m_gateway;
    QUrl m_authorization;
};

} // namespace test
