#include "ui/watched/providerfields.h"

#include "core/base/text.h"
#include "ui/kit/field.h"
#include "ui/kit/plainlabel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int longestName = 100;
constexpr int longestLine = 500;

QHBoxLayout *inOneRow(std::initializer_list<QWidget *> fields)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(spacing::medium);
    for (auto *field : fields)
        row->addWidget(field, 1, Qt::AlignTop);
    return row;
}

} // namespace

ProviderFields::ProviderFields(const QList<core::Profile> &providers, const QList<core::WatchedOrganization> &known,
                               QWidget *parent)
    : QWidget(parent),
      m_providers(providers),
      m_known(known),
      m_provider(new QComboBox),
      m_kind(new QComboBox),
      m_organization(new QComboBox),
      m_address(new QComboBox),
      m_explanation(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_warning(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Warning))
{
    m_name = addLine(u"organizationName"_s, tr("Organization's name"), tr("As you call this workspace."), m_nameField);
    m_tenant = addLine(u"tenant"_s, tr("Tenant id"), tr("The number in the endpoint's address."), m_tenantField);
    m_dashboard = addLine(u"dashboard"_s, tr("Provider's page"), tr("Optional: where keys are made and revoked."),
                          m_dashboardField);
    m_path =
        addLine(u"probePath"_s, tr("Page to ask"), tr("A path that is safe to read, such as /api/v1/me."), m_pathField);
    m_header = addLine(u"header"_s, tr("Header"), tr("The one that carries the key."), m_headerField);
    m_headerValue =
        addLine(u"headerValue"_s, tr("Header's value"), tr("{key} stands for the key."), m_headerValueField);
    build();
    for (const auto &provider : m_providers)
        m_provider->addItem(provider.watching->isTemplate ? tr("Another provider") : provider.name);
    connect(m_provider, &QComboBox::currentIndexChanged, this, &ProviderFields::providerChosen);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ProviderFields::kindChosen);
    connect(m_organization, &QComboBox::currentIndexChanged, this, &ProviderFields::organizationChosen);
    connect(m_address, &QComboBox::currentTextChanged, this, &ProviderFields::changed);
    providerChosen();
}

QLineEdit *ProviderFields::addLine(const QString &name, const QString &label, const QString &help, Field *&field)
{
    auto *line = new QLineEdit;
    line->setObjectName(name);
    line->setMaxLength(longestLine);
    field = new Field(label, line, help, this);
    connect(line, &QLineEdit::textChanged, this, &ProviderFields::changed);
    return line;
}

void ProviderFields::build()
{
    m_provider->setObjectName(u"provider"_s);
    m_kind->setObjectName(u"kind"_s);
    m_organization->setObjectName(u"organization"_s);
    m_address->setObjectName(u"address"_s);
    m_address->setEditable(true);
    m_address->setInsertPolicy(QComboBox::NoInsert);
    m_explanation->setWordWrap(true);
    m_warning->setObjectName(u"kindWarning"_s);
    m_warning->setWordWrap(true);
    m_kindField = new Field(tr("Kind of key"), m_kind);
    m_addressField = new Field(tr("Address"), m_address, tr("Choose one, or type your own."));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(spacing::medium);
    column->addLayout(inOneRow({new Field(tr("Provider"), m_provider), m_kindField}));
    column->addWidget(m_explanation);
    column->addWidget(m_warning);
    column->addLayout(inOneRow({new Field(tr("Organization"), m_organization), m_nameField}));
    column->addWidget(m_addressField);
    column->addWidget(m_pathField);
    column->addLayout(inOneRow({m_headerField, m_headerValueField}));
    column->addLayout(inOneRow({m_tenantField, m_dashboardField}));
}

const core::Profile &ProviderFields::provider() const
{
    return m_providers.at(std::max(m_provider->currentIndex(), 0));
}

const core::WatchedKind &ProviderFields::kind() const
{
    return provider().watching->kinds.at(std::max(m_kind->currentIndex(), 0));
}

const core::WatchedOrganization *ProviderFields::chosen() const
{
    const auto id = m_organization->currentData().toString();
    const auto at = std::find_if(m_known.begin(), m_known.end(), [&](const auto &each) { return each.id == id; });
    return at == m_known.end() ? nullptr : &*at;
}

bool ProviderFields::isNew() const
{
    return chosen() == nullptr;
}

