#include "core/backend/urlquery.h"

#include <QUrl>

namespace core {

void addEncoded(QUrlQuery &query, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

} // namespace core
