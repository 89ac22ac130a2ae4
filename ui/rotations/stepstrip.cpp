#include "ui/rotations/stepstrip.h"

#include "ui/kit/plainlabel.h"
#include "ui/rotations/rotationwords.h"

#include <QHBoxLayout>
#include <QPainter>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int barHeight = 3, gap = 10;
enum class Standing { Done, UnderWay, Ahead };

} // namespace

class StepView : public QWidget {
public:
    explicit StepView(const QString &name)
        : m_name(new PlainLabel(name, TextRole::Strong)),
          m_text(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted))
    {
        m_name->setWordWrap(true);
        m_text->setWordWrap(true);
        m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, barHeight + spacing::small, 0, 0);
        column->setSpacing(1);
        column->addWidget(m_name);
        column->addWidget(m_text);
        column->addStretch(1);
    }

    void show(const QString &text, Standing standing)
    {
        m_text->setUntrusted(text, 200);
        m_standing = standing;
        const auto state = standing == Standing::Done       ? StepStrip::tr("done")
                           : standing == Standing::UnderWay ? StepStrip::tr("under way")
                                                            : StepStrip::tr("not yet");
        setAccessibleName(u"%1: %2"_s.arg(m_name->text(), state));
        setAccessibleDescription(m_text->text());
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensFor(palette());
        const auto colour = m_standing == Standing::Done       ? tokens.good.foreground
                            : m_standing == Standing::UnderWay ? tokens.accent
                                                               : tokens.line;
        QPainter(this).fillRect(QRect(0, 0, width(), barHeight), colour);
    }

private:
    PlainLabel *m_name;
    PlainLabel *m_text;
    Standing m_standing = Standing::Ahead;
};

StepStrip::StepStrip(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(gap);
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        m_steps[i] = new StepView(rotationwords::name(core::allRotationSteps[i]));
        row->addWidget(m_steps[i], 1);
    }
}

void StepStrip::show(const core::Rotation &rotation, const std::optional<core::Callers> &callers, const QDateTime &now)
{
    const auto done = core::rotationrules::stepsDone(rotation, now);
    const auto current = std::find(done.begin(), done.end(), false) - done.begin();
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const auto standing = done[i]                        ? Standing::Done
                              : std::ptrdiff_t(i) == current ? Standing::UnderWay
                                                             : Standing::Ahead;
        m_steps[i]->show(rotationwords::text(core::allRotationSteps[i], rotation, callers, now), standing);
    }
}

} // namespace ui
