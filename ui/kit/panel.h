#pragma once

#include <QFrame>

namespace ui {

//! A surface with a hairline border and rounded corners.
class Panel : public QFrame {
    Q_OBJECT

public:
    explicit Panel(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace ui
