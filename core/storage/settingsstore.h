#pragma once

#include "core/domain/capabilities.h"

#include <QByteArray>
#include <QString>
#include <QUrl>
#include <chrono>
#include <memory>
#include <vector>

class QSettings;

namespace core {

//! How a session began.
enum class SignInWay { Password, Browser, Code };

//! An account as it is remembered between starts: nothing of it is secret.
struct AccountRecord {
    QString id; //!< of this machine
    BackendKind kind = BackendKind::Gateway;
    QUrl gateway;
    QString email;
    QString userId;            //!< at the gateway; empty until a session told it
    bool local = false;        //!< at the gateway of this computer
    bool sessionSaved = false; //!< a session was put into the keychain: so an empty keyring is a locked one
    bool removalOwed = false;  //!< sign-out could not remove the session from the keychain yet: tried again at start
    SignInWay way = SignInWay::Password; //!< of its last sign-in: how the person can prove again to be there
    bool operator==(const AccountRecord &) const = default;
};

enum class ThemeChoice { System, Light, Dark };

//! Preferences and accounts, in an INI file (0600) that survives a cache that is made anew.
class SettingsStore {
public:
    explicit SettingsStore(const QString &file);
    ~SettingsStore();
    SettingsStore(const SettingsStore &) = delete;
    SettingsStore &operator=(const SettingsStore &) = delete;

    std::vector<AccountRecord> accounts() const;
    void setAccounts(const std::vector<AccountRecord> &accounts);

    ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);
    std::chrono::seconds clipboardLife() const; //!< 10–120 s, default 30
    void setClipboardLife(std::chrono::seconds life);
    std::chrono::minutes lockAfter() const; //!< 0: never; default 10
    void setLockAfter(std::chrono::minutes idle);

    bool remindersOn() const; //!< default true
    void setRemindersOn(bool on);

    //! Window geometry, header state and the like, by name.
    QByteArray state(const QString &name) const;
    void setState(const QString &name, const QByteArray &state);
    //! The organization shown last (CachedOrganization::reference).
    qint64 lastOrganization() const;
    void setLastOrganization(qint64 reference);

private:
    std::unique_ptr<QSettings> m_settings;
};

} // namespace core
