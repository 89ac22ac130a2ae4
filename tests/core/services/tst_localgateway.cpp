#include "core/credentials/memorystore.h"
#include "core/services/localgateway.h"
#include "tests/core/services/desk.h"
#include "tests/support/check.h"

#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using core::Error;
using core::LocalGateway;

namespace {

QString program()
{
    return QStringLiteral(KEYSTEWARD_GATEWAY);
}

bool listens(const QUrl &address)
{
    QTcpSocket socket;
    socket.connectToHost(address.host(), static_cast<quint16>(address.port()));
    return QTest::qWaitFor([&] {
               return socket.state() != QAbstractSocket::ConnectingState &&
                      socket.state() != QAbstractSocket::HostLookupState;
           }) &&
           socket.state() == QAbstractSocket::ConnectedState;
}

} // namespace

class LocalGatewayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aFirstStartMakesTheSampleOrganizations();
    void anEmptyOneHasOneOrganization();
    void aResumedOneKeepsItsPortAndItsSessions();
    void itGoesToAnotherPortWhereItsOwnIsTaken();
    void aFreshSignInReplacesThePassword();
    void aMissingProgramIsSaidSo();
    void aDamagedDatabaseIsSaidSoAndLeftAlone();
    void aHalfMadeDatabaseIsMadeAnew();
    void nothingToResumeIsAnError();
    void itIsPrivateAndKeepsNoPassword();
    void stopEndsIt();
    void itEndsWhenItsOwnerGoes();
    void itEndsWhenTheAppIsKilled();

