#include "app/desktop/options.h"

#include <QCommandLineParser>
#include <QDir>
#include <QStandardPaths>
#include <cstdio>

using namespace Qt::StringLiterals;

static constexpr char usage[] = R"(Usage: keysteward [options]
The keys of your organizations, in one place.

  --demo                  start the gateway of this computer with sample organizations and sign in
  --data-dir DIR          keep settings, cache and local gateway in DIR
  --gateway-program FILE  the keysteward-gateway to start
  --version               say the version
  --help                  say this
)";

//! Before there is an application object: help and version need no display.
std::optional<Options> Options::read(const QStringList &arguments, int &exitCode)
{
    const QCommandLineOption demo(u"demo"_s), help(u"help"_s), version(u"version"_s);
    const QCommandLineOption dataFolder(u"data-dir"_s, {}, u"DIR"_s), program(u"gateway-program"_s, {}, u"FILE"_s);
    QCommandLineParser parser;
    parser.addOptions({demo, dataFolder, program, help, version});
    exitCode = 0;
    if (!parser.parse(arguments) || !parser.positionalArguments().isEmpty()) {
        const QString mistake = parser.errorText().isEmpty() ? u"Unexpected argument"_s : parser.errorText();
        std::fprintf(stderr, "%s\n%s", qPrintable(mistake), usage);
        exitCode = 2;
        return {};
    }
    if (parser.isSet(help)) {
        std::fputs(usage, stdout);
        return {};
    }
    if (parser.isSet(version)) {
        std::puts("Keysteward " KEYSTEWARD_VERSION);
        return {};
    }
    Options options;
    options.demo = parser.isSet(demo);
    options.gatewayProgram = parser.value(program);
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/keysteward"_s;
    options.dataFolder = QDir(parser.isSet(dataFolder) ? parser.value(dataFolder) : usual).absolutePath();
    return options;
}
