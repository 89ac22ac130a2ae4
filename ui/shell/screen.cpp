#include "ui/shell/screen.h"

#include <QCoreApplication>

namespace ui {

QList<ScreenFacts> allScreens()
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("ui::Screens", text); };
    return {{Screen::Overview, Symbol::Overview, tr("Overview"), tr("O&verview"), Qt::CTRL | Qt::Key_1},
            {Screen::Keys, Symbol::Key, tr("Keys"), tr("&Keys"), Qt::CTRL | Qt::Key_2},
            {Screen::Activity, Symbol::Activity, tr("Activity"), tr("&Activity"), Qt::CTRL | Qt::Key_3},
            {Screen::Rotations, Symbol::Rotate, tr("Rotations"), tr("R&otations"), Qt::CTRL | Qt::Key_4}};
}

} // namespace ui
