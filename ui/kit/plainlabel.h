#pragma once

#include "ui/kit/theme.h"

#include <QLabel>

namespace ui {

//! A label that never takes its text for rich text (SEC-50): all labels of the app are made here. `Tone::Muted` and the
//! like follow the theme by themselves.
class PlainLabel : public QLabel {
    Q_OBJECT

public:
    enum class Colour { Text, Muted, Good, Warning, Bad };

    explicit PlainLabel(const QString &text = {}, QWidget *parent = nullptr);
    PlainLabel(const QString &text, TextRole role, Colour colour = Colour::Text, QWidget *parent = nullptr);

    void setColour(Colour colour);
    //! Text from a backend: control and bidirectional characters become visible.
    void setUntrusted(const QString &text, qsizetype longest = 500);

protected:
    void changeEvent(QEvent *event) override;

private:
    void recolour();
    Colour m_colour = Colour::Text;
};

} // namespace ui
