#pragma once

#include "ui/kit/fittedtext.h"

namespace ui {

//! Read-only code in a box of its own.
class CodeBox : public FittedText {
    Q_OBJECT

public:
    explicit CodeBox(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
};

} // namespace ui
