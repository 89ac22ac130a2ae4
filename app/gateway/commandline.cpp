#include "app/gateway/commandline.h"

#include <QHash>
#include <QMap>

using namespace Qt::StringLiterals;
using core::Error, core::Result;

namespace {

using Command = CommandLine::Command;

constexpr qint64 mostSampleEvents = 100'000'000;

struct Option {
    QString name;
    bool takesValue;
    QList<Command> commands; //!< empty: all
};

const QList<Option> &options()
{
    static const QList<Option> all{
        {u"database"_s, true, {}},
        {u"pepper-file"_s, true, {}},
        {u"listen"_s, true, {Command::Serve}},
        {u"metrics-listen"_s, true, {Command::Serve}},
        {u"host"_s, true, {Command::Serve}},
        {u"io-threads"_s, true, {Command::Serve}},
        {u"sample-routes"_s, false, {Command::Serve}},
        {u"no-event-detail"_s, false, {Command::Serve}},
        {u"keep-events"_s, true, {Command::Serve}},
        {u"tls-cert"_s, true, {Command::Serve}},
        {u"tls-key"_s, true, {Command::Serve}},
        {u"behind-proxy"_s, false, {Command::Serve}},
        {u"oidc-issuer"_s, true, {Command::Serve}},
        {u"oidc-client-id"_s, true, {Command::Serve}},
        {u"oidc-client-secret-file"_s, true, {Command::Serve}},
        {u"oidc-name"_s, true, {Command::Serve}},
        {u"log"_s, true, {}},
        {u"name"_s, true, {Command::UserAdd}},
        {u"owner"_s, true, {Command::OrganizationAdd}},
        {u"profile"_s, true, {Command::OrganizationAdd}},
        {u"events"_s, true, {Command::Demo}},
        {u"seed"_s, true, {Command::Demo}},
        {u"live"_s, false, {Command::Demo, Command::LiveDemo}},
        {u"gateway"_s, true, {Command::LiveDemo}},
        {u"email"_s, true, {Command::LiveDemo}},
        {u"organization"_s, true, {Command::LiveDemo}},
        {u"switch-every"_s, true, {Command::LiveDemo}},
    };
    return all;
}

struct Words {
    QStringList plain;
    QMap<QString, QString> options;
};

Error refusal(const QString &words)
{
    return {Error::Kind::Validation, words};
}

const Option *optionNamed(const QString &name)
{
    for (const auto &option : options()) {
        if (option.name == name)
            return &option;
    }
    return nullptr;
}

Result<Words> split(const QStringList &arguments)
{
    Words words;
    bool onlyPlain = false; // behind a lone "--": for names that begin like options
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
        if (onlyPlain || !argument->startsWith(u"--"_s)) {
            words.plain += *argument;
            continue;
        }
        if (argument->size() == 2) {
            onlyPlain = true;
            continue;
        }
        const auto equals = argument->indexOf(u'=');
        const auto name = argument->mid(2, equals < 0 ? -1 : equals - 2);
        const auto *option = optionNamed(name);
        if (!option)
            return refusal(u"there is no option --%1"_s.arg(name));
        if (!option->takesValue && equals >= 0)
            return refusal(u"--%1 takes no value"_s.arg(name));
        if (option->takesValue && equals < 0 && std::next(argument) == arguments.end())
            return refusal(u"--%1 wants a value"_s.arg(name));
        words.options[name] = !option->takesValue ? u"1"_s : equals >= 0 ? argument->mid(equals + 1) : *++argument;
    }
    return words;
}

void addEnvironment(Words &words, Command command, const QProcessEnvironment &environment)
{
    for (const auto &option : options()) {
        const auto variable = u"KEYSTEWARD_"_s + QString(option.name).replace(u'-', u'_').toUpper();
        const bool fits = option.commands.isEmpty() || option.commands.contains(command);
        if (fits && !words.options.contains(option.name) && !environment.value(variable).isEmpty())
            words.options[option.name] = environment.value(variable);
    }
}

Result<Command> commandOf(QStringList &plain)
{
    static const QHash<QString, Command> commands{
        {u"help"_s, Command::Help},
        {u"version"_s, Command::Version},
        {u"serve"_s, Command::Serve},
        {u"demo"_s, Command::Demo},
        {u"check"_s, Command::Check},
        {u"user add"_s, Command::UserAdd},
        {u"user password"_s, Command::UserPassword},
        {u"organization add"_s, Command::OrganizationAdd},
    };
    for (const int length : {1, 2}) {
        const auto found = commands.find(plain.mid(0, length).join(u' '));
        if (plain.size() >= length && found != commands.end()) {
            plain = plain.mid(length);
            return *found;
        }
    }
    return refusal(plain.isEmpty() ? u"what shall it do? See --help"_s
                                   : u"there is no command “%1”"_s.arg(plain.join(u' ')));
}

