#include "ui/keys/codebox.h"

#include "ui/kit/theme.h"

#include <QPlainTextDocumentLayout>
#include <QTextBlock>
#include <QTextOption>

namespace ui {

namespace {
constexpr int padding = 6;
}

CodeBox::CodeBox(QWidget *parent) : QPlainTextEdit(parent)
{
    auto face = fontFor(TextRole::Fixed);
    face.setPixelSize(12);
    setFont(face);
    setReadOnly(true);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(padding);
    viewport()->setBackgroundRole(QPalette::AlternateBase);
}

void CodeBox::setCode(const QString &code)
{
    if (toPlainText() == code) // what is selected in it stays selected
        return;
    setPlainText(code);
    fitHeight();
}

void CodeBox::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void CodeBox::fitHeight()
{
    const auto *lines = document()->documentLayout(); // one that lays out no block before it is asked about it
    qreal height = padding + 2 * frameWidth();        // the padding above comes along with the first line
    for (auto block = document()->begin(); block.isValid(); block = block.next())
        height += lines->blockBoundingRect(block).height();
    setFixedHeight(qCeil(height) + 1);
}

} // namespace ui
