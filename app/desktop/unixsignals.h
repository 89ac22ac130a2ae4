#pragma once

#include <QObject>

//! SIGTERM, SIGINT and SIGHUP as a Qt signal, through a pipe to itself: so that the program ends in order, with an
//! empty clipboard.
class UnixSignals : public QObject {
    Q_OBJECT

public:
    explicit UnixSignals(QObject *parent = nullptr);

Q_SIGNALS:
    void asked();
};