//! "127.0.0.1:8470", "[::1]:8470".
bool readListen(const QString &text, QString &address, quint16 &port)
{
    const auto colon = text.lastIndexOf(u':');
    bool isNumber = false;
    port = text.mid(colon + 1).toUShort(&isNumber);
    address = text.left(colon);
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.mid(1, address.size() - 2);
    return isNumber && colon > 0 && !address.isEmpty();
}

Result<> readDatabase(const QString &text, gateway::Options &out)
{
    if (text.isEmpty())
        return refusal(u"--database sqlite:FILE is wanted (or KEYSTEWARD_DATABASE)"_s);
    if (text.startsWith(u"postgresql:"_s) || text.startsWith(u"postgres:"_s))
        return refusal(u"this version keeps its data in SQLite only: --database sqlite:FILE"_s);
    if (!text.startsWith(u"sqlite:"_s) || text.size() == 7)
        return refusal(u"--database wants sqlite:FILE, not “%1”"_s.arg(text));
    out.databaseFile = text.mid(7);
    return {};
}

Result<> readOpenId(const QMap<QString, QString> &given, gateway::OpenIdOptions &out)
{
    out.issuer = given.value(u"oidc-issuer"_s);
    out.clientId = given.value(u"oidc-client-id"_s);
    out.clientSecretFile = given.value(u"oidc-client-secret-file"_s);
    out.name = given.value(u"oidc-name"_s);
    if (out.issuer.isEmpty() != out.clientId.isEmpty())
        return refusal(u"--oidc-issuer and --oidc-client-id go together"_s);
    if (out.issuer.isEmpty() && !(out.clientSecretFile.isEmpty() && out.name.isEmpty()))
        return refusal(u"--oidc-client-secret-file and --oidc-name want --oidc-issuer"_s);
    return {};
}

Result<> readServing(const QMap<QString, QString> &given, gateway::Options &out)
{
    if (!readListen(given.value(u"listen"_s, u"127.0.0.1:8470"_s), out.listenAddress, out.port))
        return refusal(u"--listen wants ADDRESS:PORT, for example 127.0.0.1:8470"_s);
    if (given.contains(u"metrics-listen"_s) &&
        !readListen(given.value(u"metrics-listen"_s), out.metricsAddress, out.metricsPort))
        return refusal(u"--metrics-listen wants ADDRESS:PORT, for example 10.0.0.5:9470"_s);
    bool isNumber = false;
    out.ioThreads = given.value(u"io-threads"_s, u"1"_s).toUInt(&isNumber);
    if (!isNumber || out.ioThreads == 0 || out.ioThreads > 64)
        return refusal(u"--io-threads wants a number from 1 to 64"_s);
    out.keepEventDays = given.value(u"keep-events"_s, QString::number(out.keepEventDays)).toInt(&isNumber);
    if (!isNumber || out.keepEventDays < 1 || out.keepEventDays > 3650)
        return refusal(u"--keep-events wants a number of days from 1 to 3650"_s);
    out.hosts = given.value(u"host"_s).split(u',', Qt::SkipEmptyParts);
    out.sampleRoutes = given.contains(u"sample-routes"_s);
    out.eventDetail = !given.contains(u"no-event-detail"_s);
    out.tlsCertificateFile = given.value(u"tls-cert"_s);
    out.tlsKeyFile = given.value(u"tls-key"_s);
    out.behindProxy = given.contains(u"behind-proxy"_s);
    if (out.tlsCertificateFile.isEmpty() != out.tlsKeyFile.isEmpty())
        return refusal(u"--tls-cert and --tls-key go together"_s);
    return readOpenId(given, out.openId);
}

Result<> readSample(const QMap<QString, QString> &given, CommandLine &out)
{
    bool isNumber = false;
    out.events = given.value(u"events"_s, u"20000"_s).toLongLong(&isNumber);
    if (!isNumber || out.events < 0 || out.events > mostSampleEvents)
        return refusal(u"--events wants a number from 0 to %1"_s.arg(mostSampleEvents));
    out.seed = given.value(u"seed"_s, u"1"_s).toULongLong(&isNumber);
    return isNumber ? Result<>() : refusal(u"--seed wants a number"_s);
}

Result<> readLive(const QMap<QString, QString> &given, CommandLine &out)
{
    out.gateway = QUrl(given.value(u"gateway"_s), QUrl::StrictMode);
    out.email = given.value(u"email"_s);
    out.name = given.value(u"organization"_s);
    if (!out.gateway.isValid() || out.gateway.host().isEmpty() || out.email.isEmpty())
        return refusal(u"--gateway URL and --email EMAIL are wanted"_s);
    bool isNumber = false;
    out.switchEvery = std::chrono::seconds(given.value(u"switch-every"_s, u"20"_s).toUInt(&isNumber));
    return isNumber ? Result<>() : refusal(u"--switch-every wants a number of seconds"_s);
}

