#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/domain/organization.h"
#include "core/gateway/api/gateway.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/people.h"
#include "core/gateway/store/store.h"

#include <QJsonObject>
#include <QMap>
#include <QTemporaryDir>
#include <atomic>
#include <functional>

namespace test {

//! A clock that other threads may read while the test moves it.
class SharedClock final : public core::Clock {
public:
    explicit SharedClock(const QDateTime &start = QDateTime({2026, 11, 20}, {10, 4}, Qt::UTC))
        : m_now(start.toMSecsSinceEpoch())
    {
    }
    QDateTime now() const override { return QDateTime::fromMSecsSinceEpoch(m_now.load(), Qt::UTC); }
    void advance(std::chrono::milliseconds by) { m_now += by.count(); }

private:
    std::atomic<qint64> m_now;
};

struct Reply {
    int status = 0;
    QMap<QByteArray, QByteArray> headers; //!< names lower-case
    QByteArray body;

    QJsonObject json() const;
    QString code() const; //!< of an error
    QJsonObject details() const;
    QByteArray cookie() const; //!< of Set-Cookie: the value
};

using Headers = QList<std::pair<QByteArray, QByteArray>>;

//! A connection to a database beside the gateway's own, for adding people and for looking.
class DatabaseBeside {
public:
    explicit DatabaseBeside(const QString &file);
    gateway::store::Database &operator*() const { return **m_connected; }
    gateway::store::Database *operator->() const { return m_connected->get(); }

private:
    core::Result<std::shared_ptr<gateway::store::Store>> m_store;
    core::Result<std::unique_ptr<gateway::store::Database>> m_connected;
};

//! A gateway of its own in a folder of its own, a person "owner@a.example" who owns organization A, and a client that
//! speaks to it over a real connection.
class RunningGateway {
public:
    static inline const QByteArray password = QByteArrayLiteral("a long password of ours");

    //! \a adjust: the options, before it starts.
    explicit RunningGateway(const std::function<void(gateway::Options &)> &adjust = {});
    ~RunningGateway();

    core::Result<> start();
    void stop() { gateway.stop(); }
    DatabaseBeside database() const { return DatabaseBeside(databaseFile); }
    //! How many events of a kind stand in the database.
    qint64 eventCount(const QString &kind) const;

    QString addUser(const QString &email);
    QString addOrganization(const gateway::store::NewOrganization &organization);
    void addMember(const QString &organization, const QString &email, core::Role role);

    Reply send(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
               const Headers &headers = {});
    //! With `Content-Type: application/json` and the session, if there is one.
    Reply call(const QByteArray &method, const QByteArray &path, const QJsonObject &body, const Headers &headers = {});
    Reply get(const QByteArray &path, const Headers &headers = {}) { return send("GET", path, {}, headers); }
    //! As \a body, with a new Idempotency-Key unless \a key is given.
    Reply change(const QByteArray &path, const QJsonObject &body, const QByteArray &key = newRequestKey());
    //! What code does: with a Bearer credential and no session.
    Reply bearer(const QByteArray &secret, const QByteArray &path, const QByteArray &method = "GET");

    Reply signIn(const QString &email, const QByteArray &with = password);
    static QByteArray newRequestKey();

    //! A key in organization A.
    Reply createKey(const QString &name, const QStringList &scopes = {QStringLiteral("contacts:read")});

    QTemporaryDir folder;
    SharedClock clock;
    QString databaseFile;
    gateway::Gateway gateway;
    QString organization;
    QByteArray session;        //!< the cookie that `send` uses; empty: none
    QList<QByteArray> secrets; //!< every cookie, secret and password that went over the wire

private:
    gateway::Options options(const std::function<void(gateway::Options &)> &adjust) const;
    Reply exchange(const QByteArray &request) const;
};

} // namespace test
