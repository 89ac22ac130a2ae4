#include "core/domain/calendar.h"

#include "core/base/text.h"

using namespace Qt::StringLiterals;

namespace core::calendar {

namespace {

constexpr qsizetype longestLine = 75; //!< octets, without the line's end
constexpr qsizetype longestText = 4000;

//! A line may be folded between any two octets; here it never is inside a character.
QByteArray folded(const QByteArray &line)
{
    QByteArray out;
    qsizetype room = longestLine;
    for (qsizetype at = 0; at < line.size();) {
        qsizetype length = 1;
        while (at + length < line.size() && (static_cast<unsigned char>(line[at + length]) & 0xC0) == 0x80)
            ++length;
        if (length > room) {
            out += "\r\n ";
            room = longestLine - 1;
        }
        out += line.mid(at, length);
        room -= length;
        at += length;
    }
    return out + "\r\n";
}

QByteArray line(const char *name, const QString &value)
{
    return folded(name + QByteArray(":") + value.toUtf8());
}

QByteArray textLine(const char *name, const QString &text)
{
    QString escaped = shown(text, longestText, true);
    escaped.replace(u'\\', u"\\\\"_s).replace(u';', u"\\;"_s).replace(u',', u"\\,"_s).replace(u'\n', u"\\n"_s);
    return line(name, escaped);
}

QString utc(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
}

QByteArray alarm(std::chrono::seconds before, const QString &summary)
{
    return "BEGIN:VALARM\r\nACTION:DISPLAY\r\n" + textLine("DESCRIPTION", summary) +
           line("TRIGGER", u"-PT%1S"_s.arg(before.count())) + "END:VALARM\r\n";
}

} // namespace

QByteArray head(const QString &name)
{
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Keysteward//Keysteward//EN\r\nCALSCALE:GREGORIAN\r\n"
           "METHOD:PUBLISH\r\n" +
           textLine("X-WR-CALNAME", name);
}

QByteArray entry(const Entry &entry, const QDateTime &now)
{
    QByteArray lines = "BEGIN:VEVENT\r\n" + textLine("UID", entry.uid) + line("DTSTAMP", utc(now)) +
                       line("DTSTART", utc(entry.at)) + line("SEQUENCE", QString::number(entry.revision)) +
                       textLine("SUMMARY", entry.summary) + textLine("DESCRIPTION", entry.description) +
                       "TRANSP:TRANSPARENT\r\n";
    for (const auto before : entry.reminders)
        lines += alarm(before, entry.summary);
    return lines + "END:VEVENT\r\n";
}

QByteArray tail()
{
    return "END:VCALENDAR\r\n";
}

} // namespace core::calendar