Result<> readSubject(const Words &words, CommandLine &out)
{
    const bool wantsOne = out.command == Command::UserAdd || out.command == Command::UserPassword ||
                          out.command == Command::OrganizationAdd;
    if (words.plain.size() != (wantsOne ? 1 : 0))
        return refusal(wantsOne
                           ? u"one %1 is wanted"_s.arg(out.command == Command::OrganizationAdd ? u"NAME"_s : u"EMAIL"_s)
                           : u"“%1” is one word too many"_s.arg(words.plain.value(0)));
    if (out.command == Command::OrganizationAdd) {
        out.name = words.plain.first();
        out.owner = words.options.value(u"owner"_s);
        out.profile = words.options.value(u"profile"_s);
        if (out.owner.isEmpty() || out.profile.isEmpty())
            return refusal(u"--owner EMAIL and --profile ID are wanted"_s);
    } else if (wantsOne) {
        out.email = words.plain.first();
        out.name = words.options.value(u"name"_s, out.email.section(u'@', 0, 0));
    }
    return {};
}

} // namespace

Result<CommandLine> parseCommandLine(const QStringList &arguments, const QProcessEnvironment &environment)
{
    CommandLine out;
    const auto before = arguments.mid(0, arguments.indexOf(u"--"_s)); // all, where there is none
    if (before.contains(u"--help"_s) || before.contains(u"-h"_s))
        return out;
    if (before.contains(u"--version"_s)) {
        out.command = Command::Version;
        return out;
    }
    auto words = split(arguments);
    if (!words)
        return words.error();
    auto given = *words;
    const auto command = commandOf(given.plain);
    if (!command)
        return command.error();
    const bool isLive = *command == Command::Demo && given.options.contains(u"live"_s);
    out.command = isLive ? Command::LiveDemo : *command;
    if (out.command == Command::Help || out.command == Command::Version)
        return out;
    for (auto option = given.options.keyBegin(); option != given.options.keyEnd(); ++option) {
        const auto *known = optionNamed(*option);
        if (known && !known->commands.isEmpty() && !known->commands.contains(out.command))
            return refusal(u"--%1 is not for this command"_s.arg(*option));
    }
    addEnvironment(given, out.command, environment);
    const auto placed = out.command == Command::LiveDemo
                            ? readLive(given.options, out)
                            : readDatabase(given.options.value(u"database"_s), out.options);
    if (!placed)
        return placed.error();
    out.options.pepperFile = given.options.value(u"pepper-file"_s);
    const auto log = given.options.value(u"log"_s, u"text"_s);
    if (log != u"text" && log != u"json")
        return refusal(u"--log wants text or json"_s);
    out.jsonLog = log == u"json";
    if (out.command == Command::Serve) {
        if (const auto read = readServing(given.options, out.options); !read)
            return read.error();
    }
    if (out.command == Command::Demo) {
        if (const auto read = readSample(given.options, out); !read)
            return read.error();
    }
    if (const auto read = readSubject(given, out); !read)
        return read.error();
    return out;
}

QString usage()
{
    return uR"(keysteward-gateway: keeps API keys and checks them on each call.

  keysteward-gateway serve             --database sqlite:FILE [--listen 127.0.0.1:8470] [--host NAME,NAME…] [--io-threads N]
                                       [--tls-cert FILE --tls-key FILE | --behind-proxy] [--sample-routes]
                                       [--no-event-detail] [--keep-events DAYS] [--metrics-listen ADDRESS:PORT]
                                       [--oidc-issuer URL --oidc-client-id ID [--oidc-client-secret-file FILE] [--oidc-name NAME]]
  keysteward-gateway demo              --database sqlite:FILE [--events N] [--seed N]
                                       sample people, organizations, keys in every state, and 90 days of N calls (20000)
  keysteward-gateway demo --live       --gateway URL --email EMAIL [--organization NAME] [--switch-every SECONDS]
                                       callers for a running gateway, with keys of their own; then a new secret a line
  keysteward-gateway user add EMAIL    --database sqlite:FILE [--name NAME]
  keysteward-gateway user password EMAIL  --database sqlite:FILE   a new password; ends the person's sessions
  keysteward-gateway organization add NAME --owner EMAIL --profile ID --database sqlite:FILE
  keysteward-gateway check             --database sqlite:FILE     integrity, schema version, counts; exit code 1 where wrong

  --pepper-file FILE   the secret without which the database makes no working key (default: the database's name and .pepper)
  --metrics-listen A   serves /metrics there, to everybody and without TLS unless --tls-cert is given; else to loopback only
  --keep-events DAYS   how long the activity shows single events (90); what it counts by the hour is kept for two years
  --oidc-issuer URL    people may also sign in by browser at that OpenID provider, who knows this gateway by the client id
  --oidc-name NAME     what people call the provider (default: Google for Google, else the issuer's host)
  --log text|json      what goes to standard error

Passwords are read from standard input. Every option may come from the environment: KEYSTEWARD_DATABASE for --database, and so on.
)"_s;
}
