#pragma once

#include <QIcon>

class QColor;
class QPainter;
class QRect;

namespace ui {

enum class Symbol {
    Overview,
    Key,
    Plus,
    Search,
    Refresh,
    Rotate,
    Activity,
    Edit,
    Revoke,
    Disable,
    Export,
    Copy,
    Show,
    Hide,
    Lock,
    Account,
    Chevron,
    Check,
    Warning,
    Offline,
    Settings,
    SignOut,
    Organization,
    Close,
    App
};

//! One of our own line icons, recoloured from the palette, rendered once a colour and scale.
QIcon icon(Symbol symbol);
//! The same in a colour of the caller's, for widgets that paint themselves.
void paintSymbol(QPainter &painter, const QRect &rect, Symbol symbol, const QColor &colour);

} // namespace ui
