#pragma once

#include <QString>
#include <QStringList>
#include <optional>

//! What the command line says.
struct Options {
    bool demo = false;
    QString dataFolder;     //!< never empty
    QString gatewayProgram; //!< empty: beside this program, or in the PATH

    //! Prints what --help, --version or a mistake asks for, and hands out the exit code instead.
    static std::optional<Options> read(const QStringList &arguments, int &exitCode);
};
