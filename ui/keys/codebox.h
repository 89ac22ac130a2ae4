#pragma once

#include "ui/kit/fittedtext.h"

namespace ui {

//! Read-only code.
class CodeBox : public FittedText {
    Q_OBJECT

public:
    explicit CodeBox(QWidget *parent = nullptr);
};

} // namespace ui
