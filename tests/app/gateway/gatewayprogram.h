#pragma once

#include <QProcess>
#include <QStringList>
#include <QUrl>
#include <memory>

namespace test {

struct Outcome {
    int code = -1;
    QString out;
    QString error;
};

//! Runs the gateway's program (named by KEYSTEWARD_GATEWAY) to its end.
Outcome runGateway(const QStringList &arguments, const QByteArray &input = {});

//! A person who owns an organization, in a database that is made where there is none yet. False says why in the test's
//! output.
bool addOwnedOrganization(const QString &databaseFile, const QString &email, const QByteArray &password,
                          const QString &organization);

//! The program that serves a database.
struct ServingGateway {
    std::unique_ptr<QProcess> process;
    QUrl address; //!< empty: it did not start to serve
};
//! On \a port of loopback; 0: on a free one.
ServingGateway serveGateway(const QString &databaseFile, const QStringList &moreOptions = {}, quint16 port = 0);

} // namespace test
