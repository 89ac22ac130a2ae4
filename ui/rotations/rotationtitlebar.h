#pragma once

#include <QWidget>

namespace core {
struct RotationList;
}

namespace ui {

class PlainLabel;

//! The top of the Rotations page: title and counts; what can be done with all of it stands at the right end.
class RotationTitleBar : public QWidget {
    Q_OBJECT

public:
    explicit RotationTitleBar(QWidget *parent = nullptr);

    void setCounts(const core::RotationList &list);
    void clearCounts();

Q_SIGNALS:
    void calendarWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_counts;
};

} // namespace ui
