#pragma once

#include "core/base/secret.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QStringList>
#include <QUrl>

namespace test {

inline const QString olivia = QStringLiteral("olivia@example.com"); //!< owns Acme Support, is an admin of Beta Sales
inline const QString mark = QStringLiteral("mark@example.com");     //!< a member of the one, owns the other
inline const QString tess = QStringLiteral("tess@example.com");     //!< has a second factor, owns Twice Sure

//! A better-auth server in a process of its own, with Olivia, Mark and Tess.
class RealBetterAuth {
public:
    //! \a version: a folder beside this file. \a options: those of server.mjs.
    explicit RealBetterAuth(const QString &version, const QStringList &options = {});
    ~RealBetterAuth();
    RealBetterAuth(const RealBetterAuth &) = delete;
    RealBetterAuth &operator=(const RealBetterAuth &) = delete;

    //! Invalid: it did not start.
    QUrl address() const;
    core::Secret passwordOf(const QString &person) const;
    QString idOf(const QString &person) const;
    core::Secret backupCodeOf(const QString &person, int number) const;
    //! \a slug: "acme", "beta", "twice".
    QString organization(const QString &slug) const;

    //! Does what stands under /test/ in server.mjs.
    QJsonObject tell(const QString &deed, const QJsonObject &what = {});
    //! The status with which the gateway's calls answer to a key.
    int use(const core::Secret &key, const QString &call = QStringLiteral("oauth-apps"));

private:
    QJsonObject person(const QString &email) const;

    QProcess m_process;
    QJsonObject m_facts;
    QNetworkAccessManager m_network;
};

} // namespace test
