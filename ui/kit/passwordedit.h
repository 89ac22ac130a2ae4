#pragma once

#include "core/base/secret.h"

#include <QLineEdit>

namespace ui {

//! A password field whose text leaves it only as a Secret: `take` wipes what was typed, the undo history included.
class PasswordEdit : public QLineEdit {
    Q_OBJECT

public:
    explicit PasswordEdit(QWidget *parent = nullptr);

    core::Secret take();
};

} // namespace ui
