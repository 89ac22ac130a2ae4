#include "ui/kit/choicebar.h"

#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QRadioButton>

namespace ui {

namespace {

//! One choice: a radio button in all but its looks.
class Choice final : public QRadioButton {
    Q_OBJECT

public:
    Choice(const QString &name, ChoiceBar::Look look, QWidget *parent)
        : QRadioButton(parent), m_name(name), m_look(look)
    {
        setAccessibleName(name);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setAttribute(Qt::WA_Hover);
    }

    enum class Place { Only, First, Middle, Last };
    void setPlace(Place place) { m_place = place; }

    void setCount(qint64 count)
    {
        if (m_count == count)
            return;
        m_count = count;
        updateGeometry();
        update();
    }

    QSize sizeHint() const override
    {
        const QFontMetrics metrics(drawnFont(true));
        const bool pill = m_look == ChoiceBar::Look::Pills;
        return {metrics.horizontalAdvance(shownText()) + 2 * (pill ? 11 : 13), pill ? 26 : 30};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint &position) const override { return rect().contains(position); }
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString shownText() const
    {
        return m_count < 0 ? m_name : m_name + QStringLiteral(" · ") + QString::number(m_count);
    }
    QFont drawnFont(bool chosen) const
    {
        QFont font = fontFor(m_look == ChoiceBar::Look::Pills ? TextRole::Small : TextRole::Body);
        font.setWeight(chosen ? QFont::DemiBold : QFont::Normal);
        return font;
    }
    QRectF surface() const;

    QString m_name;
    ChoiceBar::Look m_look;
    Place m_place = Place::Only;
    qint64 m_count = -1;
};

//! The box is drawn beyond the sides that join a neighbour, and cut off there by the clip.
QRectF Choice::surface() const
{
    QRectF box = rect();
    if (m_place == Place::Middle || m_place == Place::Last)
        box.setLeft(box.left() - 20);
    if (m_place == Place::First || m_place == Place::Middle)
        box.setRight(box.right() + 20);
    return box;
}

//! On some desktops Return presses whatever has the focus. What is chosen needs no press: the key is the dialog's.
void Choice::keyPressEvent(QKeyEvent *event)
{
    if (isChecked() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        event->ignore();
    else
        QRadioButton::keyPressEvent(event);
}

void Choice::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    const bool pill = m_look == ChoiceBar::Look::Pills;
    const bool hovered = isEnabled() && underMouse() && !isChecked();
    const QColor fill = isChecked() ? tokens.accentTint : hovered ? tokens.faintLine : tokens.surface;
    const qreal radius = pill ? height() / 2.0 : spacing::controlRadius;
    QPainter painter(this);
    painter.setClipRect(rect());
    paint::box(painter, surface(), isEnabled() ? fill : tokens.window,
               pill && isChecked() ? tokens.accentTint : tokens.line, radius);
    if (!pill && (m_place == Place::Middle || m_place == Place::Last))
        painter.fillRect(QRect(0, 1, 1, height() - 2), tokens.line);
    painter.setFont(drawnFont(isChecked()));
    painter.setPen(!isEnabled() ? tokens.muted : isChecked() ? tokens.accent : tokens.text);
    painter.drawText(rect(), Qt::AlignCenter, shownText());
    if (hasFocus())
        paint::focusRing(painter, rect(), tokens.accent, radius);
}

} // namespace

ChoiceBar::ChoiceBar(Look look, QWidget *parent)
    : QWidget(parent), m_group(new QButtonGroup(this)), m_layout(new QHBoxLayout(this)), m_look(look)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(look == Look::Segments ? 0 : 6);
    m_layout->addStretch(1);
    // Not `clicked`: assistive technology toggles a choice without one.
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        keepOneTabStop();
        if (checked && !m_choosing)
            Q_EMIT chose(id);
    });
}

void ChoiceBar::addChoice(int id, const QString &name)
{
    auto *choice = new Choice(name, m_look, this);
    m_group->addButton(choice, id);
    m_layout->insertWidget(m_layout->count() - 1, choice);
    keepOneTabStop();
    if (m_look == Look::Pills)
        return;
    const auto buttons = m_group->buttons();
    for (qsizetype i = 0; i < buttons.size(); ++i) {
        const bool first = i == 0, last = i + 1 == buttons.size();
        static_cast<Choice *>(buttons.at(i))
            ->setPlace(first && last ? Choice::Place::Only
                       : first       ? Choice::Place::First
                       : last        ? Choice::Place::Last
                                     : Choice::Place::Middle);
    }
}

//! Tab stops at what is chosen, arrows lead to the others. Qt does this only where a person chooses.
void ChoiceBar::keepOneTabStop()
{
    const auto buttons = m_group->buttons();
    const auto *stop = m_group->checkedButton() != nullptr ? m_group->checkedButton() : buttons.value(0);
    for (auto *button : buttons)
        button->setFocusPolicy(button == stop ? Qt::StrongFocus : Qt::ClickFocus);
}

int ChoiceBar::chosen() const
{
    return m_group->checkedId();
}

void ChoiceBar::choose(int id)
{
    m_choosing = true;
    if (QAbstractButton *button = m_group->button(id))
        button->setChecked(true);
    m_choosing = false;
}

void ChoiceBar::setCount(int id, qint64 count)
{
    if (QAbstractButton *button = m_group->button(id))
        static_cast<Choice *>(button)->setCount(count);
}

void ChoiceBar::setChoiceEnabled(int id, bool enabled, const QString &why)
{
    if (QAbstractButton *button = m_group->button(id)) {
        button->setEnabled(enabled);
        button->setToolTip(why.toHtmlEscaped());
        button->setAccessibleDescription(why);
    }
}

} // namespace ui

#include "choicebar.moc"
