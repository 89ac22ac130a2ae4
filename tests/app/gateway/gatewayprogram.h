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

//! The program that serves a database on a free port.
struct ServingGateway {
    std::unique_ptr<QProcess> process;
    QUrl address; //!< empty: it did not start to serve
};
ServingGateway serveGateway(const QString &databaseFile);

} // namespace test
