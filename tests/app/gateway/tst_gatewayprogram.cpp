#include "tests/app/gateway/gatewayclient.h"
#include "tests/app/gateway/gatewayprogram.h"
#include "tests/support/oidc/realissuer.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;

//! The program itself, run as an administrator runs it.
class GatewayProgramTest : public QObject {
    Q_OBJECT

    const QByteArray m_password = "a long enough password\n";
    std::unique_ptr<QTemporaryDir> m_folder;

    QString file() const { return m_folder->filePath(u"keys.sqlite"_s); }
    QString database() const { return u"sqlite:"_s + file(); }

    void change(const QString &statement) const
    {
        {
            auto connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"change"_s);
            connection.setDatabaseName(file());
            QVERIFY(connection.open());
            QSqlQuery query(connection);
            QVERIFY(query.exec(statement));
        }
        QSqlDatabase::removeDatabase(u"change"_s);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(QFile::exists(qEnvironmentVariable("KEYSTEWARD_GATEWAY")), "KEYSTEWARD_GATEWAY names no program");
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void samplesFillAnEmptyDatabaseOnce()
    {
        const auto first = test::runGateway({u"demo"_s, u"--database"_s, database()}, m_password);
        QCOMPARE(first.error, QString());
        QCOMPARE(first.code, 0);
        QVERIFY2(first.out.contains(u"owner@northwind.example"_s), qPrintable(first.out));
        const auto again = test::runGateway({u"demo"_s, u"--database"_s, database()}, m_password);
        QCOMPARE(again.code, 1);
        QVERIFY2(again.error.contains(u"has people already"_s), qPrintable(again.error));

        const auto checked = test::runGateway({u"check"_s, u"--database"_s, database()});
        QCOMPARE(checked.code, 0);
        QVERIFY2(checked.out.contains(u"integrity: ok"_s), qPrintable(checked.out));
        QVERIFY2(checked.out.contains(u"organizations: 5"_s), qPrintable(checked.out));
        QVERIFY2(checked.out.contains(u"keys: 45"_s), qPrintable(checked.out));
    }

    void countsThatDoNotAgreeAreSaid()
    {
        QCOMPARE(test::runGateway({u"demo"_s, u"--events"_s, u"500"_s, u"--database"_s, database()}, m_password).code,
                 0);
        change(
            u"UPDATE hourly_counts SET ok = ok + 1 WHERE key = 0 AND hour = (SELECT MAX(hour) FROM hourly_counts)"_s);
        const auto more = test::runGateway({u"check"_s, u"--database"_s, database()});
        QCOMPARE(more.code, 1);
        QVERIFY2(more.error.contains(u"are not those of its keys"_s), qPrintable(more.error));
        change(u"DELETE FROM hourly_counts"_s);
        const auto fewer = test::runGateway({u"check"_s, u"--database"_s, database()});
        QCOMPARE(fewer.code, 1);
        QVERIFY2(fewer.error.contains(u"events of 0 calls"_s), qPrintable(fewer.error));
    }

