#pragma once

#include "ui/kit/icons.h"

#include <QKeySequence>
#include <QList>
#include <QString>

namespace ui {

//! The screens in the order of the sidebar.
enum class Screen { Overview, Keys, Activity, Rotations };

struct ScreenFacts {
    Screen screen;
    Symbol symbol;
    QString name;
    QString menuName; //!< with an ampersand
    QKeySequence shortcut;
};
QList<ScreenFacts> allScreens();

} // namespace ui
