#include "ui/rotations/callerlist.h"

#include "ui/keys/linkbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"
#include "ui/kit/words.h"

#include <QGridLayout>

namespace ui {

namespace {
constexpr qsizetype mostShown = 8;
}

CallerList::CallerList(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    setAccessibleName(tr("Callers of the old key"));
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(spacing::large);
    m_grid->setVerticalSpacing(spacing::hair);
    m_grid->setColumnStretch(2, 1);
}

void CallerList::show(const core::Callers &callers, const QDateTime &now)
{
    for (auto *cell : std::exchange(m_cells, {})) {
        cell->hide();
        cell->deleteLater(); // it may be the link that was just pressed
    }
    const auto add = [this](QWidget *cell, int row, int column) {
        m_grid->addWidget(cell, row, column);
        m_cells += cell;
    };
    const auto muted = [](const QString &text) {
        return new PlainLabel(text, TextRole::Small, PlainLabel::Colour::Muted);
    };
    int row = 0;
    for (const auto &share : callers.addresses.first(std::min(mostShown, callers.addresses.size()))) {
        auto *address = new LinkButton;
        address->setLabel(share.name);
        connect(address, &QPushButton::clicked, this, [this, name = share.name] { Q_EMIT addressWanted(name); });
        add(address, row, 0);
        add(muted(tr("%1 today and yesterday").arg(quantity::number(share.count))), row, 1);
        add(muted(tr("last %1").arg(words::relative(share.lastAt, now))), row++, 2);
    }
    if (callers.addresses.isEmpty())
        add(muted(tr("Nobody called it today or yesterday.")), row, 0);
    else if (callers.addresses.size() > mostShown)
        add(muted(tr("and %1 more").arg(quantity::number(callers.addresses.size() - mostShown))), row, 0);
}

} // namespace ui
