#pragma once

#include "core/base/result.h"

#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace core {

//! When the organizations of one account that are on screen are due: one after the other at once, all of them again
//! after a while, sooner when something was heard, and later and later while the account's server cannot be reached.
class SyncRound : public QObject {
    Q_OBJECT

public:
    SyncRound(const QString &accountId, const QList<qint64> &organizations, QObject *parent);

    const QString &accountId() const { return m_accountId; }
    const QList<qint64> &organizations() const { return m_organizations; }
    void start();
    //! The account has its session back, or its network.
    void wake();
    //! Keys of one of them have changed.
    void noteChange();
    //! A pass of one of them, whoever wanted it.
    void began(qint64 organization);
    void ended(qint64 organization, const Result<> &result);
    //! When it is due next; zero while it runs, and while it waits for a session.
    std::chrono::milliseconds pause() const;

Q_SIGNALS:
    void due(qint64 organization);

private:
    void next();
    void rest();

    const QString m_accountId;
    const QList<qint64> m_organizations;
    QList<qint64> m_waiting;
    QSet<qint64> m_underWay;
    Result<> m_outcome; //!< of this turn: the first error, if any
    QTimer m_timer;
    int m_failures = 0; //!< turns in a row
    bool m_isDueSoon = false;
};

} // namespace core
