#include "ui/activity/activityfilterbar.h"

#include "core/base/clock.h"
#include "core/services/directory.h"
#include "core/storage/keycache.h"
#include "ui/activity/filterbutton.h"
#include "ui/kit/button.h"
#include "ui/kit/choicebar.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/theme.h"

#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int high = 26;
constexpr int addressWidth = 132;
constexpr int longestAddress = 100;
//! The keys to choose from are those that were used last: any other is found by the search, or on the Keys page.
constexpr qsizetype offeredKeys = 20;
} // namespace

ActivityFilterBar::ActivityFilterBar(const Services &services, QWidget *parent)
    : QWidget(parent),
      m_services(services),
      m_groups(new ChoiceBar(ChoiceBar::Look::Pills)),
      m_key(new FilterButton(tr("Key"))),
      m_scope(new FilterButton(tr("Scope"))),
      m_address(new QLineEdit),
      m_periods(new FilterButton(tr("Period"))),
      m_zoomOut(new Button(tr("Zoom out"))),
      m_details(new Button(tr("Details")))
{
    build();
    connect(m_groups, &ChoiceBar::chose, this, [this](int id) { chooseGroup(static_cast<Group>(id)); });
    connect(m_key, &FilterButton::aboutToOpen, this, &ActivityFilterBar::offerKeys);
    connect(m_scope, &FilterButton::aboutToOpen, this, &ActivityFilterBar::offerScopes);
    connect(m_periods, &FilterButton::aboutToOpen, this, &ActivityFilterBar::offerPeriods);
    connect(m_address, &QLineEdit::editingFinished, this, [this] {
        if (m_address->text().trimmed() != m_filter.address)
            showOnlyAddress(m_address->text());
    });
    connect(m_zoomOut, &QPushButton::clicked, this, &ActivityFilterBar::zoomOut);
    connect(m_details, &QPushButton::clicked, this, &ActivityFilterBar::detailsToggled);
    showChosen();
}

void ActivityFilterBar::build()
{
    const std::pair<Group, QString> groups[] = {{Group::Everything, tr("Everything")},
                                                {Group::Requests, tr("Requests")},
                                                {Group::Refused, tr("Refused")},
                                                {Group::Changes, tr("Changes")},
                                                {Group::SignIns, tr("Sign-ins")}};
    for (const auto &[group, name] : groups)
        m_groups->addChoice(static_cast<int>(group), name);
    m_groups->setAccessibleName(tr("Filters"));
    m_address->setObjectName(u"address"_s);
    m_address->setAccessibleName(tr("Address"));
    m_address->setPlaceholderText(tr("All addresses"));
    m_address->setMaxLength(longestAddress);
    m_address->setFixedSize(addressWidth, high);
    m_zoomOut->setFixedHeight(high);
    m_details->setObjectName(u"eventDetails"_s);
    m_details->setCheckable(true);
    m_details->setFixedHeight(high);
    m_details->hide();
    auto *parts = new QWidget;
    auto *flow = new FlowLayout(spacing::small, parts);
    for (QWidget *part :
         std::initializer_list<QWidget *>{m_groups, m_key, m_scope, m_address, m_periods, m_zoomOut, m_details})
        flow->addWidget(part);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, 10, spacing::large, 9);
    layout->addWidget(parts);
}

void ActivityFilterBar::setOrganization(qint64 reference)
{
    m_organization = reference;
    m_filter = {};
    m_period = {};
    showChosen();
}

core::ActivityFilter ActivityFilterBar::filter() const
{
    auto filter = m_filter;
    m_period.limit(filter, m_services.clock.now());
    return filter;
}

void ActivityFilterBar::setFilter(const core::ActivityFilter &filter)
{
    m_filter = filter;
    m_filter.text.clear();
    m_filter.since = {};
    m_filter.until = {};
    if (filter.since.isValid() || filter.until.isValid())
        m_period.chooseRange(filter.since, filter.until);
    else
        m_period.choose(Period::Last::Week);
    showChosen();
}

bool ActivityFilterBar::isFiltering() const
{
    return m_filter != core::ActivityFilter{};
}

void ActivityFilterBar::clear()
{
    m_filter = {};
    m_period.choose(Period::Last::Ever);
    showChosen();
    Q_EMIT changed();
}

QList<core::EventKind> ActivityFilterBar::kindsOf(Group group)
{
    using core::EventKind;
    switch (group) {
    case Group::Requests: return {EventKind::Request};
    case Group::Changes:
        return {EventKind::KeyCreated, EventKind::KeyRotated, EventKind::KeyUpdated, EventKind::KeyDisabled,
                EventKind::KeyEnabled, EventKind::KeyRevoked, EventKind::KeyExpired, EventKind::KeyRetired};
    case Group::SignIns:
        return {EventKind::SessionStarted, EventKind::SessionFailed, EventKind::SessionEnded,
                EventKind::PasswordChanged, EventKind::TokenReplaced};
    case Group::Everything:
    case Group::Refused: break;
    }
    return {};
}

