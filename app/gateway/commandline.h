#pragma once

#include "core/base/result.h"
#include "core/gateway/api/gateway.h"

#include <QProcessEnvironment>
#include <QStringList>
#include <QUrl>
#include <chrono>

//! What the gateway program was asked to do, from its arguments and environment.
struct CommandLine {
    enum class Command { Help, Version, Serve, Demo, LiveDemo, UserAdd, UserPassword, OrganizationAdd, Check };

    Command command = Command::Help;
    gateway::Options options; //!< the database for every command; the rest for Serve
    bool jsonLog = false;
    QString email;                       //!< UserAdd, UserPassword, LiveDemo
    QString name;                        //!< of the person or the organization; LiveDemo: empty for the first that fits
    QString owner;                       //!< OrganizationAdd: an email
    QString profile;                     //!< OrganizationAdd
    qint64 events = 0;                   //!< Demo
    quint64 seed = 0;                    //!< Demo
    QUrl gateway{};                      //!< LiveDemo
    std::chrono::seconds switchEvery{0}; //!< LiveDemo: between two callers that go over to a new key
};

//! \a arguments without the program's name. Every option `--some-thing` may also come as KEYSTEWARD_SOME_THING; the
//! argument wins. Kind::Validation with words for a person.
core::Result<CommandLine> parseCommandLine(const QStringList &arguments, const QProcessEnvironment &environment);

//! What `--help` prints.
QString usage();
