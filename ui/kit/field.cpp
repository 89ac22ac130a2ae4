#include "ui/kit/field.h"

#include "ui/kit/plainlabel.h"

#include <QStyle>
#include <QVBoxLayout>

namespace ui {

Field::Field(const QString &label, QWidget *input, const QString &help, QWidget *parent)
    : QWidget(parent),
      m_line(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_help(help),
      m_input(input)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::hair);
    auto *title = new PlainLabel(label, TextRole::Strong);
    title->setBuddy(input);
    input->setAccessibleName(label);
    m_line->setWordWrap(true);
    layout->addWidget(title);
    layout->addWidget(input);
    layout->addWidget(m_line);
    setError({});
}

void Field::setHelp(const QString &help)
{
    m_help = help;
    if (!m_failed)
        setError({});
}

void Field::setError(const QString &error)
{
    m_failed = !error.isEmpty();
    const QString line = m_failed ? error : m_help;
    m_line->setColour(m_failed ? PlainLabel::Colour::Bad : PlainLabel::Colour::Muted);
    m_line->setUntrusted(line);
    m_line->setVisible(!line.isEmpty());
    m_input->setAccessibleDescription(m_line->text());
    if (m_input->property("invalid").toBool() != m_failed) {
        m_input->setProperty("invalid", m_failed);
        m_input->update();
    }
}

bool Field::hasError() const
{
    return m_failed;
}

} // namespace ui
