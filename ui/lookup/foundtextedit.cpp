#include "ui/lookup/foundtextedit.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>

namespace ui {

namespace {
constexpr int longest = 1 << 20;
constexpr qsizetype typedAtOnce = 16; //!< an input method may give a whole word
} // namespace

FoundTextEdit::FoundTextEdit(QWidget *parent) : PasswordEdit(parent)
{
    setMaxLength(longest);
    setAcceptDrops(false); // the dialog around it takes them
    connect(this, &QLineEdit::textChanged, this, &FoundTextEdit::lengthChanged);
}

void FoundTextEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste))
        Q_EMIT pasted(QGuiApplication::clipboard()->mimeData());
    else
        PasswordEdit::keyPressEvent(event);
}

void FoundTextEdit::lengthChanged(const QString &text)
{
    const auto grown = text.size() - m_length;
    m_length = text.size();
    if (grown > typedAtOnce)
        Q_EMIT filled();
}

} // namespace ui
