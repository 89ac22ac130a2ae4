#include "ui/watched/guidestep.h"

#include "ui/kit/pill.h"
#include "ui/kit/plainlabel.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

GuideStep::GuideStep(int number, const QString &title, QWidget *parent)
    : Panel(parent),
      m_title(new PlainLabel(tr("%1. %2").arg(number).arg(title), TextRole::Strong)),
      m_pill(new Pill(Pill::Tint::Neutral)),
      m_body(new QWidget),
      m_content(new QVBoxLayout(m_body))
{
    setObjectName(u"step%1"_s.arg(number));
    m_content->setContentsMargins({});
    m_content->setSpacing(spacing::small);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_pill);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::medium, spacing::small, spacing::medium, spacing::small);
    column->setSpacing(spacing::small);
    column->addLayout(head);
    column->addWidget(m_body);
    setState(State::Waiting);
}

void GuideStep::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    QString word;
    switch (state) {
    case State::Waiting: word = tr("Later"); break;
    case State::Current: word = tr("Now"); break;
    case State::Done: word = tr("Done"); break;
    }
    m_pill->setTint(state == State::Done      ? Pill::Tint::Good
                    : state == State::Current ? Pill::Tint::Warning
                                              : Pill::Tint::Neutral);
    m_pill->setText(word);
    m_title->setColour(state == State::Waiting ? PlainLabel::Colour::Muted : PlainLabel::Colour::Text);
    m_body->setVisible(state == State::Current);
    setAccessibleName(m_title->text());
    setAccessibleDescription(word);
}

} // namespace ui
