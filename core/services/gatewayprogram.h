#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"

#include <QFile>
#include <QProcess>

namespace core {

//! A file that the gateway's words go to: private to the user, and never more than twice its bound.
class BoundedLog {
public:
    explicit BoundedLog(QString file) : m_name(std::move(file)) {}

    void append(const QByteArray &text);
    //! The last line that says something: what an error shows.
    QString lastLine() const { return QString::fromUtf8(m_lastLine); }
    void forgetLastLine() { m_lastLine.clear(); }

private:
    bool open();

    QString m_name;
    QFile m_file;
    QByteArray m_lastLine;
};

//! A process that does not outlive the app, not even one that was killed, and that Qt need not wait for at the end.
class GatewayProcess : public QProcess {
    Q_OBJECT

public:
    using QProcess::QProcess;
    ~GatewayProcess() override;

    void begin(const QString &program, const QStringList &arguments);
};

//! Runs a command of the gateway program to its end. A password goes in by standard input. Errors: LocalGateway, with
//! the program's own last line.
Async<> runToEnd(QObject *owner, const QString &program, const QStringList &arguments, const Secret &input,
                 BoundedLog &log);

} // namespace core
