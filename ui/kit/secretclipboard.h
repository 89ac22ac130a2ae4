#pragma once

#include "core/base/secret.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <chrono>

class QClipboard;
class QMimeData;

namespace ui {

//! Puts a secret on the clipboard for a while: marked so that clipboard managers do not keep it, never on PRIMARY,
//! served lazily and empty after its time even if nobody clears it, cleared only while it is still ours.
class SecretClipboard : public QObject {
    Q_OBJECT

public:
    explicit SecretClipboard(QClipboard &clipboard, QObject *parent = nullptr);
    ~SecretClipboard() override; //!< clears

    void setLife(std::chrono::seconds life) { m_life = life; }
    std::chrono::seconds life() const { return m_life; }
    void copy(const core::Secret &secret);
    //! Only if the clipboard still holds what `copy` put there.
    void clear();
    bool holdsSecret() const;
    std::chrono::seconds remaining() const;

Q_SIGNALS:
    void remainingChanged(); //!< each second while it holds a secret, and when it no longer does

private:
    QClipboard &m_clipboard;
    std::chrono::seconds m_life{30};
    QTimer m_tick;
    qint64 m_until = 0;
    QPointer<QMimeData> m_ours;
};

} // namespace ui
