#pragma once

#include <QPushButton>

class QMenu;

namespace ui {

//! A push button that opens a menu. Unlike QPushButton::setMenu it does not wait for the menu in an event loop of its
//! own (assistive technology that pressed the button would wait with it), and the open menu is a child of the button to
//! assistive technology, which otherwise could not find it.
class MenuButton : public QPushButton {
    Q_OBJECT

public:
    explicit MenuButton(QWidget *parent = nullptr);

    //! \a menu belongs to the caller and outlives the button's last click.
    void setPopup(QMenu *menu);
    QMenu *popup() const { return m_popup; }

private:
    void open();

    QMenu *m_popup = nullptr;
};

} // namespace ui
