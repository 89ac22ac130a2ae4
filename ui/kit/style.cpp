#include "ui/kit/style.h"

#include "ui/kit/button.h"
#include "ui/kit/icons.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int controlHeight = 32;
constexpr int comboArrowWidth = 28;
constexpr int indicator = 16;

bool isBareBox(const QStyleOption *option)
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    return button != nullptr && button->text.isEmpty() && button->icon.isNull();
}

struct ButtonColours {
    QColor fill, line, text;
};

ButtonColours coloursOf(const QStyleOption &option, const QWidget *widget)
{
    const Tokens &tokens = tokensFor(option.palette);
    if (!option.state.testFlag(QStyle::State_Enabled))
        return {tokens.window, tokens.line, tokens.muted};
    const auto *button = qobject_cast<const Button *>(widget);
    const bool pressed = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const auto shade = [&](const QColor &colour) {
        if (!pressed && !hovered)
            return colour;
        return tokens.dark ? colour.lighter(pressed ? 88 : 108) : colour.darker(pressed ? 118 : 108);
    };
    const QColor plain = pressed ? tokens.line : hovered ? tokens.faintLine : tokens.surface;
    switch (button ? button->look() : Button::Look::Plain) {
    case Button::Look::Primary: return {shade(tokens.accent), shade(tokens.accent), tokens.onAccent};
    case Button::Look::Danger: return {shade(tokens.bad.foreground), shade(tokens.bad.foreground), tokens.onAccent};
    case Button::Look::DangerText: return {plain, tokens.line, tokens.bad.foreground};
    case Button::Look::Plain: break;
    }
    return {plain, tokens.line, tokens.text};
}

Qt::ArrowType arrowFor(QStyle::PrimitiveElement element)
{
    switch (element) {
    case QStyle::PE_IndicatorArrowUp:
    case QStyle::PE_IndicatorSpinUp: return Qt::UpArrow;
    case QStyle::PE_IndicatorArrowLeft: return Qt::LeftArrow;
    case QStyle::PE_IndicatorArrowRight: return Qt::RightArrow;
    default: return Qt::DownArrow;
    }
}

} // namespace

Style::Style() : QProxyStyle(u"fusion"_s) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const Tokens &tokens = tokensFor(option->palette);
    switch (element) {
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool:
    case PE_PanelButtonBevel: {
        const ButtonColours colours = coloursOf(*option, widget);
        const bool flatTool =
            element == PE_PanelButtonTool && !(option->state & (State_MouseOver | State_Sunken | State_On));
        if (!flatTool)
            paint::box(*painter, option->rect, colours.fill, colours.line, spacing::controlRadius);
        return;
    }
    case PE_PanelLineEdit:
    case PE_FrameLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame == nullptr || frame->lineWidth > 0)
            paint::inputFrame(*painter, *option, widget);
        return;
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: paint::checkBox(*painter, *option); return;
    case PE_IndicatorRadioButton: paint::radioButton(*painter, *option); return;
    case PE_FrameFocusRect:
        if (option->state.testFlag(State_KeyboardFocusChange) || option->state.testFlag(State_HasFocus))
            paint::focusRing(*painter, option->rect, tokens.accent, 4);
        return;
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowLeft:
    case PE_IndicatorArrowRight:
    case PE_IndicatorSpinUp:
    case PE_IndicatorSpinDown:
        paint::chevron(*painter, option->rect, arrowFor(element),
                       option->state.testFlag(State_Enabled) ? tokens.muted : tokens.line);
        return;
    case PE_IndicatorHeaderArrow:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            paint::chevron(*painter, option->rect,
                           header->sortIndicator == QStyleOptionHeader::SortUp ? Qt::UpArrow : Qt::DownArrow,
                           tokens.muted);
        return;
    case PE_PanelMenu: painter->fillRect(option->rect, tokens.surface); return;
    case PE_FrameMenu:
    case PE_Frame: paint::box(*painter, option->rect, {}, tokens.line, 0); return;
    case PE_PanelTipLabel: paint::box(*painter, option->rect, tokens.surface, tokens.line, 0); return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawPushButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (button == nullptr)
        return;
    const ButtonColours colours = coloursOf(*option, widget);
    const Tokens &tokens = tokensFor(option->palette);
    if (!button->features.testFlag(QStyleOptionButton::Flat) || (option->state & (State_MouseOver | State_Sunken)))
        paint::box(*painter, option->rect, colours.fill, colours.line, spacing::controlRadius);
    QStyleOptionButton label = *button;
    label.features.setFlag(QStyleOptionButton::HasMenu, false);
    label.palette.setColor(QPalette::ButtonText, colours.text);
    if (button->features.testFlag(QStyleOptionButton::HasMenu)) {
        label.rect.setRight(label.rect.right() - 18);
        paint::chevron(*painter, QRect(option->rect.right() - 24, option->rect.top(), 16, option->rect.height()),
                       Qt::DownArrow, tokens.muted);
    }
    proxy()->drawControl(CE_PushButtonLabel, &label, painter, widget);
    if (option->state.testFlag(State_HasFocus)) {
        // On a filled button a ring of the same colour would not be seen: it goes inside, in the colour of the text.
        const bool filled = colours.fill == tokens.accent || colours.text == tokens.onAccent;
        if (filled)
            paint::box(*painter, option->rect.adjusted(2, 2, -2, -2), {}, tokens.onAccent, spacing::controlRadius - 2,
                       1.5);
        else
            paint::focusRing(*painter, option->rect, tokens.accent, spacing::controlRadius);
    }
}

