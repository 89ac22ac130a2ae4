#include "ui/watched/checkresult.h"

#include "core/base/text.h"
#include "ui/kit/button.h"
#include "ui/kit/pill.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"
#include "ui/watched/checkwords.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int mostLines = 10; //!< of the answer, before it scrolls
}

CheckResult::CheckResult(QWidget *parent)
    : Panel(parent),
      m_pill(new Pill(Pill::Tint::Neutral)),
      m_when(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_sentence(new PlainLabel),
      m_said(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_waiting(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Warning)),
      m_fold(new Button(tr("Show the answer"))),
      m_raw(new QPlainTextEdit)
{
    m_pill->setObjectName(u"checkOutcome"_s);
    m_sentence->setObjectName(u"checkSentence"_s);
    m_raw->setObjectName(u"rawAnswer"_s);
    m_raw->setAccessibleName(tr("Status and headers"));
    m_raw->setReadOnly(true);
    m_raw->setFont(fontFor(TextRole::Fixed));
    m_raw->setTabChangesFocus(true);
    m_raw->hide();
    m_fold->setCheckable(true);
    m_fold->setAutoDefault(false);
    for (auto *label : {m_sentence, m_said, m_waiting})
        label->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->addWidget(m_pill);
    head->addWidget(m_when);
    head->addStretch();
    head->addWidget(m_fold);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::medium, spacing::medium, spacing::medium, spacing::medium);
    column->setSpacing(spacing::small);
    column->addLayout(head);
    for (QWidget *part : std::initializer_list<QWidget *>{m_sentence, m_said, m_waiting, m_raw})
        column->addWidget(part);
    connect(m_fold, &QPushButton::toggled, this, [this](bool open) {
        m_raw->setVisible(open);
        m_fold->setText(open ? tr("Hide the answer") : tr("Show the answer"));
    });
}

void CheckResult::show(const core::KeyCheck &check, const WatchedPlace &place, const QDateTime &now)
{
    const auto word = checkwords::outcome(check.outcome);
    m_pill->setTint(checkwords::tint(check.outcome));
    m_pill->setText(word);
    m_when->setText(words::relative(check.at, now));
    m_when->setToolTip(words::exact(check.at));
    m_sentence->setText(checkwords::sentence(check, place));
    setAccessibleName(tr("Check: %1").arg(word));
    setAccessibleDescription(m_sentence->text());
    m_said->setText(check.message.isEmpty() ? QString()
                                            : tr("%1 says: “%2”").arg(place.provider.name, core::shown(check.message)));
    m_said->setVisible(!check.message.isEmpty());
    const auto waiting = checkwords::waiting(check, place, now);
    m_waiting->setText(waiting);
    m_waiting->setVisible(!waiting.isEmpty());
    const auto raw = checkwords::raw(check);
    m_raw->setPlainText(raw);
    const auto lines = static_cast<int>(std::min<qsizetype>(raw.count(u'\n') + 1, mostLines));
    m_raw->setFixedHeight((lines + 2) * m_raw->fontMetrics().lineSpacing()); // with its margins
    QWidget::show();
}

} // namespace ui
