#include "ui/kit/field.h"

#include "ui/kit/plainlabel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

namespace ui {

namespace {

//! Whom the focus comes to, and who is asked for a name then.
QWidget *typedInto(QWidget *input)
{
    while (input->focusProxy() != nullptr)
        input = input->focusProxy();
    return input;
}

} // namespace

Field::Field(const QString &label, QWidget *input, const QString &help, QWidget *parent)
    : QWidget(parent),
      m_title(new PlainLabel({}, TextRole::Strong)),
      m_line(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_help(help),
      m_input(typedInto(input))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::hair);
    m_title->setBuddy(input);
    m_line->setWordWrap(true);
    layout->addWidget(m_title);
    layout->addWidget(input);
    layout->addWidget(m_line);
    setLabel(label);
    setError({});
}

void Field::setLabel(const QString &label)
{
    m_title->setText(label);
    m_input->setAccessibleName(label);
    if (const auto *box = qobject_cast<QComboBox *>(m_input); box != nullptr && box->isEditable())
        box->lineEdit()->setAccessibleName(label);
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
