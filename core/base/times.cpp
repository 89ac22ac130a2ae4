#include "core/base/times.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace core {

QString toRfc3339(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd'T'HH:mm:ss'Z'"_s);
}

QDateTime fromRfc3339(QStringView text)
{
    static const QRegularExpression form(
        u"^\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$"_s);
    if (text.size() > 40 || !form.match(text.toString()).hasMatch())
        return {};
    return QDateTime::fromString(text.toString(), Qt::ISODateWithMs).toUTC();
}

} // namespace core
