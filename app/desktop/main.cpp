#include "app/desktop/desktopapp.h"
#include "app/desktop/onlyone.h"
#include "app/desktop/unixsignals.h"
#include "core/base/crypto.h"
#include "core/base/log.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

//! No core file, no reading of the memory by other programs of the same person, no file that others can read.
static void closeToOthers()
{
    ::umask(077);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#ifdef NDEBUG
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

static QStringList argumentsOf(int count, char **values)
{
    QStringList arguments;
    for (int i = 0; i < count; ++i)
        arguments.append(QFile::decodeName(values[i]));
    return arguments;
}

static int fail(const QString &why)
{
    std::fprintf(stderr, "keysteward: %s\n", qPrintable(core::redacted(why)));
    return 1;
}

int main(int argc, char **argv)
{
    closeToOthers();
    core::installLog();
    int exitCode = 0;
    const auto options = Options::read(argumentsOf(argc, argv), exitCode);
    if (!options)
        return exitCode;
    if (!crypto::initialize())
        return fail(u"libsodium does not work on this machine"_s);

    QCoreApplication::setApplicationName(u"Keysteward"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(KEYSTEWARD_VERSION));
    QGuiApplication::setDesktopFileName(u"io.keysteward.Keysteward"_s);
    QApplication app(argc, argv);

    if (!QDir().mkpath(options->dataFolder))
        return fail(u"the data folder %1 cannot be made"_s.arg(options->dataFolder));
    OnlyOne onlyOne(options->dataFolder);
    if (!onlyOne.isFirst()) {
        QObject::connect(&onlyOne, &OnlyOne::finished, &app, [](bool heard) { QCoreApplication::exit(heard ? 0 : 1); });
        onlyOne.raiseFirst();
        return QApplication::exec();
    }
    UnixSignals signals_;
    // Not quit(): it would ask an open reveal, which refuses to be closed by accident.
    QObject::connect(&signals_, &UnixSignals::asked, &app, [] { QCoreApplication::exit(0); });

    DesktopApp desktop(app, *options, onlyOne);
    if (const auto started = desktop.start(); !started)
        return fail(started.error().detail);
    return QApplication::exec();
}
