#pragma once

#include "ui/kit/theme.h"
#include "ui/kit/words.h"

#include <QRect>
#include <QStringList>

class QPainter;

namespace ui {

Tone toneFor(words::Shown status, const Tokens &tokens);
//! How wide a pill with this word wants to be.
int pillWidth(const QString &word);
//! Fills \a rect with the tone, and writes the word in its middle.
void paintPill(QPainter &painter, const QRect &rect, const QString &word, const Tone &tone);
//! Paints a status pill, left-aligned and centred vertically in \a rect.
void paintBadge(QPainter &painter, const QRect &rect, words::Shown status, const Tokens &tokens);
//! Paints scope tags side by side; the ones that do not fit become "+2", or "3 scopes".
void paintTags(QPainter &painter, const QRect &rect, const QStringList &tags, const Tokens &tokens);

} // namespace ui
