#include "ui/kit/detailspanel.h"

#include "ui/kit/button.h"
#include "ui/kit/icons.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/scrollarea.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int padding = 18;

QFont hintFont()
{
    auto font = fontFor(TextRole::Fixed);
    font.setPixelSize(12);
    return font;
}

} // namespace

HairLine::HairLine(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(1);
}

void HairLine::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensFor(palette()).line);
}

DetailsPanel::DetailsPanel(QWidget *parent)
    : QWidget(parent),
      m_heading(new PlainLabel({}, TextRole::DialogTitle)),
      m_hint(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_sentence(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_close(new Button({}))
{
    setAccessibleName(tr("Details"));
    setFixedWidth(panelWidth);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_sentence->setObjectName(u"inspectorSentence"_s);
    m_sentence->setWordWrap(true);

    auto *content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    m_content = new QVBoxLayout(content);
    m_content->setContentsMargins(padding, padding, padding, padding);
    m_content->setSpacing(spacing::medium);
    m_content->addWidget(makeTop());
    m_content->addWidget(m_sentence);
    m_content->addStretch(1);

    m_scroll = new ScrollArea(content);
    m_scroll->viewport()->setBackgroundRole(QPalette::Base);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(1, 0, 0, 0); // the line at the left edge
    whole->addWidget(m_scroll);
}

QWidget *DetailsPanel::makeTop()
{
    m_heading->setObjectName(u"inspectorName"_s);
    m_heading->setWordWrap(true);
    m_heading->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_hint->setFont(hintFont());
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setObjectName(u"closeDetails"_s);
    m_close->setAccessibleName(tr("Close details"));
    m_close->setToolTip(tr("Close details"));
    m_close->setIcon(icon(Symbol::Close));
    m_close->setFlat(true);
    m_close->setFixedSize(28, 28);
    m_close->hide();
    connect(m_close, &QPushButton::clicked, this, &DetailsPanel::closeWanted);
    auto *top = new QWidget;
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    auto *names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(m_heading);
    names->addWidget(m_hint);
    row->addLayout(names, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
    return top;
}

void DetailsPanel::setHeading(const QString &heading, const QString &hint)
{
    m_heading->setUntrusted(heading, 100);
    m_heading->setVisible(!heading.isEmpty());
    m_hint->setUntrusted(hint, 64);
    m_hint->setVisible(!hint.isEmpty());
}

void DetailsPanel::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
}

void DetailsPanel::addAboveSentence(QWidget *part)
{
    m_content->insertWidget(m_content->indexOf(m_sentence), part);
}

void DetailsPanel::addPart(QWidget *part)
{
    m_content->insertWidget(m_content->count() - 1, part);
}

void DetailsPanel::scrollToTop()
{
    m_scroll->verticalScrollBar()->setValue(0);
}

void DetailsPanel::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

void DetailsPanel::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    QPainter(this).fillRect(QRect(0, 0, 1, height()), tokensFor(palette()).line);
}

void DetailsPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeWanted();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ui
