#include "ui/keys/keyfilterbar.h"

#include "ui/kit/button.h"
#include "ui/kit/choicebar.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

KeyFilterBar::KeyFilterBar(QWidget *parent)
    : QWidget(parent),
      m_choices(new ChoiceBar(ChoiceBar::Look::Pills)),
      m_selected(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_details(new Button(tr("Details")))
{
    const std::pair<Show, QString> filters[] = {
        {Show::All, tr("All")},           {Show::Active, tr("Active")}, {Show::ExpiresSoon, tr("Expires soon")},
        {Show::Retiring, tr("Retiring")}, {Show::Idle, tr("Idle")},     {Show::Expired, tr("Expired")},
        {Show::Revoked, tr("Revoked")}};
    for (const auto &[show, name] : filters)
        m_choices->addChoice(static_cast<int>(show), name);
    m_choices->choose(static_cast<int>(Show::All));
    m_choices->setAccessibleName(tr("Filters"));
    m_choices->setMinimumWidth(m_choices->sizeHint().width()); // the counts give way where room is short
    m_selected->setObjectName(u"selectedCount"_s);
    m_selected->hide();
    m_details->setObjectName(u"details"_s);
    m_details->setCheckable(true);
    m_details->setFixedHeight(26);
    m_details->hide();

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, 10, spacing::large, 9);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_choices, 1);
    layout->addWidget(m_selected);
    layout->addWidget(m_details);
    connect(m_choices, &ChoiceBar::chose, this, [this](int id) { Q_EMIT chose(static_cast<Show>(id)); });
    connect(m_details, &QPushButton::clicked, this, &KeyFilterBar::detailsToggled);
}

KeyFilterBar::Show KeyFilterBar::chosen() const
{
    return static_cast<Show>(m_choices->chosen());
}

void KeyFilterBar::choose(Show show)
{
    m_choices->choose(static_cast<int>(show));
}

void KeyFilterBar::setCounts(const core::ShownCounts &counts)
{
    m_counts = counts;
    showCounts();
}

//! How many there are in all, and how many are active, stands beside the title.
void KeyFilterBar::showCounts()
{
    const std::pair<Show, qint64> all[] = {{Show::ExpiresSoon, m_counts.expiresSoon},
                                           {Show::Retiring, m_counts.retiring},
                                           {Show::Idle, m_counts.idle},
                                           {Show::Expired, m_counts.expired},
                                           {Show::Revoked, m_counts.revoked}};
    const auto set = [&](bool shown) {
        for (const auto &[show, count] : all)
            m_choices->setCount(static_cast<int>(show), shown && count > 0 ? count : -1);
    };
    set(true);
    if (m_choices->layout()->sizeHint().width() > roomForFilters())
        set(false);
}

int KeyFilterBar::roomForFilters() const
{
    const auto margins = layout()->contentsMargins();
    int room = width() - margins.left() - margins.right();
    for (const QWidget *other : std::initializer_list<const QWidget *>{m_selected, m_details}) {
        if (other->isVisibleTo(this))
            room -= other->sizeHint().width() + layout()->spacing();
    }
    return room;
}

void KeyFilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showCounts();
}

void KeyFilterBar::setSelected(int count)
{
    m_selected->setText(count > 0 ? tr("%1 selected").arg(quantity::number(count)) : QString());
    m_selected->setVisible(count > 0);
    showCounts();
}

void KeyFilterBar::setDetailsButton(bool shown, bool pressed)
{
    m_details->setVisible(shown);
    m_details->setChecked(pressed);
    showCounts();
}

} // namespace ui
