#pragma once

#include "tests/app/gateway/gatewayclient.h"
#include "tests/app/gateway/gatewayprogram.h"

#include <QTemporaryDir>

namespace test {

//! The gateway's program over a database of its own with one organization, whose owner is signed in.
class ServedOrganization {
public:
    static constexpr int patience = 20000;

    //! Fills the database, starts and signs in. False says why in the test's output.
    bool begin();
    //! Where it listened before, if it did.
    bool start();
    void signalProgram(int signal) const;
    //! As after a fault that nobody prepared for.
    bool kill();
    //! In good form.
    bool stop();

    QUrl address() const { return m_gateway.address; }
    QString email() const { return QStringLiteral("ann@example.org"); }
    QByteArray password() const { return "a long enough password"; }
    QString id() const { return m_id; }
    QByteArray session() const { return m_session; }

    //! With the owner's session where \a credential is empty.
    Answer ask(const QByteArray &method, const QByteArray &path, const QJsonObject &body = {},
               const QByteArray &credential = {}) const;
    //! What the gateway answers: the key, and its secret.
    QJsonObject createKey(const QString &name) const;
    //! A data-plane call with \a secret, so many times. False where one was not answered by 200.
    bool call(const QByteArray &secret, int times) const;
    //! The ids of the organization's events, oldest first; with \a filter, part of a query such as "&kind=request".
    QStringList storedEvents(const QByteArray &filter = {}) const;

private:
    QTemporaryDir m_folder;
    ServingGateway m_gateway;
    QByteArray m_session;
    QString m_id;
};

} // namespace test
