#pragma once

#include "ui/overview/period.h"

#include <QWidget>

namespace ui {

class ChoiceBar;
class PlainLabel;

//! The top of the Overview: its title, how old it is, and the period that it is about.
class OverviewBar : public QWidget {
    Q_OBJECT

public:
    explicit OverviewBar(QWidget *parent = nullptr);

    Period period() const;
    //! Not where nothing is about a period.
    void setPeriodShown(bool shown);
    //! An invalid time: what is shown is as fresh as it gets.
    void setAsOf(const QDateTime &time, const QDateTime &now);

Q_SIGNALS:
    void periodChosen();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_asOf;
    ChoiceBar *m_periods;
};

} // namespace ui