//! The nearest: what another screen asks for may be narrower.
ActivityFilterBar::Group ActivityFilterBar::groupOf(const core::ActivityFilter &filter)
{
    if (filter.result == core::ActivityFilter::Result::Refused)
        return Group::Refused;
    const auto holds = [&filter](Group group) {
        const auto kinds = kindsOf(group);
        return !filter.kinds.isEmpty() && std::all_of(filter.kinds.begin(), filter.kinds.end(),
                                                      [&kinds](auto kind) { return kinds.contains(kind); });
    };
    for (const auto group : {Group::Requests, Group::Changes, Group::SignIns}) {
        if (holds(group))
            return group;
    }
    return Group::Everything;
}

void ActivityFilterBar::chooseGroup(Group group)
{
    m_filter.kinds = kindsOf(group);
    m_filter.result =
        group == Group::Refused ? core::ActivityFilter::Result::Refused : core::ActivityFilter::Result::Any;
    Q_EMIT changed();
}

void ActivityFilterBar::chooseKey(const QString &keyId)
{
    m_filter.keyId = keyId;
    showChosen();
    Q_EMIT changed();
}

void ActivityFilterBar::chooseScope(const QString &scope)
{
    m_filter.scope = scope;
    showChosen();
    Q_EMIT changed();
}

void ActivityFilterBar::choosePeriod(Period::Last last)
{
    m_period.choose(last);
    showChosen();
    Q_EMIT changed();
}

void ActivityFilterBar::showOnlyKey(const QString &keyId)
{
    chooseKey(keyId);
}

void ActivityFilterBar::showOnlyAddress(const QString &address)
{
    m_filter.address = address.trimmed();
    showChosen();
    Q_EMIT changed();
}

void ActivityFilterBar::zoomTo(const QDateTime &since, const QDateTime &until)
{
    m_period.chooseRange(since, until);
    showChosen();
    Q_EMIT changed();
}

void ActivityFilterBar::zoomOut()
{
    m_period.leaveRange();
    m_periods->setFocus(Qt::OtherFocusReason); // the button goes
    showChosen();
    Q_EMIT changed();
}

void ActivityFilterBar::setDetailsButton(bool shown, bool pressed)
{
    m_details->setVisible(shown);
    m_details->setChecked(pressed);
}

void ActivityFilterBar::offerKeys()
{
    m_key->addChoice(tr("All keys"), m_filter.keyId.isEmpty(), [this] { chooseKey({}); });
    m_key->addDivider();
    core::KeyQuery query;
    query.organization = m_organization;
    query.sort = core::KeyQuery::Sort::LastUsed;
    query.order = Qt::DescendingOrder;
    query.now = m_services.clock.now();
    const auto rows = m_services.cache.rows(query, offeredKeys);
    const auto keys = rows ? m_services.cache.keys(*rows) : core::Result<QList<core::Key>>(rows.error());
    bool offered = m_filter.keyId.isEmpty();
    for (const auto &key : keys ? *keys : QList<core::Key>()) {
        const bool chosen = key.id == m_filter.keyId;
        offered = offered || chosen;
        m_key->addChoice(key.name, chosen, [this, id = key.id] { chooseKey(id); });
    }
    if (!offered)
        m_key->addChoice(keyName(m_filter.keyId), true, [] {});
}

void ActivityFilterBar::offerScopes()
{
    m_scope->addChoice(tr("All scopes"), m_filter.scope.isEmpty(), [this] { chooseScope({}); });
    m_scope->addDivider();
    const auto known = m_services.directory.organization(m_organization);
    for (const auto &scope : known ? known->scopes : QList<core::Scope>())
        m_scope->addChoice(scope.name, scope.name == m_filter.scope, [this, name = scope.name] { chooseScope(name); });
}

void ActivityFilterBar::offerPeriods()
{
    for (const auto last : Period::all)
        m_periods->addChoice(Period::name(last), !m_period.hasRange() && last == m_period.last(),
                             [this, last] { choosePeriod(last); });
}

QString ActivityFilterBar::keyName(const QString &keyId) const
{
    const auto key = m_services.cache.key(m_organization, keyId);
    return key ? key->name : tr("A key that is no longer listed");
}

void ActivityFilterBar::showChosen()
{
    m_groups->choose(static_cast<int>(groupOf(m_filter)));
    m_key->setChosen(m_filter.keyId.isEmpty() ? tr("All keys") : keyName(m_filter.keyId), !m_filter.keyId.isEmpty());
    m_scope->setChosen(m_filter.scope.isEmpty() ? tr("All scopes") : m_filter.scope, !m_filter.scope.isEmpty());
    m_address->setText(m_filter.address);
    m_periods->setChosen(m_period.name(), m_period.hasRange());
    m_zoomOut->setVisible(m_period.hasRange());
}

} // namespace ui
