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

namespace {

constexpr QStringView formulaStarters = u"=+-@";
//! Where a spreadsheet may begin a cell whatever the quotes: to one that splits at semicolons or tabs, a quote behind a
//! comma is no quote.
constexpr QStringView breaks = u";\t\r\n";

//! With an apostrophe before whatever could begin a formula.
QString defused(const QString &text)
{
    QString field;
    field.reserve(text.size() + 1);
    QChar before;
    for (const QChar letter : text) {
        const bool starts = formulaStarters.contains(letter);
        const bool isFirst = field.isEmpty();
        const bool isTrimmed = letter.isNull() || (letter != u';' && breaks.contains(letter));
        if ((isFirst && (starts || isTrimmed)) || (!isFirst && starts && breaks.contains(before)))
            field += u'\'';
        field += letter;
        before = letter;
    }
    return field;
}

} // namespace

QString csvField(const QString &text)
{
    auto field = defused(text);
    const bool needsQuotes = std::any_of(field.cbegin(), field.cend(), [](QChar letter) {
        return letter == u',' || letter == u'"' || breaks.contains(letter);
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
