#pragma once

#include "core/services/sessions.h"

#include <QWidget>

namespace core {
class Clock;
}

namespace ui {

class NoticeBar;

//! What has to be said of one account: its connection, and the keychain that holds its session.
class AccountNotices : public QWidget {
    Q_OBJECT

public:
    explicit AccountNotices(const core::Clock &clock, QWidget *parent = nullptr);

    //! What stands on screen beside rows of other accounts says which part it is about.
    struct Part {
        QString organizations; //!< empty: everything on screen
        QDateTime asOf;        //!< of their keys; the oldest
    };
    void tell(const core::Account &account, const Part &part);

Q_SIGNALS:
    void signInWanted(const QString &accountId);
    void keychainRetryWanted(const QString &accountId);

private:
    NoticeBar *addBar();
    void tellConnection(const core::Account &account, const Part &part);
    void tellKeychain(const core::Account &account);
    QString stale(const Part &part) const;

    const core::Clock &m_clock;
    NoticeBar *m_connection;
    NoticeBar *m_keychain;
};

} // namespace ui
