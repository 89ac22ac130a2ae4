#include "ui/kit/exportformat.h"

#include "core/base/times.h"

#include <QDateTime>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

ExportFormat exportFormatFor(const QString &fileName)
{
    return fileName.endsWith(".jsonl"_L1, Qt::CaseInsensitive) ? ExportFormat::JsonLines : ExportFormat::Csv;
}

QString csvField(const QString &text)
{
    static constexpr QStringView dangerous = u"=+-@\t\r\n\0";
    auto field = text;
    if (!field.isEmpty() && (dangerous.contains(field.front()) || field.front().isNull()))
        field.prepend(u'\'');
    const bool needsQuotes = std::any_of(field.cbegin(), field.cend(), [](QChar letter) {
        return letter == u',' || letter == u'"' || letter == u'\r' || letter == u'\n' || letter == u'\t';
    });
    if (!needsQuotes)
        return field;
    return u'"' + field.replace(u'"', "\"\""_L1) + u'"';
}

QByteArray csvLine(const QStringList &fields)
{
    QStringList quoted;
    quoted.reserve(fields.size());
    for (const auto &field : fields)
        quoted += csvField(field);
    return (quoted.join(u',') + "\r\n"_L1).toUtf8();
}

QString exportedTime(const QDateTime &time)
{
    return time.isValid() ? core::toRfc3339(time) : QString();
}

} // namespace ui
