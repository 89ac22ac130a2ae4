#pragma once

#include <QPushButton>

namespace ui {

//! A push button in one of the looks of the app; native in behaviour. `&` in untrusted text must be escaped by the
//! caller.
class Button : public QPushButton {
    Q_OBJECT

public:
    enum class Look { Plain, Primary, Danger, DangerText };

    explicit Button(const QString &text, Look look = Look::Plain, QWidget *parent = nullptr);
    Look look() const { return m_look; }

private:
    Look m_look;
};

} // namespace ui
