#include "tests/ui/keys/pagefixture.h"

#include "ui/kit/theme.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace test {

namespace {

const auto accountId = u"account-1"_s;

core::SettingsStore &withAccount(core::SettingsStore &settings)
{
    core::AccountRecord record;
    record.id = accountId;
    record.gateway = QUrl(u"https://gateway.northwind.example"_s);
    record.email = u"owner@northwind.example"_s;
    record.userId = u"u1"_s;
    settings.setAccounts({record});
    return settings;
}

qint64 addNorthwind(core::OrganizationCache &cache, core::Role role)
{
    auto northwind = organization(u"northwind"_s, u"Northwind"_s);
    northwind.role = role;
    northwind.profileId = u"wa-gateway"_s;
    northwind.profileName = u"WhatsApp gateway"_s;
    northwind.keyPrefix = u"wa_"_s;
    if (!cache.replace(accountId, {northwind}))
        return 0;
    const auto all = cache.all();
    if (!all)
        return 0;
    for (const auto &each : *all) {
        if (each.accountId == accountId)
            return each.reference;
    }
    return 0;
}

} // namespace

void failOnAnyWarning()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support )"_s));
}

PageFixture::PageFixture(core::Role role)
    : m_http(m_networkClock),
      m_settings(m_folder.filePath(u"settings.ini"_s)),
      m_intents(m_cache.database()),
      m_sessions(core::networkBackends(m_http), m_credentials, withAccount(m_settings), m_cache.organizations()),
      m_organization(addNorthwind(m_cache.organizations(), role)),
      m_directory(m_sessions, m_cache.organizations()),
      m_keys(m_sessions, m_directory, m_cache.keys(), m_intents, m_credentials, m_clock),
      m_sync(m_sessions, m_directory, m_cache.keys(), m_clock),
      m_usageCache(m_cache.database()),
      m_usage(m_sessions, m_directory, m_usageCache, m_clock),
      m_clipboard(*QGuiApplication::clipboard()),
      m_window(std::make_unique<QWidget>())
{
    ui::applyTheme(*qApp, core::ThemeChoice::Light);
    m_actions = std::make_unique<ui::KeyActions>(
        ui::KeyActions::Services{m_sessions, m_directory, m_keys, m_cache.keys(), m_clock, m_clipboard}, *m_window);
    auto *layout = new QVBoxLayout(m_window.get());
    layout->setContentsMargins(0, 0, 0, 0);
    m_window->resize(1280, 800);
    openPage();
}

PageFixture::~PageFixture() = default;

void PageFixture::openPage()
{
    m_page = std::make_unique<ui::KeysPage>(ui::KeysPage::Services{
        m_sessions, m_directory, m_keys, m_sync, m_cache.keys(), m_usage, m_settings, m_clock, *m_actions});
    m_window->layout()->addWidget(m_page.get());
    m_page->setOrganization(m_organization);
    m_window->show();
    m_window->activateWindow();
}

qint64 PageFixture::addOrganization(const QString &name, core::Role role)
{
    QList<core::Organization> organizations;
    for (const auto &each : m_directory.organizations())
        organizations += each.organization;
    organizations += test::organization(name.toLower(), name);
    organizations.last().role = role;
    if (!m_cache.organizations().replace(accountId, organizations))
        return 0;
    Q_EMIT m_sessions.accountsChanged(); // which has the directory look again
    return m_directory.referenceOf(accountId, name.toLower());
}

core::Key PageFixture::key(const QString &id, const QString &name) const
{
    core::Key key;
    key.id = id;
    key.organizationId = u"northwind"_s;
    key.name = name;
    key.hint = u"wa_7Qd2…x9Fa"_s;
    key.scopes = QStringList{u"read"_s, u"events"_s};
    key.status = core::KeyStatus::Active;
    key.createdAt = QDateTime({2026, 9, 14}, {8, 0}, Qt::UTC);
    key.createdBy = {u"u1"_s, u"Olivia Owner"_s};
    key.expiresAt = m_clock.now().addDays(64).addSecs(3600);
    key.lastUsed = core::LastUse{m_clock.now().addSecs(-130), u"203.0.113.7"_s, u"curl/8"_s};
    key.rateLimitPerMinute = 100;
    key.version = 1;
    return key;
}

void PageFixture::put(qint64 organization, const QList<core::Key> &keys)
{
    const auto written = m_cache.keys().apply(organization, keys, {}, u"cursor"_s, m_clock.now());
    if (!written)
        qFatal("%s", qPrintable(written.error().detail));
}

QList<core::Key> PageFixture::pictured() const
{
    const auto now = m_clock.now();
    auto billing = key(u"billing"_s, u"Billing webhook"_s);
    billing.note = u"Finance team, owner #fin-ops"_s;
    auto crm = key(u"crm"_s, u"CRM sync"_s);
    crm.expiresAt = now.addDays(6).addSecs(60);
    crm.scopes = QStringList{u"read"_s, u"send"_s};
    crm.replaces = u"crm-previous"_s;
    auto nightly = key(u"nightly"_s, u"Nightly export"_s);
    nightly.expiresAt = {};
    auto previous = key(u"crm-previous"_s, u"CRM sync (previous)"_s);
    previous.status = core::KeyStatus::Retiring;
    previous.retiresAt = now.addSecs(22 * 3600 + 60);
    previous.replacedBy = u"crm"_s;
    auto paused = key(u"paused"_s, u"Campaign sender"_s);
    paused.status = core::KeyStatus::Disabled;
    auto idle = key(u"idle"_s, u"Old staging bot"_s);
    idle.createdAt = now.addDays(-300);
    idle.expiresAt = {};
    idle.lastUsed->at = now.addDays(-142);
    idle.createdBy = {u"u2"_s, u"Max Member"_s};
    auto expired = key(u"expired"_s, u"Zapier trial"_s);
    expired.status = core::KeyStatus::Expired;
    expired.expiresAt = now.addDays(-3);
    expired.lastUsed.reset();
    auto revoked = key(u"revoked"_s, u"Contractor laptop"_s);
    revoked.status = core::KeyStatus::Revoked;
    revoked.revokedAt = now.addDays(-18);
    revoked.revokedBy = core::Person{u"u1"_s, u"Olivia Owner"_s};
    revoked.revokedReason = u"compromised"_s;
    return {billing, crm, nightly, previous, paused, idle, expired, revoked};
}

void PageFixture::announceChange()
{
    Q_EMIT m_keys.keysChanged(m_organization);
}

} // namespace test
