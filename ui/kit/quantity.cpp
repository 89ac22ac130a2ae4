#include "ui/kit/quantity.h"

#include "ui/kit/words.h"

#include <QCoreApplication>

namespace ui::quantity {

QString number(qint64 count)
{
    return words::english().toString(count);
}

QString keys(qint64 count)
{
    return count == 1 ? QCoreApplication::translate("ui::quantity", "1 key")
                      : QCoreApplication::translate("ui::quantity", "%1 keys").arg(number(count));
}

QString events(qint64 count)
{
    return count == 1 ? QCoreApplication::translate("ui::quantity", "1 event")
                      : QCoreApplication::translate("ui::quantity", "%1 events").arg(number(count));
}

} // namespace ui::quantity
