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

bool addOwnedOrganization(const QString &databaseFile, const QString &email, const QByteArray &password,
                          const QString &organization)
{
    const auto database = u"sqlite:"_s + databaseFile;
    auto outcome = runGateway({u"user"_s, u"add"_s, email, u"--database"_s, database}, password + '\n');
    if (outcome.code == 0)
        outcome = runGateway({u"organization"_s, u"add"_s, organization, u"--owner"_s, email, u"--profile"_s,
                              u"generic"_s, u"--database"_s, database});
    if (outcome.code != 0)
        qInfo("%s", qPrintable(outcome.error));
    return outcome.code == 0;
}

ServingGateway serveGateway(const QString &databaseFile, const QStringList &moreOptions, quint16 port)
{
    ServingGateway serving{std::make_unique<QProcess>(), {}};
    auto &process = *serving.process;
    process.start(program(), QStringList{u"serve"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(port), u"--database"_s,
                                         u"sqlite:"_s + databaseFile} +
                                 moreOptions);
    while (!process.canReadLine() && process.waitForReadyRead(patience)) {
    }
    const auto line = QString::fromUtf8(process.readLine()).trimmed();
    static const QRegularExpression form(u"^listening on (http://127\\.0\\.0\\.1:\\d+)$"_s);
    serving.address = QUrl(form.match(line).captured(1));
    return serving;
}

} // namespace test
