#include "ui/kit/badge.h"

#include "core/base/text.h"
#include "ui/kit/stylepaint.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

namespace ui {

Tone toneFor(words::Shown status, const Tokens &tokens)
{
    switch (status) {
    case words::Shown::Active: return tokens.good;
    case words::Shown::ExpiresSoon: return tokens.warning;
    case words::Shown::Retiring: return tokens.retiring;
    case words::Shown::Revoked: return tokens.bad;
    case words::Shown::Expired:
    case words::Shown::Disabled:
    case words::Shown::Unknown: break;
    }
    return tokens.neutral;
}

static QFont badgeFont()
{
    QFont font = fontFor(TextRole::SectionLabel);
    font.setPixelSize(11);
    return font;
}

static QFont tagFont()
{
    QFont font = fontFor(TextRole::Small);
    font.setPixelSize(11);
    return font;
}

int pillWidth(const QString &word)
{
    static const QFontMetrics metrics(badgeFont());
    return metrics.horizontalAdvance(word) + 2 * spacing::small;
}

void paintPill(QPainter &painter, const QRect &rect, const QString &word, const Tone &tone)
{
    static const QFont font = badgeFont();
    static const QFontMetrics metrics(font);
    paint::box(painter, rect, tone.background, {}, rect.height() / 2.0);
    painter.save();
    painter.setFont(font);
    painter.setPen(tone.foreground);
    painter.drawText(rect, Qt::AlignCenter, metrics.elidedText(word, Qt::ElideRight, rect.width() - 6));
    painter.restore();
}

void paintBadge(QPainter &painter, const QRect &rect, words::Shown status, const Tokens &tokens)
{
    const QString word = words::status(status);
    const QRect pill(rect.left(), rect.center().y() - 9, std::min(pillWidth(word), rect.width()), 19);
    paintPill(painter, pill, word, toneFor(status, tokens));
}

static void paintTag(QPainter &painter, const QRect &tag, const QString &text, const Tokens &tokens)
{
    paint::box(painter, tag, {}, tokens.line, spacing::hair);
    painter.setPen(tokens.muted);
    painter.drawText(tag, Qt::AlignCenter, text);
}

void paintTags(QPainter &painter, const QRect &rect, const QStringList &tags, const Tokens &tokens)
{
    static const QFont font = tagFont();
    static const QFontMetrics metrics(font);
    static const int reserve = metrics.horizontalAdvance(QStringLiteral("+99")) + spacing::small;
    painter.save();
    painter.setFont(font);
    int left = rect.left();
    for (qsizetype i = 0; i < tags.size(); ++i) {
        const bool last = i + 1 == tags.size();
        const int room = rect.right() - left - (last ? 0 : reserve + spacing::hair);
        const QString text = core::shown(tags.at(i), 40);
        const int wanted = metrics.horizontalAdvance(text) + 2 * 6;
        if (wanted > room && i == 0) { // a name that is cut off would not tell reading from writing
            const QString count = last ? QCoreApplication::translate("ui", "1 scope")
                                       : QCoreApplication::translate("ui", "%1 scopes").arg(tags.size());
            paintTag(painter, QRect(left, rect.center().y() - 9, metrics.horizontalAdvance(count) + 2 * 6, 19), count,
                     tokens);
            break;
        }
        if (wanted > room && i > 0) {
            paintTag(painter, QRect(left, rect.center().y() - 9, reserve, 19), u'+' + QString::number(tags.size() - i),
                     tokens);
            break;
        }
        paintTag(painter, QRect(left, rect.center().y() - 9, wanted, 19), text, tokens);
        left += wanted + spacing::hair;
    }
    painter.restore();
}

} // namespace ui
