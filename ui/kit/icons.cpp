#include "ui/kit/icons.h"

#include "ui/kit/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

QString fileName(Symbol symbol)
{
    switch (symbol) {
    case Symbol::Overview: return u"overview"_s;
    case Symbol::Key: return u"key"_s;
    case Symbol::Plus: return u"plus"_s;
    case Symbol::Search: return u"search"_s;
    case Symbol::Refresh: return u"refresh"_s;
    case Symbol::Rotate: return u"rotate"_s;
    case Symbol::Activity: return u"activity"_s;
    case Symbol::Edit: return u"edit"_s;
    case Symbol::Revoke: return u"revoke"_s;
    case Symbol::Disable: return u"disable"_s;
    case Symbol::Export: return u"export"_s;
    case Symbol::Copy: return u"copy"_s;
    case Symbol::Show: return u"show"_s;
    case Symbol::Hide: return u"hide"_s;
    case Symbol::Lock: return u"lock"_s;
    case Symbol::Account: return u"account"_s;
    case Symbol::Chevron: return u"chevron"_s;
    case Symbol::Check: return u"check"_s;
    case Symbol::Warning: return u"warning"_s;
    case Symbol::Offline: return u"offline"_s;
    case Symbol::Settings: return u"settings"_s;
    case Symbol::SignOut: return u"signout"_s;
    case Symbol::Organization: return u"organization"_s;
    case Symbol::Close: return u"close"_s;
    case Symbol::App: return u"keysteward"_s;
    }
    return {};
}

QPixmap rendered(Symbol symbol, const QColor &colour, const QSize &pixels)
{
    const QString name =
        u"keysteward/%1/%2/%3x%4"_s.arg(fileName(symbol), colour.name()).arg(pixels.width()).arg(pixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(name, &pixmap))
        return pixmap;
    QFile file(u":/icons/"_s + fileName(symbol) + u".svg"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QSvgRenderer renderer(file.readAll().replace("currentColor", colour.name().toLatin1()));
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    QPixmapCache::insert(name, pixmap);
    return pixmap;
}

//! Takes its colour when it is painted, so that an icon made once follows the theme.
class SymbolEngine final : public QIconEngine {
public:
    explicit SymbolEngine(Symbol symbol) : m_symbol(symbol) {}

    QIconEngine *clone() const override { return new SymbolEngine(m_symbol); }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintSymbol(*painter, rect, m_symbol, colour(mode));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return rendered(m_symbol, colour(mode), size);
    }

private:
    static QColor colour(QIcon::Mode mode)
    {
        const Tokens &tokens = tokensFor(QGuiApplication::palette());
        return mode == QIcon::Disabled ? tokens.muted : tokens.text;
    }

    Symbol m_symbol;
};

} // namespace

QIcon icon(Symbol symbol)
{
    return QIcon(new SymbolEngine(symbol));
}

void paintSymbol(QPainter &painter, const QRect &rect, Symbol symbol, const QColor &colour)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    QPixmap pixmap = rendered(symbol, colour, (QSizeF(rect.size()) * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    painter.drawPixmap(rect.topLeft(), pixmap);
}

} // namespace ui