    void whatItWritesIsForItsOwnerOnly()
    {
        QCOMPARE(test::runGateway({u"demo"_s, u"--database"_s, database()}, m_password).code, 0);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const auto &name : QDir(m_folder->path()).entryList(QDir::Files))
            QVERIFY2(!(QFile::permissions(m_folder->filePath(name)) & others), qPrintable(name));
        QVERIFY(QFile::exists(file() + u".pepper"_s));
    }

    void peopleAreAddedByTheirEmail()
    {
        const QStringList add{u"user"_s,       u"add"_s,  u"ann@example.org"_s, u"--name"_s, u"Ann"_s,
                              u"--database"_s, database()};
        QCOMPARE(test::runGateway(add, m_password).code, 0);
        const auto twice = test::runGateway(add, m_password);
        QCOMPARE(twice.code, 1);
        QVERIFY(twice.error.contains(u"belongs to somebody"_s));
        const auto weak =
            test::runGateway({u"user"_s, u"add"_s, u"bob@example.org"_s, u"--database"_s, database()}, "short\n");
        QCOMPARE(weak.code, 1);
        QVERIFY(weak.error.contains(u"password"_s));
        QCOMPARE(test::runGateway({u"user"_s, u"password"_s, u"ann@example.org"_s, u"--database"_s, database()},
                                  "another long password\n")
                     .code,
                 0);
        QCOMPARE(
            test::runGateway({u"user"_s, u"password"_s, u"eve@example.org"_s, u"--database"_s, database()}, m_password)
                .code,
            1);
        const auto made =
            test::runGateway({u"organization"_s, u"add"_s, u"Example"_s, u"--owner"_s, u"ann@example.org"_s,
                              u"--profile"_s, u"wati"_s, u"--database"_s, database()});
        QCOMPARE(made.error, QString());
        QCOMPARE(made.code, 0);
    }

    void aSignalEndsItWell_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }

    void aSignalEndsItWell()
    {
        QFETCH(int, signal);
        const auto [process, address] = test::serveGateway(file());
        QVERIFY2(!address.isEmpty(), process->readAllStandardError().constData());
        ::kill(static_cast<pid_t>(process->processId()), signal);
        QVERIFY(process->waitForFinished(5000));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 0);
    }

    void onlyOneServesADatabase()
    {
        const auto [process, address] = test::serveGateway(file());
        QVERIFY(!address.isEmpty());
        const auto second =
            test::runGateway({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--database"_s, database()});
        QCOMPARE(second.code, 1);
        QVERIFY2(second.error.contains(u"another gateway is running"_s), qPrintable(second.error));
        process->terminate();
        QVERIFY(process->waitForFinished(5000));
    }

    void plainHttpStaysOnThisComputer()
    {
        const auto refused = test::runGateway({u"serve"_s, u"--listen"_s, u"0.0.0.0:0"_s, u"--database"_s, database()});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.error.contains(u"TLS certificate"_s), qPrintable(refused.error));
        QVERIFY2(refused.error.contains(u"a proxy with TLS"_s), qPrintable(refused.error));
    }

    void itAsksTheProviderThatItWasTold()
    {
        const test::RealIssuer issuer({u"--client-secret"_s, u"a secret of ours"_s});
        QFile secret(m_folder->filePath(u"secret"_s));
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("a secret of ours\n") > 0);
        secret.close();
        const auto [process, address] = test::serveGateway(
            file(), {u"--oidc-issuer"_s, issuer.address(), u"--oidc-client-id"_s, u"keysteward"_s,
                     u"--oidc-client-secret-file"_s, secret.fileName(), u"--oidc-name"_s, u"Example"_s});
        QVERIFY2(!address.isEmpty(), process->readAllStandardError().constData());
        const auto facts = test::ask(address, {"GET", "/api/v1/server"}, QDeadlineTimer(10000));
        QCOMPARE(facts.body[u"browser_provider"].toString(), u"Example"_s);
        const auto begun = test::ask(address,
                                     {"GET", "/api/v1/sign-in/browser?redirect_uri=http://127.0.0.1:51234/x&state=s"
                                             "&code_challenge_method=S256&code_challenge=" +
                                                 QByteArray(43, 'a')},
                                     QDeadlineTimer(10000));
        QCOMPARE(begun.status, 302);
        process->terminate();
        QVERIFY(process->waitForFinished(5000));
        QCOMPARE(process->exitCode(), 0);
        QCOMPARE(process->readAllStandardError(), QByteArray());
    }

    void aProviderThatCannotBeUsedIsSaid_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<QString>("secretFile");
        QTest::addColumn<QString>("says");
        QTest::newRow("plain http") << u"http://id.example"_s << QString() << u"must be an https address"_s;
        QTest::newRow("a question in it") << u"https://id.example/?x"_s << QString() << u"must be an https address"_s;
        QTest::newRow("no secret there") << u"https://id.example"_s << u"nowhere"_s << u"cannot be read"_s;
        QTest::newRow("an empty secret") << u"https://id.example"_s << u"/dev/null"_s << u"is empty"_s;
    }

    void aProviderThatCannotBeUsedIsSaid()
    {
        QFETCH(QString, issuer);
        QFETCH(QString, secretFile);
        QFETCH(QString, says);
        const auto outcome = test::runGateway({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--database"_s, database(),
                                               u"--oidc-issuer"_s, issuer, u"--oidc-client-id"_s, u"keysteward"_s,
                                               u"--oidc-client-secret-file"_s, secretFile});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.error.contains(says), qPrintable(outcome.error));
    }

    void aDatabaseThatCannotServeIsNamedAndLeftAlone_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("says");
        QTest::newRow("damaged") << u"damaged"_s << u"damaged"_s;
        QTest::newRow("no database") << u"text"_s << u"not a database"_s;
        QTest::newRow("newer") << u"newer"_s << u"newer Keysteward"_s;
        QTest::newRow("read-only") << u"read-only"_s << u"cannot be written"_s;
        QTest::newRow("no folder") << u"no folder"_s << u"no folder"_s;
        QTest::newRow("pepper gone") << u"pepper gone"_s << u"pepper"_s;
    }

    void aDatabaseThatCannotServeIsNamedAndLeftAlone()
    {
        QFETCH(QString, fault);
        QFETCH(QString, says);
        auto where = file();
        if (fault == u"no folder")
            where = m_folder->filePath(u"nowhere/keys.sqlite"_s);
        else
            spoil(fault);
        if (QTest::currentTestFailed())
            return;
        const auto before = bytes();
        const auto outcome =
            test::runGateway({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--database"_s, u"sqlite:"_s + where});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.error.contains(says), qPrintable(outcome.error));
        QCOMPARE(bytes(), before);
    }

private:
    QByteArray bytes() const
    {
        QFile handle(file());
        return handle.open(QIODevice::ReadOnly) ? handle.readAll() : QByteArray();
    }

    void spoil(const QString &fault)
    {
        QCOMPARE(test::runGateway({u"demo"_s, u"--database"_s, database()}, m_password).code, 0);
        QFile handle(file());
        if (fault == u"newer") {
            change(u"PRAGMA user_version = 9999"_s);
        } else if (fault == u"read-only") {
            QVERIFY(handle.setPermissions(QFile::ReadOwner));
        } else if (fault == u"pepper gone") {
            QVERIFY(QFile::remove(file() + u".pepper"_s));
        } else {
            QVERIFY(handle.open(QIODevice::ReadWrite));
            if (fault == u"text") {
                QVERIFY(handle.resize(0));
                handle.write(QByteArray("this is a letter and not a database\n").repeated(200));
            } else {
                handle.seek(8 * 4096);
                handle.write(QByteArray(16 * 4096, '\xA5'));
            }
        }
    }
};

QTEST_GUILESS_MAIN(GatewayProgramTest)
#include "tst_gatewayprogram.moc"