void ProviderFields::choose(const QString &organizationId)
{
    const auto at =
        std::find_if(m_known.begin(), m_known.end(), [&](const auto &each) { return each.id == organizationId; });
    if (at == m_known.end())
        return;
    const auto provider = std::find_if(m_providers.begin(), m_providers.end(),
                                       [&](const core::Profile &each) { return each.id == at->profileId; });
    if (provider == m_providers.end())
        return;
    m_provider->setCurrentIndex(static_cast<int>(provider - m_providers.begin()));
    m_organization->setCurrentIndex(m_organization->findData(organizationId));
}

void ProviderFields::providerChosen()
{
    {
        const QSignalBlocker quietKinds(m_kind);
        const QSignalBlocker quietOrganizations(m_organization);
        const QSignalBlocker quietAddresses(m_address);
        m_kind->clear();
        for (const auto &kind : provider().watching->kinds)
            m_kind->addItem(kind.name);
        m_organization->clear();
        for (const auto &each : m_known) {
            if (each.profileId == provider().id)
                m_organization->addItem(core::shown(each.name, 60), each.id);
        }
        m_organization->addItem(tr("New organization"));
        m_address->clear();
        for (const auto &host : provider().watching->hosts)
            m_address->addItem(host.address);
    }
    m_kindField->setVisible(m_kind->count() > 1);
    m_addressField->setHelp(provider().watching->hosts.isEmpty() ? tr("Such as https://api.example.com")
                                                                 : tr("Choose one, or type your own."));
    kindChosen();
}

void ProviderFields::kindChosen()
{
    m_explanation->setText(kind().explanation);
    m_warning->setText(kind().warning);
    m_warning->setVisible(!kind().warning.isEmpty());
    if (provider().watching->isTemplate) {
        m_path->setText(kind().probe.path);
        m_header->setText(kind().header);
        m_headerValue->setText(kind().headerValue);
    }
    organizationChosen();
    Q_EMIT kindChanged();
}

void ProviderFields::organizationChosen()
{
    const bool fresh = isNew();
    const bool isTemplate = provider().watching->isTemplate;
    for (auto *field : {m_nameField, m_addressField, m_dashboardField})
        field->setVisible(fresh);
    // One that was made for API tokens learns its tenant with the first bearer token.
    m_tenantField->setVisible(kind().needsTenant && (fresh || chosen()->tenant.isEmpty()));
    for (auto *field : {m_pathField, m_headerField, m_headerValueField})
        field->setVisible(fresh && isTemplate);
    Q_EMIT changed();
}

core::WatchedOrganization ProviderFields::organization() const
{
    if (const auto *known = chosen()) {
        auto same = *known;
        if (m_tenantField->isVisibleTo(this))
            same.tenant = m_tenant->text().trimmed();
        return same;
    }
    core::WatchedOrganization fresh;
    fresh.name = m_name->text().trimmed();
    fresh.profileId = provider().id;
    fresh.address = core::watching::addressFrom(m_address->currentText()).value_or(QUrl());
    if (kind().needsTenant)
        fresh.tenant = m_tenant->text().trimmed();
    fresh.dashboardUrl = m_dashboard->text().trimmed();
    if (provider().watching->isTemplate) {
        fresh.probePath = m_path->text().trimmed();
        fresh.header = m_header->text().trimmed();
        fresh.headerValue = m_headerValue->text().trimmed();
    }
    return fresh;
}

QString ProviderFields::fault() const
{
    using namespace core;
    const auto place = organization();
    if (kind().needsTenant && (place.tenant.isEmpty() || !watching::isTenant(place.tenant)))
        return tr("Say the tenant id: the number in the endpoint's address.");
    if (!isNew())
        return {};
    if (place.name.isEmpty() || hasHidden(place.name) || place.name.size() > longestName)
        return tr("Give the organization a name of at most %1 characters.").arg(longestName);
    if (place.address.isEmpty())
        return tr("Say the address: https, without a path to a page.");
    if (!place.dashboardUrl.isEmpty() && !place.dashboardUrl.startsWith("https://"_L1))
        return tr("The provider's page begins with https://.");
    if (!provider().watching->isTemplate)
        return {};
    if (!watching::isPath(place.probePath))
        return tr("The page to ask begins with / and stays on that address.");
    if (!watching::isHeader(place.header))
        return tr("This cannot be the header that carries the key.");
    return watching::isHeaderValue(place.headerValue) ? QString() : tr("The header's value needs {key} once.");
}

} // namespace ui
