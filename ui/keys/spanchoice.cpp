#include "ui/keys/spanchoice.h"

#include "core/domain/keyrules.h"
#include "ui/kit/choicebar.h"
#include "ui/kit/theme.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QSpinBox>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ui {

SpanChoice::SpanChoice(const QString &name, const QList<Span> &spans, int chosen, QWidget *parent)
    : QWidget(parent), m_spans(spans), m_choices(new ChoiceBar(ChoiceBar::Look::Segments)), m_hours(new QSpinBox)
{
    m_choices->setObjectName(u"overlap"_s);
    m_choices->setAccessibleName(name);
    for (int i = 0; i < m_spans.size(); ++i)
        m_choices->addChoice(i, m_spans[i].name);
    m_choices->addChoice(int(m_spans.size()), tr("Custom…"));
    m_choices->choose(chosen);
    m_hours->setObjectName(u"overlapHours"_s);
    m_hours->setAccessibleName(tr("%1 in hours").arg(name));
    m_hours->setRange(1, int(core::keyrules::longestOverlap / 1h));
    m_hours->setSuffix(tr(" h"));
    m_hours->setValue(48);
    m_hours->hide();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(spacing::small);
    row->addWidget(m_choices);
    row->addWidget(m_hours);
    row->addStretch();
    connect(m_choices, &ChoiceBar::chose, this, [this] {
        m_hours->setVisible(isCustom());
        Q_EMIT changed();
    });
    connect(m_hours, &QSpinBox::valueChanged, this, &SpanChoice::changed);
}

bool SpanChoice::isCustom() const
{
    return m_choices->chosen() == m_spans.size();
}

std::chrono::seconds SpanChoice::span() const
{
    return isCustom() ? std::chrono::hours(m_hours->value()) : m_spans.value(m_choices->chosen()).length;
}

void SpanChoice::focusChosen()
{
    for (auto *choice : m_choices->findChildren<QAbstractButton *>()) {
        if (choice->isChecked())
            choice->setFocus();
    }
}

} // namespace ui
