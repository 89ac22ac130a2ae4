#include "ui/keys/codebox.h"

#include "ui/kit/theme.h"

namespace ui {

namespace {
constexpr int padding = 6;
}

CodeBox::CodeBox(QWidget *parent) : FittedText(padding, parent)
{
    auto face = fontFor(TextRole::Fixed);
    face.setPixelSize(12);
    setFont(face);
    setWordWrapMode(QTextOption::WrapAnywhere);
    viewport()->setBackgroundRole(QPalette::AlternateBase);
}

} // namespace ui
