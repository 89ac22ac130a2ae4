#pragma once

#include "ui/kit/theme.h"

#include <QWidget>

namespace ui {

//! A word, or only a dot, on a tinted ground.
class Pill : public QWidget {
    Q_OBJECT

public:
    enum class Tint { Neutral, Good, Warning, Bad, Retiring };

    explicit Pill(Tint tint, QWidget *parent = nullptr);

    void setTint(Tint tint);
    void setText(const QString &text); //!< empty: a dot
    QString text() const { return m_text; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tint m_tint;
    QString m_text;
};

Tone toneFor(Pill::Tint tint, const Tokens &tokens);

} // namespace ui
