#include "ui/keys/snippetview.h"

#include "core/base/text.h"
#include "ui/kit/button.h"
#include "ui/kit/choicebar.h"
#include "ui/kit/plainlabel.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QTextOption>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr std::chrono::seconds copiedIsShown{2};
constexpr int codePadding = 6;

QFont codeFont()
{
    auto font = fontFor(TextRole::Fixed);
    font.setPixelSize(12);
    return font;
}

} // namespace

SnippetView::SnippetView(QWidget *parent)
    : QWidget(parent),
      m_kinds(new ChoiceBar(ChoiceBar::Look::Segments)),
      m_clients(new QComboBox),
      m_text(new QPlainTextEdit),
      m_copy(new Button(tr("Copy")))
{
    m_kinds->addChoice(Curl, tr("curl"));
    m_kinds->addChoice(DotEnv, tr(".env"));
    m_kinds->addChoice(Mcp, tr("MCP"));
    m_kinds->addChoice(Nginx, tr("nginx"));
    m_kinds->choose(Curl);
    m_kinds->setAccessibleName(tr("Use this key"));
    m_clients->setAccessibleName(tr("MCP client"));
    m_clients->addItems({tr("Claude Code"), tr("Cursor"), tr("VS Code"), tr("Claude Desktop")});
    m_text->setObjectName(u"snippet"_s);
    m_text->setAccessibleName(tr("Snippet"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFont(codeFont());
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->document()->setDocumentMargin(codePadding);
    m_text->viewport()->setBackgroundRole(QPalette::AlternateBase);
    m_copy->setObjectName(u"copySnippet"_s);
    m_copy->setAccessibleName(tr("Copy snippet"));

    auto *row = new QHBoxLayout;
    row->setSpacing(spacing::small);
    row->addWidget(m_kinds, 1);
    row->addWidget(m_copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::small);
    layout->addWidget(new PlainLabel(tr("Use this key"), TextRole::SectionLabel, PlainLabel::Colour::Muted));
    layout->addLayout(row);
    layout->addWidget(m_clients);
    layout->addWidget(m_text);
    connect(m_kinds, &ChoiceBar::chose, this, &SnippetView::refresh);
    connect(m_clients, &QComboBox::currentIndexChanged, this, &SnippetView::refresh);
    connect(m_copy, &QPushButton::clicked, this, &SnippetView::copy);
}

void SnippetView::show(const snippets::Subject &subject)
{
    m_subject = subject;
    const bool hasMcp = snippets::hasMcp(subject.profile);
    const auto why = subject.profile.name.isEmpty()
                         ? tr("Nothing is known about an MCP server for this provider.")
                         : tr("%1 has no MCP server that takes a key.").arg(core::shown(subject.profile.name, 64));
    m_kinds->setChoiceEnabled(Mcp, hasMcp, hasMcp ? QString() : why);
    if (!hasMcp && m_kinds->chosen() == Mcp)
        m_kinds->choose(Curl);
    refresh();
}

QString SnippetView::snippet() const
{
    switch (Kind(m_kinds->chosen())) {
    case Curl: return snippets::curl(m_subject);
    case DotEnv: return snippets::dotEnv(m_subject);
    case Mcp: return snippets::mcp(m_subject, snippets::McpClient(m_clients->currentIndex()));
    case Nginx: return snippets::nginx(m_subject);
    }
    return {};
}

void SnippetView::refresh()
{
    m_clients->setVisible(m_kinds->chosen() == Mcp);
    const auto text = snippet();
    if (m_text->toPlainText() == text) // what is selected in it stays selected
        return;
    m_text->setPlainText(text);
    fitHeight();
}

void SnippetView::copy()
{
    QGuiApplication::clipboard()->setText(snippet());
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(copiedIsShown, m_copy, [this] { m_copy->setText(tr("Copy")); });
}

// As high as its lines: the panel around it scrolls.
void SnippetView::fitHeight()
{
    m_text->document()->setTextWidth(m_text->viewport()->width());
    int lines = 0;
    for (auto block = m_text->document()->begin(); block.isValid(); block = block.next())
        lines += qMax(1, block.layout()->lineCount());
    const int frame = 2 * m_text->frameWidth() + 2 * codePadding;
    m_text->setFixedHeight(lines * QFontMetrics(m_text->font()).lineSpacing() + frame + 2);
}

void SnippetView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHeight();
}

} // namespace ui
