#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"

#include <QObject>
#include <QUrl>

namespace core {

//! How to sign in to the gateway of this computer.
struct LocalSignIn {
    QUrl gateway;
    QString email;
    Secret password;
};

//! The gateway program as a child of the app: a free loopback port, an SQLite file in the app's data folder. It ends
//! with the app. Error kind: LocalGateway.
class LocalGateway : public QObject {
    Q_OBJECT

public:
    enum class Content { Empty, SampleOrganizations };
    enum class State { Stopped, Starting, Running };

    //! \a program: keysteward-gateway; \a folder: where its database and pepper live (made 0700).
    LocalGateway(QString program, QString folder, QObject *parent = nullptr);
    ~LocalGateway() override;

    State state() const;
    QUrl address() const; //!< while it runs
    //! Whether a database exists from an earlier start.
    bool exists() const;
    //! Makes the database with \a content unless it exists, starts the program, and hands out a sign-in for its owner:
    //! a password made now, set by the program's own command line, kept nowhere.
    //! \a organization: what an empty one calls its only organization (see keyrules::judgeName).
    Async<LocalSignIn> start(Content content, const QString &organization = {});
    //! Starts it on the existing database, on the same port where that is free; sessions in the database go on.
    Async<QUrl> resume();
    //! A fresh sign-in for the owner, for when the session has ended.
    Async<LocalSignIn> newSignIn();
    //! Asks the program to finish. It is gone when the state says Stopped.
    void stop();

Q_SIGNALS:
    void stateChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace core
