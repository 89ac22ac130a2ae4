#include "ui/kit/fittedtext.h"

#include "core/base/text.h"

#include <QPlainTextDocumentLayout>
#include <QTextBlock>
#include <QTextOption>

namespace ui {

FittedText::FittedText(int padding, QWidget *parent) : QPlainTextEdit(parent), m_padding(padding)
{
    setReadOnly(true);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(padding);
}

void FittedText::setText(const QString &text)
{
    if (toPlainText() == text)
        return;
    setPlainText(text);
    fitHeight();
}

void FittedText::setUntrusted(const QString &text, qsizetype longest)
{
    setText(core::shown(text, longest));
}

QSize FittedText::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8, 0}; // its height is fixed
}

void FittedText::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void FittedText::fitHeight()
{
    const auto *lines = document()->documentLayout(); // one that lays out no block before it is asked about it
    qreal height = m_padding + 2 * frameWidth();      // the padding above comes along with the first line
    for (auto block = document()->begin(); block.isValid(); block = block.next())
        height += lines->blockBoundingRect(block).height();
    setFixedHeight(qCeil(height) + 1);
}

} // namespace ui