private:
    core::Result<core::LocalSignIn> start(LocalGateway &local,
                                          LocalGateway::Content content = LocalGateway::Content::Empty)
    {
        return test::wait(local.start(content, u"Here"_s), 60000);
    }
    QString folder() const { return m_folder->filePath(u"gateway"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void LocalGatewayTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_folder = std::make_unique<QTemporaryDir>();
}

void LocalGatewayTest::aFirstStartMakesTheSampleOrganizations()
{
    LocalGateway local(program(), folder());
    QSignalSpy changed(&local, &LocalGateway::stateChanged);
    QVERIFY(!local.exists());
    QCOMPARE(local.state(), LocalGateway::State::Stopped);
    const auto operation = local.start(LocalGateway::Content::SampleOrganizations);
    QCOMPARE(local.state(), LocalGateway::State::Starting);
    QCOMPARE_ERROR(start(local), Error::Kind::LocalGateway); // one at a time
    const auto signIn = test::wait(operation, 60000);
    QVERIFY_RESULT(signIn);
    QCOMPARE(local.state(), LocalGateway::State::Running);
    QCOMPARE(changed.size(), 2);
    QVERIFY(local.exists());
    QCOMPARE(signIn->gateway, local.address());
    QCOMPARE(signIn->gateway.host(), u"127.0.0.1"_s);
    QCOMPARE(signIn->email, u"owner@northwind.example"_s);

    core::MemoryStore credentials;
    test::Desk desk(m_folder->path(), credentials);
    const auto account = desk.signIn(signIn->gateway, signIn->email, signIn->password);
    QVERIFY(!account.isEmpty());
    QVERIFY(desk.directory.organizations().size() >= 2);
}

void LocalGatewayTest::anEmptyOneHasOneOrganization()
{
    LocalGateway local(program(), folder());
    const auto signIn = start(local);
    QVERIFY_RESULT(signIn);
    core::MemoryStore credentials;
    test::Desk desk(m_folder->path(), credentials);
    QVERIFY(!desk.signIn(signIn->gateway, signIn->email, signIn->password).isEmpty());
    QCOMPARE(desk.directory.organizations().size(), 1);
    QCOMPARE(desk.directory.organizations().front().organization.role, core::Role::Owner);
}

void LocalGatewayTest::aResumedOneKeepsItsPortAndItsSessions()
{
    core::MemoryStore credentials;
    QUrl address;
    {
        LocalGateway local(program(), folder());
        const auto signIn = start(local);
        QVERIFY_RESULT(signIn);
        address = signIn->gateway;
        test::Desk desk(m_folder->path(), credentials);
        QVERIFY_RESULT(test::wait(desk.sessions.signIn({signIn->gateway, core::BackendKind::Gateway, true},
                                                       signIn->email, signIn->password)));
    }
    // At once: the first one may still be finishing.
    LocalGateway local(program(), folder());
    const auto resumed = test::wait(local.resume());
    QVERIFY_RESULT(resumed);
    QCOMPARE(*resumed, address);
    QCOMPARE(*test::wait(local.resume()), address); // it runs already
    test::Desk desk(m_folder->path(), credentials);
    QVERIFY(desk.resume());
    QCOMPARE(desk.sessions.accounts().size(), 1);
}

void LocalGatewayTest::itGoesToAnotherPortWhereItsOwnIsTaken()
{
    QUrl address;
    {
        LocalGateway local(program(), folder());
        QVERIFY_RESULT(start(local));
        address = local.address();
        local.stop();
        QTRY_COMPARE(local.state(), LocalGateway::State::Stopped);
    }
    QTcpServer squatter;
    QVERIFY(squatter.listen(QHostAddress::LocalHost, static_cast<quint16>(address.port())));
    LocalGateway local(program(), folder());
    const auto resumed = test::wait(local.resume());
    QVERIFY_RESULT(resumed);
    QVERIFY(resumed->port() != address.port());
    QVERIFY(listens(*resumed));
}

void LocalGatewayTest::aFreshSignInReplacesThePassword()
{
    LocalGateway local(program(), folder());
    const auto first = start(local);
    QVERIFY_RESULT(first);
    const auto second = test::wait(local.newSignIn());
    QVERIFY_RESULT(second);
    QCOMPARE(second->gateway, first->gateway);
    QCOMPARE(second->email, first->email);
    core::MemoryStore credentials;
    test::Desk desk(m_folder->path(), credentials);
    QCOMPARE_ERROR(test::wait(desk.sessions.signIn({first->gateway}, first->email, first->password)),
                   Error::Kind::SignInFailed);
    QVERIFY_RESULT(test::wait(desk.sessions.signIn({second->gateway}, second->email, second->password)));
    const auto third = start(local, LocalGateway::Content::SampleOrganizations); // it exists: nothing is made anew
    QVERIFY_RESULT(third);
    QCOMPARE(third->email, first->email);
}

void LocalGatewayTest::aMissingProgramIsSaidSo()
{
    LocalGateway local(u"/nowhere/keysteward-gateway"_s, folder());
    const auto failed = start(local);
    QCOMPARE_ERROR(failed, Error::Kind::LocalGateway);
    QVERIFY(failed.error().detail.contains(u"/nowhere/keysteward-gateway"_s));
    QCOMPARE(local.state(), LocalGateway::State::Stopped);
    QVERIFY(!local.exists());
}

void LocalGatewayTest::aDamagedDatabaseIsSaidSoAndLeftAlone()
{
    {
        LocalGateway local(program(), folder());
        QVERIFY_RESULT(start(local));
        local.stop();
        QTRY_COMPARE(local.state(), LocalGateway::State::Stopped);
    }
    QFile database(folder() + u"/gateway.sqlite"_s);
    QVERIFY(database.open(QIODevice::WriteOnly));
    const QByteArray damaged(
        "this is not a database, and it is longer than the header of one would be: 100 bytes and more");
    database.write(damaged.repeated(4));
    database.close();
    LocalGateway local(program(), folder());
    const auto failed = test::wait(local.resume(), 30000);
    QCOMPARE_ERROR(failed, Error::Kind::LocalGateway);
    QVERIFY(!failed.error().detail.isEmpty());
    QVERIFY(!failed.error().detail.contains(u"listening"_s));
    QCOMPARE(local.state(), LocalGateway::State::Stopped);
    QVERIFY(database.open(QIODevice::ReadOnly));
    QVERIFY(database.readAll().startsWith(damaged));
}

void LocalGatewayTest::aHalfMadeDatabaseIsMadeAnew()
{
    QVERIFY(QDir().mkpath(folder()));
    QFile left(folder() + u"/gateway.sqlite"_s);
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.write("what a start that was cut short left behind");
    left.close();
    LocalGateway local(program(), folder());
    QVERIFY(!local.exists());
    QVERIFY_RESULT(start(local));
}

void LocalGatewayTest::nothingToResumeIsAnError()
{
    LocalGateway local(program(), folder());
    QCOMPARE_ERROR(test::wait(local.resume()), Error::Kind::LocalGateway);
    QCOMPARE_ERROR(test::wait(local.newSignIn()), Error::Kind::LocalGateway);
    QVERIFY(!QFile::exists(folder()));
}

void LocalGatewayTest::itIsPrivateAndKeepsNoPassword()
{
    LocalGateway local(program(), folder());
    const auto signIn = start(local);
    QVERIFY_RESULT(signIn);
    local.stop();
    QTRY_COMPARE(local.state(), LocalGateway::State::Stopped);
    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup |
                        QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
    QVERIFY(!(QFileInfo(folder()).permissions() & others));
    const auto files = QDir(folder()).entryInfoList(QDir::Files);
    QVERIFY(files.size() >= 3);
    for (const auto &info : files) {
        QVERIFY2(!(info.permissions() & others), qPrintable(info.fileName()));
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto password = signIn->password.reveal();
        QVERIFY(!file.readAll().contains(QByteArray(password.data(), qsizetype(password.size()))));
    }
}

void LocalGatewayTest::stopEndsIt()
{
    LocalGateway local(program(), folder());
    const auto signIn = start(local);
    QVERIFY_RESULT(signIn);
    QVERIFY(listens(signIn->gateway));
    local.stop();
    QTRY_COMPARE(local.state(), LocalGateway::State::Stopped);
    QVERIFY(!listens(signIn->gateway));
    QVERIFY(local.address().isEmpty());
}

void LocalGatewayTest::itEndsWhenItsOwnerGoes()
{
    QUrl address;
    {
        LocalGateway local(program(), folder());
        QVERIFY_RESULT(start(local));
        address = local.address();
    }
    QTRY_VERIFY(!listens(address));
}

void LocalGatewayTest::itEndsWhenTheAppIsKilled()
{
    QProcess app;
    app.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, folder()});
    QTRY_VERIFY_WITH_TIMEOUT(app.canReadLine(), 30000);
    const QUrl address(QString::fromLatin1(app.readLine().trimmed()));
    QVERIFY(listens(address));
    app.kill();
    QTRY_COMPARE(app.state(), QProcess::NotRunning);
    QTRY_VERIFY(!listens(address));
}

//! The app, as far as this test needs one: starts a local gateway, says where, and waits to be killed.
static int hold(const QString &folder)
{
    LocalGateway local(program(), folder);
    QObject context;
    core::whenDone(local.start(LocalGateway::Content::Empty, u"Here"_s), &context,
                   [](const core::Result<core::LocalSignIn> &started) {
                       if (!started)
                           return QCoreApplication::exit(1);
                       std::puts(qPrintable(started->gateway.toString()));
                       std::fflush(stdout);
                   });
    return QCoreApplication::exec();
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (app.arguments().value(1) == u"--hold"_s)
        return hold(app.arguments().value(2));
    LocalGatewayTest tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_localgateway.moc"
