#pragma once

#include "core/domain/key.h"
#include "core/storage/settingsstore.h"

#include <QColor>
#include <QFont>
#include <QPalette>
#include <optional>

class QApplication;

namespace ui {

struct Tone {
    QColor foreground;
    QColor background;
};

//! The colours and measures of the whole app (design tokens), for one scheme.
struct Tokens {
    QColor window, sidebar, surface;
    QColor line, faintLine;
    QColor text, muted;
    QColor accent, onAccent, accentTint;
    Tone good, warning, bad, neutral, retiring;
    bool dark = false;
};

namespace spacing {
inline constexpr int hair = 4, small = 8, medium = 12, large = 20;
inline constexpr int controlRadius = 6, panelRadius = 8;
} // namespace spacing

const Tokens &lightTokens();
const Tokens &darkTokens();
//! The tokens that a palette made by `applyTheme` stands for: widgets ask with their own palette() while painting.
const Tokens &tokensFor(const QPalette &palette);

enum class TextRole { Body, Strong, Small, PageTitle, DialogTitle, SectionLabel, Figure, Fixed };
QFont fontFor(TextRole role);

//! Palette, style and base font; again at any time, when the choice or the desktop's scheme changes. \a desktopIsDark:
//! what the desktop says, where it has been asked; otherwise its own palette decides for ThemeChoice::System.
void applyTheme(QApplication &app, core::ThemeChoice choice, std::optional<bool> desktopIsDark = {});

} // namespace ui
