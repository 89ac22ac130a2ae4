#include "ui/kit/factpanel.h"

#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <algorithm>

namespace ui {

namespace {

constexpr int lineHeight = 44, margin = 14;
constexpr qsizetype longestName = 60, longestFact = 300;

} // namespace

//! One line, with a hairline above all but the first.
class FactLine : public QWidget {
public:
    FactLine(const FactPanel::Line &line, bool first)
        : m_pill(new Pill(Pill::Tint::Neutral)),
          m_name(new PlainLabel({}, TextRole::Strong)),
          m_fact(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
          m_aside(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
          m_first(first)
    {
        setMinimumHeight(lineHeight);
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, spacing::hair, 0, spacing::hair);
        row->setSpacing(10);
        row->addWidget(m_pill);
        row->addWidget(m_name);
        row->addWidget(m_fact, 1);
        row->addWidget(m_aside);
        // The fact gives way first; a long one goes on below.
        m_fact->setWordWrap(true);
        m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
        for (const auto &action : line.actions) {
            auto *button = new Button(action);
            button->setAutoDefault(false);
            row->addWidget(button);
            m_buttons += button;
        }
        show(line);
    }

    void show(const FactPanel::Line &line)
    {
        m_pill->setVisible(line.tint.has_value());
        m_pill->setTint(line.tint.value_or(Pill::Tint::Neutral));
        m_name->setUntrusted(line.name, longestName);
        m_fact->setUntrusted(line.fact, longestFact);
        m_aside->setText(line.aside);
        m_aside->setVisible(!line.aside.isEmpty());
        m_aside->setToolTip(line.asideToolTip.toHtmlEscaped());
        setAccessibleName(m_name->text());
        for (auto *button : std::as_const(m_buttons))
            button->setAccessibleDescription(m_name->text());
    }
    const QList<Button *> &buttons() const { return m_buttons; }
    int focused() const
    {
        const auto at = std::find_if(m_buttons.begin(), m_buttons.end(), [](auto *each) { return each->hasFocus(); });
        return at == m_buttons.end() ? -1 : int(at - m_buttons.begin());
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (!m_first)
            QPainter(this).fillRect(QRect(0, 0, width(), 1), tokensFor(palette()).faintLine);
    }

private:
    Pill *m_pill;
    PlainLabel *m_name;
    PlainLabel *m_fact;
    PlainLabel *m_aside;
    QList<Button *> m_buttons;
    bool m_first;
};

FactPanel::FactPanel(const QString &title, QWidget *parent)
    : Panel(parent), m_column(new QVBoxLayout), m_remark(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted))
{
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_column->setSpacing(0);
    m_remark->setWordWrap(true);
    m_remark->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(spacing::small);
    layout->addWidget(new PlainLabel(title, TextRole::Strong));
    layout->addLayout(m_column);
    layout->addWidget(m_remark);
    layout->addStretch(1); // where it is made higher than it needs to be, its lines stay at the top
}

void FactPanel::setLines(const QList<Line> &lines)
{
    if (lines == m_shown)
        return;
    const bool sameRows =
        std::equal(lines.begin(), lines.end(), m_shown.begin(), m_shown.end(),
                   [](const Line &a, const Line &b) { return a.id == b.id && a.actions == b.actions; });
    m_shown = lines;
    if (!sameRows)
        return rebuild();
    for (qsizetype i = 0; i < lines.size(); ++i)
        m_lines[i]->show(lines[i]);
}

void FactPanel::rebuild()
{
    QString focusedId;
    int focusedAction = -1;
    for (auto *line : std::as_const(m_lines)) {
        if (line->focused() >= 0) {
            focusedId = line->objectName();
            focusedAction = line->focused();
        }
        m_column->removeWidget(line);
        line->hide();
        line->deleteLater(); // its button may be the one that was just pressed
    }
    m_lines.clear();
    for (const auto &each : std::as_const(m_shown)) {
        auto *line = new FactLine(each, m_lines.isEmpty());
        line->setObjectName(each.id);
        for (int action = 0; action < line->buttons().size(); ++action) {
            connect(line->buttons().at(action), &QPushButton::clicked, this,
                    [this, id = each.id, action] { Q_EMIT acted(id, action); });
        }
        m_column->addWidget(line);
        m_lines += line;
        if (each.id == focusedId && focusedAction < line->buttons().size())
            line->buttons().at(focusedAction)->setFocus();
    }
}

void FactPanel::setRemark(const QString &remark)
{
    m_remark->setText(remark);
    m_remark->setVisible(!remark.isEmpty());
}

} // namespace ui
