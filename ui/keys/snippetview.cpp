#include "ui/keys/snippetview.h"

#include "core/base/text.h"
#include "ui/keys/codebox.h"
#include "ui/kit/button.h"
#include "ui/kit/choicebar.h"
#include "ui/kit/field.h"
#include "ui/kit/plainlabel.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr std::chrono::seconds copiedIsShown{2};
} // namespace

SnippetView::SnippetView(QWidget *parent)
    : QWidget(parent),
      m_kinds(new ChoiceBar(ChoiceBar::Look::Segments)),
      m_clients(new QComboBox),
      m_clientField(new Field(tr("MCP client"), m_clients)),
      m_text(new CodeBox),
      m_copy(new Button(tr("Copy")))
{
    m_kinds->addChoice(Curl, tr("curl"));
    m_kinds->addChoice(DotEnv, tr(".env"));
    m_kinds->addChoice(Mcp, tr("MCP"));
    m_kinds->addChoice(Nginx, tr("nginx"));
    m_kinds->choose(Curl);
    m_kinds->setAccessibleName(tr("Use this key"));
    m_clients->addItems({tr("Claude Code"), tr("Cursor"), tr("VS Code"), tr("Claude Desktop")});
    m_text->setObjectName(u"snippet"_s);
    m_text->setAccessibleName(tr("Snippet"));
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
    layout->addWidget(m_clientField);
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
    m_clientField->setVisible(m_kinds->chosen() == Mcp);
    m_text->setText(snippet());
}

void SnippetView::copy()
{
    QGuiApplication::clipboard()->setText(snippet());
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(copiedIsShown, m_copy, [this] { m_copy->setText(tr("Copy")); });
}

} // namespace ui
