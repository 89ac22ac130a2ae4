#pragma once

#include "ui/kit/pagetitlebar.h"

#include <optional>

namespace ui {

class Button;

//! The top of the Activity page.
class ActivityTitleBar : public PageTitleBar {
    Q_OBJECT

public:
    explicit ActivityTitleBar(QWidget *parent = nullptr);

    void setTotal(std::optional<qint64> total, bool isEstimate);
    void setExporting(bool possible);

Q_SIGNALS:
    void liveToggled(bool live); //!< by a person
    void exportWanted();

private:
    void showLive(bool live);

    Button *m_live;
    Button *m_export;
};

} // namespace ui
