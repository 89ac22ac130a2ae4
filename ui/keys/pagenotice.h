#pragma once

#include "core/base/error.h"
#include "ui/kit/noticebar.h"

#include <QTimer>

namespace ui {

//! The bar of a page that says what was done or what went wrong, and can be dismissed. What was done goes by itself
//! after a while; what went wrong stays.
class PageNotice : public NoticeBar {
    Q_OBJECT

public:
    explicit PageNotice(QWidget *parent = nullptr);

    void say(Look look, const QString &sentence);
    void complain(const core::Error &error);

private:
    QTimer m_age;
};

} // namespace ui
