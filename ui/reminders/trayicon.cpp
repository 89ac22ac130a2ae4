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
    setCount(0);
    if (QSystemTrayIcon::isSystemTrayAvailable())
        m_icon.show();
}

void TrayIcon::setCount(qint64 count)
{
    if (m_count == count)
        return;
    m_count = count;
    m_icon.setIcon(withCount(count));
    m_icon.setToolTip(count == 0   ? tr("Keysteward")
                      : count == 1 ? tr("Keysteward: 1 key expires within 14 days")
                                   : tr("Keysteward: %1 keys expire within 14 days").arg(count));
}

} // namespace ui
