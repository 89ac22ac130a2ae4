#include "tests/app/gateway/gatewayprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace test {

namespace {

constexpr int patience = 20000;

QString program()
{
    return qEnvironmentVariable("KEYSTEWARD_GATEWAY");
}

} // namespace

Outcome runGateway(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.start(program(), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(patience))
        process.kill();
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

ServingGateway serveGateway(const QString &databaseFile)
{
    ServingGateway serving{std::make_unique<QProcess>(), {}};
    auto &process = *serving.process;
    process.start(program(),
                  {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--database"_s, u"sqlite:"_s + databaseFile});
    while (!process.canReadLine() && process.waitForReadyRead(patience)) {
    }
    const auto line = QString::fromUtf8(process.readLine()).trimmed();
    static const QRegularExpression form(u"^listening on (http://127\\.0\\.0\\.1:\\d+)$"_s);
    serving.address = QUrl(form.match(line).captured(1));
    return serving;
}

} // namespace test
