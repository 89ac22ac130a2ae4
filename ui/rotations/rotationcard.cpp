#include "ui/rotations/rotationcard.h"

#include "core/base/text.h"
#include "ui/keys/keyplaces.h"
#include "ui/kit/button.h"
#include "ui/kit/chart.h"
#include "ui/kit/pill.h"
#include "ui/kit/plainlabel.h"
#include "ui/rotations/callerlist.h"
#include "ui/rotations/rotationwords.h"
#include "ui/rotations/stepstrip.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int margin = 14, chartHeight = 68;
}

RotationCard::RotationCard(QWidget *parent)
    : Panel(parent),
      m_name(new PlainLabel({}, TextRole::Strong)),
      m_organization(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_ending(new Pill(Pill::Tint::Retiring)),
      m_steps(new StepStrip),
      m_chart(new Chart(tr("Requests with the old key"), Chart::Axes::None)),
      m_caption(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_callerList(new CallerList),
      m_who(new Button(tr("Who still calls it?"))),
      m_activity(new Button(tr("Show its requests"))),
      m_extend(new Button(tr("Extend overlap…"))),
      m_retire(new Button(tr("Retire old key now…"), Button::Look::DangerText)),
      m_goOn(new Button(tr("Go on with the rotation…"), Button::Look::Primary))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_chart->setFixedHeight(chartHeight);
    m_chart->setEmptyText(tr("Nobody called the old key in the last day"));
    m_caption->setObjectName(u"chartCaption"_s);
    m_caption->setText(tr("Requests with the old key: not read yet"));
    m_organization->setObjectName(u"organization"_s);
    m_organization->setWordWrap(true);
    m_who->setCheckable(true);
    m_callerList->hide();
    m_activity->hide();
    build();
    connectParts();
}

void RotationCard::build()
{
    auto *head = new QHBoxLayout;
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_name);
    names->addWidget(m_organization);
    head->addLayout(names, 1);
    head->addWidget(m_ending, 0, Qt::AlignTop);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::small);
    buttons->addWidget(m_who);
    buttons->addWidget(m_activity);
    buttons->addWidget(m_extend);
    buttons->addStretch(1);
    buttons->addWidget(m_retire);
    buttons->addWidget(m_goOn);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(spacing::small);
    column->addLayout(head);
    column->addWidget(m_steps);
    column->addSpacing(spacing::small);
    column->addWidget(m_chart);
    column->addWidget(m_caption);
    column->addWidget(m_callerList);
    column->addSpacing(spacing::hair);
    column->addLayout(buttons);
}

void RotationCard::connectParts()
{
    connect(m_who, &QPushButton::toggled, this, &RotationCard::showCallers);
    connect(m_activity, &QPushButton::clicked, this, [this] { Q_EMIT activityWanted(requests()); });
    connect(m_extend, &QPushButton::clicked, this, &RotationCard::extendWanted);
    for (auto *button : {m_retire, m_goOn})
        connect(button, &QPushButton::clicked, this, &RotationCard::retireWanted);
    connect(m_callerList, &CallerList::addressWanted, this, [this](const QString &address) {
        auto filter = requests();
        filter.address = address;
        Q_EMIT activityWanted(filter);
    });
}

core::ActivityFilter RotationCard::requests() const
{
    core::ActivityFilter filter;
    filter.keyId = m_rotation.record.oldKeyId;
    filter.kinds = {core::EventKind::Request};
    return filter;
}

void RotationCard::showCallers(bool shown)
{
    m_callerList->setVisible(shown && m_callers);
    m_activity->setVisible(shown);
}

void RotationCard::show(const core::Rotation &rotation, const KeyHome &home, const QDateTime &now)
{
    const auto &can = home.standing.can;
    for (QWidget *part : std::initializer_list<QWidget *>{m_chart, m_caption, m_who})
        part->setVisible(can.showsCalls());
    const bool isManual = can.rotation == core::Capabilities::Rotation::Manual;
    m_extend->setVisible(can.rotation == core::Capabilities::Rotation::Overlap);
    m_retire->setVisible(!isManual);
    m_goOn->setVisible(isManual);
    m_organization->setText(home.organizationName);
    m_organization->setVisible(!home.organizationName.isEmpty());
    m_rotation = rotation;
    const auto name = core::shown(rotationwords::name(rotation), 60);
    m_name->setText(name);
    const auto whole = home.organizationName.isEmpty() ? name : tr("%1 in %2").arg(name, home.organizationName);
    setAccessibleName(tr("Rotation of %1").arg(whole));
    for (auto *button : {m_who, m_activity, m_extend, m_retire, m_goOn})
        button->setAccessibleDescription(whole);
    // Why this person may not move the end of the overlap.
    const auto refusal = keypermissions::refusal(*rotation.oldKey, home.standing);
    for (auto *button : {m_extend, m_retire, m_goOn}) {
        button->setEnabled(refusal.isEmpty());
        button->setToolTip(refusal.toHtmlEscaped());
    }
    refresh(now);
}

void RotationCard::setCallers(const std::optional<core::Callers> &callers, const QDateTime &now)
{
    if (!callers)
        return;
    m_callers = callers;
    m_chart->setCounts(callers->counts, callers->bucket);
    m_callerList->show(*callers, now);
    showCallers(m_who->isChecked());
    refresh(now);
}

void RotationCard::refresh(const QDateTime &now)
{
    if (m_callers)
        m_caption->setText(rotationwords::chartCaption(*m_callers, now));
    m_ending->setText(rotationwords::ending(m_rotation, now));
    m_steps->show(m_rotation, m_callers, now);
}

} // namespace ui
