#include "core/base/text.h"

#include <QList>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

bool isHidden(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xD800 && c <= 0xDFFF) || (c >= 0xE0000 && c <= 0xE007F);
}

bool hasHidden(QStringView text)
{
    if (!text.isValidUtf16()) // toUcs4 would turn a lone surrogate into U+FFFD
        return true;
    const auto characters = text.toUcs4();
    return std::any_of(characters.begin(), characters.end(), [](uint c) { return isHidden(c); });
}

QString shown(const QString &text, qsizetype longest, bool multiline)
{
    QString out;
    const auto characters = text.left(longest * 2).toUcs4();
    qsizetype count = 0;
    for (const uint c : characters) {
        if (count++ == longest)
            return out + u'…';
        if (c == '\n' || c == '\t')
            out += multiline ? QChar(static_cast<char16_t>(c)) : QChar(u' ');
        else if (isHidden(c))
            out += u"⟦U+%1⟧"_s.arg(QString::number(c, 16).toUpper(), 4, u'0');
        else
            out += QString::fromUcs4(reinterpret_cast<const char32_t *>(&c), 1);
    }
    return text.size() > longest * 2 ? out + u'…' : out;
}

} // namespace core
