#pragma once

#include "ui/kit/menubutton.h"

#include <functional>

class QActionGroup;
class QMenu;

namespace ui {

//! A filter that is chosen from a menu: "All keys ⌄". Its accessible name says what it chooses, its text what is
//! chosen.
class FilterButton : public MenuButton {
    Q_OBJECT

public:
    explicit FilterButton(const QString &name, QWidget *parent = nullptr);

    //! May come from a backend. \a active: something is filtered by it.
    void setChosen(const QString &words, bool active);
    //! An entry of the menu; \a words may come from a backend.
    void addChoice(const QString &words, bool chosen, const std::function<void()> &choose);
    void addDivider();

    QSize sizeHint() const override;

Q_SIGNALS:
    void aboutToOpen(); //!< the menu is empty then

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QMenu *m_menu;
    QActionGroup *m_choices; //!< of which one holds
    QString m_words;
    bool m_active = false;
};

} // namespace ui
