#pragma once

#include <QWidget>

namespace ui {

class PlainLabel;

//! The top of the Rotations page: title and counts; what can be done with all of it stands at the right end.
class RotationTitleBar : public QWidget {
    Q_OBJECT

public:
    explicit RotationTitleBar(QWidget *parent = nullptr);

    void setCounts(qsizetype running, qsizetype due, bool moreDue);
    void clearCounts();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_counts;
};

} // namespace ui
