#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/domain/organization.h"
#include "core/gateway/api/gateway.h"

#include <QMap>
#include <QTemporaryDir>
#include <atomic>
#include <optional>

namespace test {

//! The system's clock, put forward by what a test says; the gateway's threads read it, too.
class ShiftedClock final : public core::Clock {
public:
    QDateTime now() const override { return QDateTime::currentDateTimeUtc().addSecs(m_seconds); }
    void advance(std::chrono::seconds by) { m_seconds += by.count(); }

private:
    std::atomic<qint64> m_seconds{0};
};

//! The real gateway, in this process and on a free port, with one person who owns one organization.
class LiveGateway {
public:
    explicit LiveGateway(const QString &organization = QStringLiteral("Northwind"));

    //! From the next start on people may also sign in by browser at this OpenID provider.
    void offerBrowser(const QString &issuer, const QString &name = {})
    {
        m_openId = {issuer, QStringLiteral("keysteward"), {}, name};
    }
    //! Starts, or starts again, where it listened before. False says why in the test's output.
    bool start();
    void stop();
    QUrl address() const { return m_address; }
    QString email() const { return QStringLiteral("amara@northwind.example"); }
    core::Secret password() const { return m_password; }
    QString organizationId() const { return m_organizationId; }
    ShiftedClock &clock() { return m_clock; }
    //! A second person, owner of nothing; with a role in the organization where one is given.
    bool addPerson(const QString &email, const core::Secret &password, std::optional<core::Role> role = {});
    //! How many requests with a key are in its database, by the half hour that they came in.
    QMap<QDateTime, qint64> requestsByHalfHour(const QString &keyId) const;
    //! Puts the clock forward to the beginning of the next half hour.
    void awaitHalfHour();

private:
    bool fill();
    QString databaseFile() const { return m_folder.filePath(QStringLiteral("gateway.sqlite")); }

    const QString m_organization;
    QTemporaryDir m_folder;
    ShiftedClock m_clock;
    core::Secret m_password;
    QString m_organizationId;
    QUrl m_address;
    gateway::OpenIdOptions m_openId;
    std::unique_ptr<gateway::Gateway> m_gateway;
};

} // namespace test
