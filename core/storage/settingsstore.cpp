#include "core/storage/settingsstore.h"

#include "core/base/log.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr auto onlyOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString prepared(const QString &file)
{
    const auto folder = QFileInfo(file).absolutePath();
    if (!QFileInfo::exists(folder) && QDir().mkpath(folder))
        QFile::setPermissions(folder, onlyOwner | QFileDevice::ExeOwner);
    // QSettings keeps the permissions of a file that exists and gives a new one those of the umask.
    QFile handle(file);
    if (!handle.exists() && !handle.open(QIODevice::ReadWrite | QIODevice::NewOnly, onlyOwner))
        qCWarning(logStorage) << "The settings cannot be kept:" << handle.errorString();
    else if (!handle.setPermissions(onlyOwner))
        qCWarning(logStorage) << "The settings may be read by others:" << handle.errorString();
    return file;
}

QString wordFor(ThemeChoice theme)
{
    switch (theme) {
    case ThemeChoice::Light: return u"light"_s;
    case ThemeChoice::Dark: return u"dark"_s;
    case ThemeChoice::System: break;
    }
    return u"system"_s;
}

QString wordFor(SignInWay way)
{
    switch (way) {
    case SignInWay::Browser: return u"browser"_s;
    case SignInWay::Code: return u"code"_s;
    case SignInWay::Password: break;
    }
    return u"password"_s;
}

SignInWay signInWayFrom(const QString &word)
{
    for (const auto way : {SignInWay::Browser, SignInWay::Code}) {
        if (word == wordFor(way))
            return way;
    }
    return SignInWay::Password;
}

AccountRecord accountFrom(const QSettings &settings)
{
    AccountRecord account;
    account.id = settings.value("id").toString();
    account.kind = backendKindFrom(settings.value("kind").toString());
    account.gateway = QUrl(settings.value("gateway").toString());
    account.email = settings.value("email").toString();
    account.userId = settings.value("user_id").toString();
    account.local = settings.value("local").toBool();
    account.sessionSaved = settings.value("session_saved").toBool();
    account.removalOwed = settings.value("removal_owed").toBool();
    account.way = signInWayFrom(settings.value("signed_in_by").toString());
    return account;
}

} // namespace

SettingsStore::SettingsStore(const QString &file)
    : m_settings(std::make_unique<QSettings>(prepared(file), QSettings::IniFormat))
{
}

SettingsStore::~SettingsStore() = default;

std::vector<AccountRecord> SettingsStore::accounts() const
{
    std::vector<AccountRecord> accounts;
    const int count = m_settings->beginReadArray("accounts"_L1);
    for (int i = 0; i < count; ++i) {
        m_settings->setArrayIndex(i);
        // A record without an id or with an address that is none can only come from a hand that edited the file.
        if (auto account = accountFrom(*m_settings); !account.id.isEmpty() && account.gateway.isValid())
            accounts.push_back(std::move(account));
    }
    m_settings->endArray();
    return accounts;
}

void SettingsStore::setAccounts(const std::vector<AccountRecord> &accounts)
{
    m_settings->remove("accounts"_L1);
    m_settings->beginWriteArray("accounts"_L1, static_cast<int>(accounts.size()));
    int index = 0;
    for (const auto &account : accounts) {
        m_settings->setArrayIndex(index++);
        m_settings->setValue("id", account.id);
        m_settings->setValue("kind", wordFor(account.kind));
        m_settings->setValue("gateway", account.gateway.toString());
        m_settings->setValue("email", account.email);
        m_settings->setValue("user_id", account.userId);
        m_settings->setValue("local", account.local);
        m_settings->setValue("session_saved", account.sessionSaved);
        m_settings->setValue("removal_owed", account.removalOwed);
        m_settings->setValue("signed_in_by", wordFor(account.way));
    }
    m_settings->endArray();
    // At once: an account that is lost with the program leaves its session in the keychain for ever.
    m_settings->sync();
}

ThemeChoice SettingsStore::theme() const
{
    const auto word = m_settings->value("theme").toString();
    for (const auto theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
        if (word == wordFor(theme))
            return theme;
    }
    return ThemeChoice::System;
}

void SettingsStore::setTheme(ThemeChoice theme)
{
    m_settings->setValue("theme", wordFor(theme));
}

std::chrono::seconds SettingsStore::clipboardLife() const
{
    return std::chrono::seconds(std::clamp(m_settings->value("clipboard_seconds", 30).toInt(), 10, 120));
}

void SettingsStore::setClipboardLife(std::chrono::seconds life)
{
    m_settings->setValue("clipboard_seconds", static_cast<int>(std::clamp<qint64>(life.count(), 10, 120)));
}

std::chrono::minutes SettingsStore::lockAfter() const
{
    return std::chrono::minutes(std::clamp(m_settings->value("lock_minutes", 10).toInt(), 0, 24 * 60));
}

void SettingsStore::setLockAfter(std::chrono::minutes idle)
{
    m_settings->setValue("lock_minutes", static_cast<int>(idle.count()));
}

bool SettingsStore::remindersOn() const
{
    return m_settings->value("reminders", true).toBool();
}

void SettingsStore::setRemindersOn(bool on)
{
    m_settings->setValue("reminders", on);
}

QByteArray SettingsStore::state(const QString &name) const
{
    return m_settings->value(u"state/"_s + name).toByteArray();
}

void SettingsStore::setState(const QString &name, const QByteArray &state)
{
    m_settings->setValue(u"state/"_s + name, state);
}

qint64 SettingsStore::lastOrganization() const
{
    return m_settings->value("last_organization").toLongLong();
}

void SettingsStore::setLastOrganization(qint64 reference)
{
    m_settings->setValue("last_organization", reference);
}

} // namespace core
