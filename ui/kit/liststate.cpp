#include "ui/kit/liststate.h"

#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int widest = 420;
}

ListState::ListState(QWidget *parent)
    : QWidget(parent),
      m_sentence(new PlainLabel({}, TextRole::DialogTitle)),
      m_advice(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted))
{
    m_sentence->setObjectName(u"listState"_s);
    for (auto *label : {m_sentence, m_advice}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        label->setMaximumWidth(widest);
        label->setMinimumWidth(widest / 2);
    }
    auto *middle = new QWidget;
    middle->setMaximumWidth(widest);
    m_column = new QVBoxLayout(middle);
    m_column->setContentsMargins({});
    m_column->setSpacing(spacing::small);
    m_column->addStretch(2);
    m_column->addWidget(m_sentence);
    m_column->addWidget(m_advice);
    m_column->addStretch(3);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->addStretch(1);
    layout->addWidget(middle, 4);
    layout->addStretch(1);
}

void ListState::show(const QString &sentence, const QString &advice)
{
    m_sentence->setUntrusted(sentence);
    m_advice->setUntrusted(advice);
    m_advice->setVisible(!advice.isEmpty());
    if (m_button) {
        m_button->hide();
        m_button->deleteLater(); // it may be the one that was just pressed
        m_button = nullptr;
    }
    setVisible(true);
}

void ListState::offer(const QString &text, bool primary, const std::function<void()> &action)
{
    m_button = new Button(text, primary ? Button::Look::Primary : Button::Look::Plain);
    m_column->insertWidget(m_column->count() - 1, m_button, 0, Qt::AlignHCenter);
    connect(m_button, &QPushButton::clicked, this, action);
}

void ListState::focusOffer()
{
    if (m_button)
        m_button->setFocus(Qt::OtherFocusReason);
}

QString ListState::sentence() const
{
    return m_sentence->text();
}

} // namespace ui
