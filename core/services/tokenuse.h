#pragma once

#include "core/base/async.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <chrono>

namespace core {

class Clock;
class Directory;
class Sessions;

//! A personal token that programs still come with: each of them may do all that its person may, everywhere.
struct UsedToken {
    QString accountId;
    QString server; //!< the host name of the account's server
    QDateTime usedAt;
};

//! Whether the personal tokens of the people who are signed in are in use.
class TokenUse : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::days recent{30}; //!< a token that was used so lately is in use

    TokenUse(Sessions &sessions, const Directory &directory, const Clock &clock, QObject *parent = nullptr);

    //! Of the account of \a organization, or of all with everyOrganization; as it was told last.
    QList<UsedToken> inUse(qint64 organization) const;
    //! What was asked a few minutes ago is not asked again. `changed` follows where something is new.
    void ask(qint64 organization);
    //! Who comes with it is refused from then on.
    Async<> end(const QString &accountId);

Q_SIGNALS:
    void changed();

private:
    struct Known {
        QDateTime usedAt;
        QDateTime asOf;
    };

    QStringList accountsOf(qint64 organization) const;
    void learn(const QString &accountId, const QDateTime &usedAt);

    Sessions &m_sessions;
    const Directory &m_directory;
    const Clock &m_clock;
    QHash<QString, Known> m_known; //!< by the account
};

} // namespace core
