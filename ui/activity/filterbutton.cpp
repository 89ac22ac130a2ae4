#include "ui/activity/filterbutton.h"

#include "core/base/text.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"

#include <QActionGroup>
#include <QMenu>
#include <QPainter>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int high = 26;
constexpr int widest = 190;
constexpr int padding = 11;
constexpr int chevronRoom = 16;
constexpr qsizetype longest = 60;
} // namespace

FilterButton::FilterButton(const QString &name, QWidget *parent)
    : MenuButton(parent), m_menu(new QMenu(this)), m_choices(new QActionGroup(this))
{
    setAccessibleName(name);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_menu->setAccessibleName(name);
    setPopup(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        m_menu->clear();
        Q_EMIT aboutToOpen();
    });
}

void FilterButton::setChosen(const QString &words, bool active)
{
    m_words = core::shown(words, longest);
    m_active = active;
    setAccessibleDescription(m_words);
    updateGeometry();
    update();
}

void FilterButton::addChoice(const QString &words, bool chosen, const std::function<void()> &choose)
{
    auto *action = m_choices->addAction(m_menu->addAction(core::shown(words, longest).replace(u'&', u"&&"_s)));
    action->setCheckable(true);
    action->setChecked(chosen);
    connect(action, &QAction::triggered, this, choose);
}

void FilterButton::addDivider()
{
    m_menu->addSeparator();
}

QSize FilterButton::sizeHint() const
{
    const QFontMetrics metrics(fontFor(TextRole::Small));
    return {std::min(widest, metrics.horizontalAdvance(m_words) + 2 * padding + chevronRoom), high};
}

void FilterButton::paintEvent(QPaintEvent *)
{
    const auto &tokens = tokensFor(palette());
    QPainter painter(this);
    paint::box(painter, rect(),
               m_active                   ? tokens.accentTint
               : underMouse() || isDown() ? tokens.faintLine
                                          : tokens.surface,
               m_active ? tokens.accentTint : tokens.line, high / 2.0);
    const auto font = fontFor(TextRole::Small);
    const auto colour = m_active ? tokens.accent : tokens.text;
    const QRect room(padding, 0, width() - 2 * padding - chevronRoom, height());
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetrics(font).elidedText(m_words, Qt::ElideRight, room.width()));
    paint::chevron(painter, QRect(width() - padding - chevronRoom + 4, 0, chevronRoom - 4, height()), Qt::DownArrow,
                   colour);
    if (hasFocus())
        paint::focusRing(painter, rect(), tokens.accent, high / 2.0);
}

} // namespace ui
