#include "ui/kit/passwordedit.h"

namespace ui {

PasswordEdit::PasswordEdit(QWidget *parent) : QLineEdit(parent)
{
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase | Qt::ImhSensitiveData);
    setMaxLength(1024);
}

core::Secret PasswordEdit::take()
{
    QString typed = text();
    // setText, not clear: it also drops the undo history. `typed` then holds the only reference, so taking it wipes the
    // very characters that were typed.
    setText({});
    return core::Secret::take(std::move(typed));
}

} // namespace ui