void Style::drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (item == nullptr)
        return;
    const Tokens &tokens = tokensFor(option->palette);
    const bool separator = item->menuItemType == QStyleOptionMenuItem::Separator;
    const QRect &rect = option->rect;
    if (separator && item->text.isEmpty())
        return painter->fillRect(QRect(rect.left(), rect.center().y(), rect.width(), 1), tokens.faintLine);
    QStyleOptionMenuItem calm = *item;
    if (!separator && option->state.testFlag(State_Selected) && option->state.testFlag(State_Enabled)) {
        paint::box(*painter, rect.adjusted(4, 1, -4, -1), tokens.accentTint, {}, 4);
        calm.state.setFlag(State_Selected, false);
    }
    QProxyStyle::drawControl(CE_MenuItem, &calm, painter, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const Tokens &tokens = tokensFor(option->palette);
    switch (element) {
    case CE_PushButton: drawPushButton(option, painter, widget); return;
    case CE_MenuItem: drawMenuItem(option, painter, widget); return;
    case CE_MenuBarEmptyArea: painter->fillRect(option->rect, tokens.sidebar); return;
    case CE_MenuBarItem: {
        painter->fillRect(option->rect, tokens.sidebar);
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            const bool open = option->state & (State_Selected | State_Sunken);
            if (open)
                paint::box(*painter, option->rect.adjusted(1, 3, -1, -3), tokens.line, {}, 4);
            drawItemText(painter, option->rect,
                         Qt::AlignCenter |
                             (styleHint(SH_UnderlineShortcut, option, widget, nullptr) ? Qt::TextShowMnemonic
                                                                                       : Qt::TextHideMnemonic),
                         option->palette, option->state.testFlag(State_Enabled), item->text, QPalette::WindowText);
        }
        return;
    }
    case CE_CheckBox: // Fusion would ask itself, not this style, where box and ring are
        if (!isBareBox(option))
            return QProxyStyle::drawControl(element, option, painter, widget);
        return paint::bareCheckBox(*painter, *option, subElementRect(SE_CheckBoxIndicator, option, widget), ringRoom);
    case CE_HeaderSection:
    case CE_HeaderEmptyArea: paint::headerSection(*painter, *option); return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeaderV2 label;
            label.QStyleOptionHeader::operator=(*header);
            label.palette.setColor(QPalette::ButtonText, tokens.muted);
            QProxyStyle::drawControl(element, &label, painter, widget);
        }
        return;
    case CE_Splitter: painter->fillRect(option->rect, tokens.line); return;
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    const Tokens &tokens = tokensFor(option->palette);
    switch (control) {
    case CC_ComboBox: {
        paint::inputFrame(*painter, *option, widget);
        const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
        paint::chevron(*painter, arrow, Qt::DownArrow,
                       option->state.testFlag(State_Enabled) ? tokens.muted : tokens.line);
        return;
    }
    case CC_SpinBox: {
        paint::inputFrame(*painter, *option, widget);
        const bool enabled = option->state.testFlag(State_Enabled);
        for (const auto &[part, direction] : {std::pair{SC_SpinBoxUp, Qt::UpArrow}, {SC_SpinBoxDown, Qt::DownArrow}})
            paint::chevron(*painter, subControlRect(CC_SpinBox, option, part, widget), direction,
                           enabled ? tokens.muted : tokens.line);
        return;
    }
    case CC_ScrollBar:
        paint::scrollBar(*painter, *option, subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget));
        return;
    default: QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_LineEditContents: return option->rect.adjusted(spacing::small, 1, -spacing::small, -1);
    case SE_CheckBoxIndicator:
        return isBareBox(option)
                   ? alignedRect(option->direction, Qt::AlignCenter, QSize(indicator, indicator), option->rect)
                   : QProxyStyle::subElementRect(element, option, widget);
    default: return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect Style::scrollBarRect(const QStyleOptionComplex *option, SubControl part) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (bar == nullptr)
        return {};
    const bool across = bar->orientation == Qt::Horizontal;
    const int length = across ? bar->rect.width() : bar->rect.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    int slider = length;
    if (range > 0)
        slider =
            std::clamp(int(qint64(length) * bar->pageStep / (range + bar->pageStep)), std::min(32, length), length);
    const int at =
        sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - slider, bar->upsideDown);
    const auto along = [&](int from, int size) {
        const QRect rect = across ? QRect(from, 0, size, bar->rect.height()) : QRect(0, from, bar->rect.width(), size);
        return visualRect(bar->direction, bar->rect, rect);
    };
    switch (part) {
    case SC_ScrollBarSlider: return along(at, slider);
    case SC_ScrollBarGroove: return along(0, length);
    case SC_ScrollBarSubPage: return along(0, at);
    case SC_ScrollBarAddPage: return along(at + slider, length - at - slider);
    default: return {}; // no buttons at the ends
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                            const QWidget *widget) const
{
    if (control == CC_ScrollBar)
        return scrollBarRect(option, part);
    if (control == CC_ComboBox) {
        const QRect whole = option->rect;
        if (part == SC_ComboBoxArrow)
            return visualRect(option->direction, whole,
                              QRect(whole.right() - comboArrowWidth + 1, whole.top(), comboArrowWidth, whole.height()));
        const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        if (part == SC_ComboBoxEditField) {
            // The line edit inside has margins of its own.
            const int left = combo != nullptr && combo->editable ? 2 : 10;
            return visualRect(option->direction, whole, whole.adjusted(left, 1, -comboArrowWidth, -1));
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                              const QWidget *widget) const
{
    switch (type) {
    case CT_PushButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        int across = contents.width() + 2 * 13;
        if (button != nullptr && button->features.testFlag(QStyleOptionButton::HasMenu))
            across += 8;
        return {across, std::max(controlHeight, contents.height() + 8)};
    }
    case CT_CheckBox:
        return isBareBox(option) ? QSize(indicator + 2 * ringRoom, indicator + 2 * ringRoom)
                                 : QProxyStyle::sizeFromContents(type, option, contents, widget);
    case CT_LineEdit: return {contents.width() + 2 * spacing::small, std::max(controlHeight, contents.height() + 8)};
    case CT_ComboBox: return {contents.width() + comboArrowWidth + 18, std::max(controlHeight, contents.height() + 8)};
    case CT_SpinBox:
        return QProxyStyle::sizeFromContents(type, option, contents, widget).expandedTo({0, controlHeight});
    case CT_MenuItem: {
        const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        const bool separator = item != nullptr && item->menuItemType == QStyleOptionMenuItem::Separator;
        return separator ? QSize(size.width(), 9) : QSize(size.width() + 16, std::max(size.height(), 28));
    }
    case CT_MenuBarItem: return {contents.width() + 18, std::max(contents.height(), 28)};
    case CT_HeaderSection: {
        const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
        return {size.width() + spacing::small, std::max(size.height(), 34)};
    }
    default: return QProxyStyle::sizeFromContents(type, option, contents, widget);
    }
}

QIcon Style::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_LineEditClearButton: return icon(Symbol::Close);
    case SP_ToolBarHorizontalExtensionButton: return icon(Symbol::Chevron);
    default: return QProxyStyle::standardIcon(which, option, widget);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return indicator;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return spacing::small;
    case PM_ScrollBarExtent: return 12;
    case PM_ScrollBarSliderMin: return 32;
    case PM_SplitterWidth: return 1;
    case PM_MenuVMargin: return 4;
    case PM_MenuHMargin: return 0;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin: return 0;
    case PM_MenuBarHMargin: return spacing::hair;
    case PM_HeaderMargin: return spacing::hair;
    case PM_HeaderMarkSize: return 10;
    case PM_SmallIconSize:
    case PM_ButtonIconSize: return 16;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *more) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_LineEdit_PasswordCharacter: return 0x2022;
    default: return QProxyStyle::styleHint(hint, option, widget, more);
    }
}

void Style::polish(QWidget *widget)
{
    if (auto *header = qobject_cast<QHeaderView *>(widget))
        header->setFont(fontFor(TextRole::SectionLabel));
    // Their own smallest height is that of the text: a layout short of room would press them flat.
    const bool input = qobject_cast<QLineEdit *>(widget) || qobject_cast<QComboBox *>(widget) ||
                       qobject_cast<QAbstractSpinBox *>(widget);
    const QWidget *parent = widget->parentWidget();
    const bool part = qobject_cast<const QComboBox *>(parent) || qobject_cast<const QAbstractSpinBox *>(parent);
    if (input && !part && widget->minimumHeight() == 0)
        widget->setMinimumHeight(controlHeight);
    QProxyStyle::polish(widget);
}

} // namespace ui
