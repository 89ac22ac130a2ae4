#pragma once

#include <QSystemTrayIcon>

namespace ui {

//! Keysteward in the desktop's tray, where it has one: how many keys expire soon. Closing the window still ends the
//! program.
class TrayIcon : public QObject {
    Q_OBJECT

public:
    explicit TrayIcon(QObject *parent);

    void setCount(qint64 count);

Q_SIGNALS:
    void activated();

private:
    QSystemTrayIcon m_icon;
    qint64 m_count = -1;
};

} // namespace ui
