#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

//! One program for one data folder: a second one asks the first to come to the front, and ends.
class OnlyOne : public QObject {
    Q_OBJECT

public:
    explicit OnlyOne(const QString &dataFolder, QObject *parent = nullptr);

    bool isFirst();
    //! The first: hears the others from now on.
    void listen();
    //! A second one: `finished` comes when the first has heard, or cannot.
    void raiseFirst();

Q_SIGNALS:
    void raiseAsked();
    void finished(bool heard);

private:
    QString m_socket;
    QLockFile m_lock;
    QLocalServer m_server;
};
