#pragma once

#include "ui/kit/plainlabel.h"

class QDialog;

namespace ui {

//! A line between a dialog's form and its buttons: why the button cannot be pressed yet. It stays in sight where the
//! form scrolls, and keeps its room while it says nothing.
class FormHint : public PlainLabel {
    Q_OBJECT

public:
    explicit FormHint(QDialog &dialog);
};

} // namespace ui
