#pragma once

#include "core/base/error.h"
#include "ui/kit/noticebar.h"

#include <QTimer>

namespace ui {

//! Says at the top of a page what was done or what went wrong, and can be dismissed. What was done goes by itself after
//! a while; what went wrong stays. Takes no room while it has nothing to say.
class PageNotice : public QWidget {
    Q_OBJECT

public:
    explicit PageNotice(QWidget *parent = nullptr);

    void say(NoticeBar::Look look, const QString &sentence);
    void complain(const core::Error &error);
    void dismiss();
    QString sentence() const { return m_bar->sentence(); }

private:
    NoticeBar *m_bar;
    QTimer m_age;
};

} // namespace ui
