#pragma once

#include <QString>

namespace core {

//! Whether a character must not stand in a name: C0, C1, bidirectional controls, zero-width and byte-order marks.
bool isHidden(char32_t character);
bool hasHidden(QStringView text);

//! Untrusted text made fit to be shown: hidden characters become visible marks (such as ⟦U+202E⟧), line breaks become
//! spaces unless \a multiline, and it is cut to \a longest characters with "…".
QString shown(const QString &text, qsizetype longest = 500, bool multiline = false);

} // namespace core
