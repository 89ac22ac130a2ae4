#include "app/gateway/commandline.h"
#include "tests/support/check.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using Command = CommandLine::Command;

class CommandLineTest : public QObject {
    Q_OBJECT

    static core::Result<CommandLine> parse(const QString &words, const QProcessEnvironment &environment = {})
    {
        return parseCommandLine(words.split(u' ', Qt::SkipEmptyParts), environment);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aNameMayLookLikeAnOption()
    {
        const auto line =
            parse(u"organization add --owner a@b.example --profile generic --database sqlite:k.db -- --help"_s);
        QVERIFY_RESULT(line);
        QCOMPARE(line->command, Command::OrganizationAdd);
        QCOMPARE(line->name, u"--help"_s);
    }

    void servingHasSoundDefaults()
    {
        const auto line = parse(u"serve --database sqlite:keys.db"_s);
        QVERIFY_RESULT(line);
        QCOMPARE(line->command, Command::Serve);
        QCOMPARE(line->options.databaseFile, u"keys.db"_s);
        QCOMPARE(line->options.listenAddress, u"127.0.0.1"_s);
        QCOMPARE(line->options.port, quint16(8470));
        QVERIFY(line->options.eventDetail);
        QCOMPARE(line->options.keepEventDays, 90);
        QVERIFY(!line->options.sampleRoutes);
    }

    void everyOptionOfServingIsRead()
    {
        const auto line =
            parse(u"serve --database=sqlite:/x/keys.db --listen [::1]:0 --host a.example,b.example --io-threads 4 "
                  "--sample-routes --no-event-detail --tls-cert c.pem --tls-key k.pem --log json --pepper-file p "
                  "--metrics-listen 10.0.0.5:9470 --oidc-issuer https://id.example --oidc-client-id keys "
                  "--oidc-client-secret-file s --oidc-name Example "
                  "--keep-events 30"_s);
        QVERIFY_RESULT(line);
        QCOMPARE(line->options.keepEventDays, 30);
        QCOMPARE(line->options.listenAddress, u"::1"_s);
        QCOMPARE(line->options.port, quint16(0));
        QCOMPARE(line->options.hosts, (QStringList{u"a.example"_s, u"b.example"_s}));
        QCOMPARE(line->options.ioThreads, 4U);
        QVERIFY(line->options.sampleRoutes && !line->options.eventDetail && line->jsonLog);
        QCOMPARE(line->options.tlsKeyFile, u"k.pem"_s);
        QCOMPARE(line->options.pepperFile, u"p"_s);
        QCOMPARE(line->options.metricsAddress, u"10.0.0.5"_s);
        QCOMPARE(line->options.metricsPort, quint16(9470));
        QCOMPARE(line->options.openId.issuer, u"https://id.example"_s);
        QCOMPARE(line->options.openId.clientId, u"keys"_s);
        QCOMPARE(line->options.openId.clientSecretFile, u"s"_s);
        QCOMPARE(line->options.openId.name, u"Example"_s);
    }

    void theEnvironmentFillsInAndTheArgumentWins()
    {
        QProcessEnvironment environment;
        environment.insert(u"KEYSTEWARD_DATABASE"_s, u"sqlite:env.db"_s);
        environment.insert(u"KEYSTEWARD_LISTEN"_s, u"127.0.0.1:9000"_s);
        environment.insert(u"KEYSTEWARD_SAMPLE_ROUTES"_s, u"1"_s);
        const auto line = parse(u"serve --listen 127.0.0.1:9001"_s, environment);
        QVERIFY_RESULT(line);
        QCOMPARE(line->options.databaseFile, u"env.db"_s);
        QCOMPARE(line->options.port, quint16(9001));
        QVERIFY(line->options.sampleRoutes);
    }

    void aSampleHasItsEventsAndSeed()
    {
        const auto usual = parse(u"demo --database sqlite:k"_s);
        QVERIFY_RESULT(usual);
        QCOMPARE(usual->events, 20000);
        const auto line = parse(u"demo --database sqlite:k --events 10000000 --seed 42"_s);
        QVERIFY_RESULT(line);
        QCOMPARE(line->events, 10000000);
        QCOMPARE(line->seed, quint64(42));
    }

    void aLiveDemoHasItsGatewayAndPerson()
    {
        const auto line = parse(u"demo --live --gateway https://keys.example:8470 --email a@b.example --organization A "
                                "--switch-every 5"_s);
        QVERIFY_RESULT(line);
        QCOMPARE(line->command, Command::LiveDemo);
        QCOMPARE(line->gateway, QUrl(u"https://keys.example:8470"_s));
        QCOMPARE(line->email, u"a@b.example"_s);
        QCOMPARE(line->name, u"A"_s);
        QCOMPARE(line->switchEvery, std::chrono::seconds(5));
    }

    void peopleAndOrganizationsAreNamed()
    {
        const auto user = parse(u"user add ann@example.org --name Ann --database sqlite:k"_s);
        QVERIFY_RESULT(user);
        QCOMPARE(user->command, Command::UserAdd);
        QCOMPARE(user->email, u"ann@example.org"_s);
        QCOMPARE(user->name, u"Ann"_s);
        const auto unnamed = parse(u"user add ann@example.org --database sqlite:k"_s);
        QVERIFY_RESULT(unnamed);
        QCOMPARE(unnamed->name, u"ann"_s);
        const auto organization =
            parse(u"organization add Example --owner ann@example.org --profile wati --database sqlite:k"_s);
        QVERIFY_RESULT(organization);
        QCOMPARE(organization->name, u"Example"_s);
        QCOMPARE(organization->profile, u"wati"_s);
    }

    void helpAndVersionNeedNoDatabase()
    {
        QCOMPARE(parse(u"--help"_s)->command, Command::Help);
        QCOMPARE(parse(u"serve --help"_s)->command, Command::Help);
        QCOMPARE(parse(u"--version"_s)->command, Command::Version);
    }

    void wrongUseIsSaidInWords_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << QString() << u"what shall it do"_s;
        QTest::newRow("no command") << u"fly --database sqlite:k"_s << u"no command"_s;
        QTest::newRow("no database") << u"serve"_s << u"--database"_s;
        QTest::newRow("another database") << u"serve --database mysql:k"_s << u"sqlite:FILE"_s;
        QTest::newRow("postgresql") << u"serve --database postgresql://h/d"_s << u"SQLite only"_s;
        QTest::newRow("unknown option") << u"serve --database sqlite:k --fast"_s << u"no option --fast"_s;
        QTest::newRow("value missing") << u"serve --database"_s << u"wants a value"_s;
        QTest::newRow("value too many") << u"serve --database sqlite:k --sample-routes=1"_s << u"takes no value"_s;
        QTest::newRow("listen without port") << u"serve --database sqlite:k --listen 127.0.0.1"_s << u"--listen"_s;
        QTest::newRow("metrics without port")
            << u"serve --database sqlite:k --metrics-listen 10.0.0.5"_s << u"--metrics-listen"_s;
        QTest::newRow("port too large") << u"serve --database sqlite:k --listen 127.0.0.1:70000"_s << u"--listen"_s;
        QTest::newRow("half a TLS") << u"serve --database sqlite:k --tls-cert c"_s << u"go together"_s;
        QTest::newRow("issuer without client")
            << u"serve --database sqlite:k --oidc-issuer https://id.example"_s << u"go together"_s;
        QTest::newRow("client without issuer")
            << u"serve --database sqlite:k --oidc-client-id keys"_s << u"go together"_s;
        QTest::newRow("provider's name without issuer")
            << u"serve --database sqlite:k --oidc-name Google"_s << u"want --oidc-issuer"_s;
        QTest::newRow("threads") << u"serve --database sqlite:k --io-threads 0"_s << u"1 to 64"_s;
        QTest::newRow("days") << u"serve --database sqlite:k --keep-events 0"_s << u"1 to 3650"_s;
        QTest::newRow("option of another command")
            << u"check --database sqlite:k --listen 1:2"_s << u"not for this command"_s;
        QTest::newRow("email missing") << u"user add --database sqlite:k"_s << u"EMAIL"_s;
        QTest::newRow("word too many") << u"check x --database sqlite:k"_s << u"too many"_s;
        QTest::newRow("owner missing") << u"organization add X --database sqlite:k"_s << u"--owner"_s;
        QTest::newRow("events") << u"demo --database sqlite:k --events -1"_s << u"--events"_s;
        QTest::newRow("live without a gateway") << u"demo --live --email a@b.example"_s << u"--gateway"_s;
        QTest::newRow("live with a database")
            << u"demo --live --gateway http://127.0.0.1:1 --email a@b.example --events 5"_s
            << u"not for this command"_s;
        QTest::newRow("seed") << u"demo --database sqlite:k --seed x"_s << u"--seed"_s;
        QTest::newRow("log form") << u"check --database sqlite:k --log xml"_s << u"text or json"_s;
    }

    void wrongUseIsSaidInWords()
    {
        QFETCH(QString, words);
        QFETCH(QString, says);
        const auto line = parse(words);
        QCOMPARE_ERROR(line, core::Error::Kind::Validation);
        QVERIFY2(line.error().detail.contains(says), qPrintable(line.error().detail));
    }

    void theHelpNamesEveryCommand()
    {
        for (const auto &command :
             {u"serve"_s, u"demo"_s, u"user add"_s, u"user password"_s, u"organization add"_s, u"check"_s})
            QVERIFY(usage().contains(command));
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "tst_commandline.moc"
