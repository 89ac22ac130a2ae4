#include "ui/kit/theme.h"

#include "ui/kit/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace ui {

const Tokens &lightTokens()
{
    static const Tokens tokens{
        .window = QColor(0xF5F6F8),
        .sidebar = QColor(0xECEEF2),
        .surface = QColor(0xFFFFFF),
        .line = QColor(0xDCE0E6),
        .faintLine = QColor(0xEBEDF1),
        .text = QColor(0x1A1E26),
        .muted = QColor(0x59616F),
        .accent = QColor(0x3454D1),
        .onAccent = QColor(0xFFFFFF),
        .accentTint = QColor(0xE8ECFB),
        .good = {QColor(0x17703F), QColor(0xE3F4EA)},
        .warning = {QColor(0x8A5800), QColor(0xFDF1D9)},
        .bad = {QColor(0xB3261E), QColor(0xFBE9E7)},
        .neutral = {QColor(0x59616F), QColor(0xECEEF2)},
        .retiring = {QColor(0x6236B8), QColor(0xEFE9FB)},
        .dark = false,
    };
    return tokens;
}

const Tokens &darkTokens()
{
    static const Tokens tokens{
        .window = QColor(0x16181D),
        .sidebar = QColor(0x1B1E24),
        .surface = QColor(0x1F2229),
        .line = QColor(0x323741),
        .faintLine = QColor(0x292D36),
        .text = QColor(0xE7EAF0),
        .muted = QColor(0x9BA4B4),
        .accent = QColor(0x8FA5FF),
        .onAccent = QColor(0x10131B),
        .accentTint = QColor(0x272F4D),
        .good = {QColor(0x6FD19A), QColor(0x1C3328)},
        .warning = {QColor(0xF0BF63), QColor(0x3A2F17)},
        .bad = {QColor(0xFF9A91), QColor(0x43231F)},
        .neutral = {QColor(0xA6AEBD), QColor(0x2C313A)},
        .retiring = {QColor(0xC0A5FF), QColor(0x32284C)},
        .dark = true,
    };
    return tokens;
}

static bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::Window).lightness() < 128;
}

const Tokens &tokensFor(const QPalette &palette)
{
    return isDark(palette) ? darkTokens() : lightTokens();
}

static QPalette paletteFor(const Tokens &tokens)
{
    QPalette palette;
    const std::pair<QPalette::ColorRole, QColor> colours[] = {
        {QPalette::Window, tokens.window},
        {QPalette::WindowText, tokens.text},
        {QPalette::Base, tokens.surface},
        {QPalette::AlternateBase, tokens.window},
        {QPalette::Text, tokens.text},
        {QPalette::PlaceholderText, tokens.muted},
        {QPalette::Button, tokens.surface},
        {QPalette::ButtonText, tokens.text},
        {QPalette::BrightText, tokens.bad.foreground},
        {QPalette::Highlight, tokens.accentTint},
        {QPalette::HighlightedText, tokens.text},
        {QPalette::Link, tokens.accent},
        {QPalette::LinkVisited, tokens.accent},
        {QPalette::ToolTipBase, tokens.surface},
        {QPalette::ToolTipText, tokens.text},
        {QPalette::Light, tokens.surface},
        {QPalette::Midlight, tokens.faintLine},
        {QPalette::Mid, tokens.line},
        {QPalette::Dark, tokens.line},
        {QPalette::Shadow, tokens.line},
    };
    for (const auto &[role, colour] : colours)
        palette.setColor(QPalette::All, role, colour);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, tokens.muted);
    return palette;
}

static QFont baseFont()
{
    // A family that is not installed is passed over without listing the others, which would cost the start.
    static const QString system = QGuiApplication::font().family();
    QFont font;
    font.setFamilies({u"Inter"_s, system});
    font.setPixelSize(13);
    // Letters that need shaping are shaped. Laying out the others by their widths halves the time that text takes; at
    // these sizes, with widths of whole pixels, it can hardly be seen.
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

QFont fontFor(TextRole role)
{
    QFont font = baseFont();
    switch (role) {
    case TextRole::Body: break;
    case TextRole::Strong: font.setWeight(QFont::DemiBold); break;
    case TextRole::Small: font.setPixelSize(12); break;
    case TextRole::PageTitle:
        font.setPixelSize(18);
        font.setWeight(QFont::DemiBold);
        font.setStyleStrategy(QFont::PreferDefault);
        break;
    case TextRole::DialogTitle:
        font.setPixelSize(16);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::SectionLabel:
        font.setPixelSize(12);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Figure:
        font.setPixelSize(24);
        font.setWeight(QFont::DemiBold);
        font.setStyleStrategy(QFont::PreferDefault);
        break;
    case TextRole::Fixed:
        font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        font.setPixelSize(13);
        font.setStyleStrategy(QFont::PreferNoShaping);
        break;
    }
    return font;
}

void applyTheme(QApplication &app, core::ThemeChoice choice, std::optional<bool> desktopIsDark)
{
    // Asked once, before our own palette hides what the desktop had set.
    static const bool paletteWasDark = isDark(QGuiApplication::palette());
    bool dark = desktopIsDark.value_or(paletteWasDark);
    switch (choice) {
    case core::ThemeChoice::System: break;
    case core::ThemeChoice::Light: dark = false; break;
    case core::ThemeChoice::Dark: dark = true; break;
    }
    const QPalette palette = paletteFor(dark ? darkTokens() : lightTokens());
    if (!app.property("keystewardStyle").toBool()) {
        QApplication::setFont(baseFont());
        QApplication::setStyle(new Style);
        app.setProperty("keystewardStyle", true);
    }
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
}

} // namespace ui
