#include "ui/kit/menubutton.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QMenu>

namespace ui {

namespace {

class AccessibleMenuButton final : public QAccessibleWidget {
public:
    explicit AccessibleMenuButton(MenuButton *button)
        : QAccessibleWidget(button, QAccessible::ButtonMenu), m_button(button)
    {
    }

    int childCount() const override { return isOpen() ? 1 : 0; }
    QAccessibleInterface *child(int index) const override
    {
        return index == 0 && isOpen() ? QAccessible::queryAccessibleInterface(m_button->popup()) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        return isOpen() && child->object() == m_button->popup() ? 0 : -1;
    }

    QStringList actionNames() const override { return QStringList{pressAction()} + QAccessibleWidget::actionNames(); }
    void doAction(const QString &name) override
    {
        if (name == pressAction())
            m_button->click();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    bool isOpen() const { return m_button->popup() != nullptr && m_button->popup()->isVisible(); }

    MenuButton *m_button;
};

QAccessibleInterface *accessibleFor(const QString &, QObject *object)
{
    auto *button = qobject_cast<MenuButton *>(object);
    return button == nullptr ? nullptr : new AccessibleMenuButton(button);
}

} // namespace

MenuButton::MenuButton(QWidget *parent) : QPushButton(parent)
{
    QAccessible::installFactory(accessibleFor); // a second time does nothing
    connect(this, &QPushButton::clicked, this, &MenuButton::open);
}

void MenuButton::setPopup(QMenu *menu)
{
    m_popup = menu;
}

void MenuButton::open()
{
    if (m_popup == nullptr)
        return;
    const bool atBottom = mapTo(window(), QPoint()).y() > window()->height() / 2;
    m_popup->popup(mapToGlobal(QPoint(0, atBottom ? -m_popup->sizeHint().height() : height())));
}

} // namespace ui
