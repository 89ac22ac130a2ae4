#pragma once

#include "ui/kit/pill.h"

#include <QPushButton>

namespace ui {

//! A figure and what it counts, as a button that leads to what was counted.
class FigureCard : public QPushButton {
    Q_OBJECT

public:
    //! \a tint colours the figure unless it is zero.
    explicit FigureCard(const QString &label, Pill::Tint tint = Pill::Tint::Neutral, QWidget *parent = nullptr);

    //! Empty: not known yet. \a isNothing: such as zero, which needs no colour.
    void setFigure(const QString &figure, bool isNothing);
    QString figure() const { return m_figure; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QColor figureColour() const;

    const QString m_label;
    const Pill::Tint m_tint;
    QString m_figure;
    bool m_isNothing = true;
};

} // namespace ui
