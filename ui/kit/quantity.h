#pragma once

#include <QString>

//! Numbers of things in words: "1 key", "12,345 keys".
namespace ui::quantity {

QString number(qint64 count);
QString keys(qint64 count);
QString events(qint64 count);

} // namespace ui::quantity
