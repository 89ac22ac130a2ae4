#pragma once

#include <QSystemTrayIcon>

namespace ui {

//! Keysteward in the desktop's tray, where it has one: how many keys expire soon, and how many old ones are called
//! after their end. Closing the window still ends the program.
class TrayIcon : public QObject {
    Q_OBJECT

public:
    explicit TrayIcon(QObject *parent);

    void setCounts(qint64 expiring, qint64 usedAgain);

Q_SIGNALS:
    void activated();

private:
    QSystemTrayIcon m_icon;
    QString m_words; //!< empty: nothing was said yet
};

} // namespace ui
