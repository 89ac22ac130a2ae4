#include "ui/keys/formhint.h"

#include <QDialog>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

FormHint::FormHint(QDialog &dialog) : PlainLabel({}, TextRole::Small, Colour::Muted, &dialog)
{
    setObjectName(u"missing"_s);
    setWordWrap(true);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setContentsMargins(22, spacing::hair, 22, spacing::small); // in line with the form
    setMinimumHeight(fontMetrics().lineSpacing() + spacing::hair + spacing::small);
    // Above the buttons, which are the last row of every dialog.
    if (auto *rows = qobject_cast<QVBoxLayout *>(dialog.layout()))
        rows->insertWidget(rows->count() - 1, this);
}

} // namespace ui
