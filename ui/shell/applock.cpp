#include "ui/shell/applock.h"

#include "ui/kit/secretclipboard.h"

#include <QApplication>
#include <QEvent>

namespace ui {

AppLock::AppLock(QWidget &window, SecretClipboard &clipboard)
    : QObject(&window), m_window(window), m_clipboard(clipboard)
{
    m_sinceInput.start();
    m_idle.setSingleShot(true);
    m_idle.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_idle, &QTimer::timeout, this, &AppLock::judgeIdleness);
    qApp->installEventFilter(this);
}

void AppLock::setIdleLimit(std::chrono::minutes limit)
{
    m_limit = limit;
    startWatching();
}

void AppLock::startWatching()
{
    m_sinceInput.start();
    if (m_limit.count() > 0)
        m_idle.start(m_limit);
    else
        m_idle.stop();
}

//! One timer that is moved on when it fires: restarting it with each movement of the mouse would cost more.
void AppLock::judgeIdleness()
{
    const auto left = m_limit - std::chrono::milliseconds(m_sinceInput.elapsed());
    if (left <= std::chrono::milliseconds(0))
        lock();
    else
        m_idle.start(left);
}

void AppLock::lock()
{
    if (m_locked || !m_useful)
        return;
    m_locked = true;
    m_clipboard.clear();
    while (QWidget *popup = QApplication::activePopupWidget())
        popup->close();
    const auto dialogs = m_window.findChildren<QDialog *>();
    for (QDialog *dialog : dialogs) {
        if (dialog->isVisible()) {
            m_hidden.append(dialog);
            dialog->hide();
        }
    }
    Q_EMIT lockedChanged(true);
}

void AppLock::unlock()
{
    if (!m_locked)
        return;
    m_locked = false;
    startWatching();
    Q_EMIT lockedChanged(false);
    const auto hidden = std::exchange(m_hidden, {});
    for (const auto &dialog : hidden) {
        if (dialog)
            dialog->show();
    }
}

void AppLock::hideLater(QDialog *dialog)
{
    QTimer::singleShot(0, dialog, [this, dialog] {
        if (!m_locked || !dialog->isVisible())
            return;
        m_hidden.append(dialog);
        dialog->hide();
    });
}

bool AppLock::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::TouchUpdate: m_sinceInput.start(); break;
    case QEvent::Show:
        // The answer to something that was begun before the lock.
        if (m_locked) {
            if (auto *dialog = qobject_cast<QDialog *>(watched))
                hideLater(dialog);
        }
        break;
    default: break;
    }
    return false;
}

} // namespace ui
