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
    auto *column = new QVBoxLayout;
    column->setSpacing(spacing::small);
    column->addStretch(2);
    column->addWidget(m_sentence);
    column->addWidget(m_advice);
    column->addStretch(3);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->addStretch(1);
    layout->addLayout(column, 4);
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
    auto *column = static_cast<QVBoxLayout *>(layout()->itemAt(1)->layout());
    column->insertWidget(column->count() - 1, m_button, 0, Qt::AlignHCenter);
    connect(m_button, &QPushButton::clicked, this, action);
}

QString ListState::sentence() const
{
    return m_sentence->text();
}

} // namespace ui
