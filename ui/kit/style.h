#pragma once

#include <QProxyStyle>

namespace ui {

//! Fusion with the app's own surfaces: flat rounded controls, one accent, quiet scroll bars and headers. The colours
//! come from the palette of the widget that is painted, so that a change of the palette is all a change of theme takes.
class Style final : public QProxyStyle {
    Q_OBJECT

public:
    //! Around a check box without words, for the ring that shows where the focus is.
    static constexpr int ringRoom = 3;

    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                           const QWidget *widget) const override;
    //! Those that each window makes at once come from here: the desktop's icon themes need not be searched for them.
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *more) const override;
    using QProxyStyle::polish;
    void polish(QWidget *widget) override;

private:
    void drawPushButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    QRect scrollBarRect(const QStyleOptionComplex *option, SubControl part) const;
};

} // namespace ui
