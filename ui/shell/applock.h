#pragma once

#include <QDialog>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <chrono>

namespace ui {

class SecretClipboard;

//! Locks the window when nobody has touched it for a while, or when told to. Dialogs are hidden, not closed: an open
//! reveal is still there after unlocking, and one that comes up meanwhile waits. What is on the window instead of the
//! pages is the business of whoever listens to `lockedChanged`.
class AppLock : public QObject {
    Q_OBJECT

public:
    AppLock(QWidget &window, SecretClipboard &clipboard);

    void setIdleLimit(std::chrono::minutes limit); //!< 0: never
    //! A window without an account has nothing to hide.
    void setUseful(bool useful) { m_useful = useful; }
    bool isLocked() const { return m_locked; }
    void lock();
    void unlock();

Q_SIGNALS:
    void lockedChanged(bool locked);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void hideLater(QDialog *dialog);
    void startWatching();
    void judgeIdleness();

    QWidget &m_window;
    SecretClipboard &m_clipboard;
    std::chrono::milliseconds m_limit{0};
    QTimer m_idle;
    QElapsedTimer m_sinceInput;
    QList<QPointer<QDialog>> m_hidden;
    bool m_useful = false;
    bool m_locked = false;
};

} // namespace ui
