#pragma once

#include <QObject>

namespace ui {

//! Says when the desktop's session is locked, as far as the desktop tells: the screen saver's and logind's signals over
//! D-Bus. Nothing waits for an answer.
class DesktopLock : public QObject {
    Q_OBJECT

public:
    explicit DesktopLock(QObject *parent = nullptr);

Q_SIGNALS:
    void locked();

private Q_SLOTS:
    void screenSaverChanged(bool active);

private:
    void listenToLogind();
};

} // namespace ui
