#include "ui/reminders/trayicon.h"

#include "ui/kit/icons.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int side = 64;

QIcon withCount(qint64 count)
{
    QPixmap picture = icon(Symbol::App).pixmap(side, side);
    if (count == 0)
        return picture;
    const Tokens &tokens = tokensFor(QGuiApplication::palette());
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect spot(side / 3, side / 3, side - side / 3, side - side / 3);
    paint::box(painter, spot, tokens.bad.foreground, {}, spot.height() / 2.0);
    QFont font = fontFor(TextRole::Strong);
    font.setPixelSize(count > 9 ? side / 3 : side / 2);
    painter.setFont(font);
    painter.setPen(tokens.surface);
    painter.drawText(spot, Qt::AlignCenter, count > 99 ? u"99+"_s : QString::number(count));
    painter.end();
    return picture;
}

} // namespace

TrayIcon::TrayIcon(QObject *parent) : QObject(parent)
{
    connect(&m_icon, &QSystemTrayIcon::activated, this, &TrayIcon::activated);
    setCounts(0, 0);
    if (QSystemTrayIcon::isSystemTrayAvailable())
        m_icon.show();
}

void TrayIcon::setCounts(qint64 expiring, qint64 usedAgain)
{
    QStringList parts;
    if (expiring > 0)
        parts += expiring == 1 ? tr("1 key expires within 14 days") : tr("%1 keys expire within 14 days").arg(expiring);
    if (usedAgain > 0)
        parts += usedAgain == 1 ? tr("1 old key is called after its end")
                                : tr("%1 old keys are called after their end").arg(usedAgain);
    const auto words = parts.isEmpty() ? tr("Keysteward") : tr("Keysteward: %1").arg(parts.join(u", "_s));
    if (words == m_words)
        return;
    m_words = words;
    m_icon.setIcon(withCount(expiring + usedAgain));
    m_icon.setToolTip(words);
}

} // namespace ui
