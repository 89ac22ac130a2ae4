#pragma once

#include "core/base/secret.h"
#include "core/base/uptime.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <chrono>

class QClipboard;
class QMimeData;

namespace ui {

//! Puts a secret on the clipboard for a while: marked so that clipboard managers do not keep it, never on PRIMARY,
//! served lazily and empty after its time even if nobody clears it, cleared only while it is still ours. The time goes
//! on while the computer sleeps.
class SecretClipboard : public QObject {
    Q_OBJECT

public:
    using Uptime = std::chrono::milliseconds (*)();

    explicit SecretClipboard(QClipboard &clipboard, Uptime uptime = &core::uptime, QObject *parent = nullptr);
    ~SecretClipboard() override; //!< clears

    void setLife(std::chrono::seconds life) { m_life = life; }
    std::chrono::seconds life() const { return m_life; }
    void copy(const core::Secret &secret);
    //! Only if the clipboard still holds what `copy` put there.
    void clear();
    bool holdsSecret() const;
    //! Clears clipboard and selection where they hold \a secret, whoever put it there: it was pasted here.
    void forget(const core::Secret &secret);
    std::chrono::seconds remaining() const;
    //! How often what was copied last was asked for. What one program asks for in one go counts once.
    int reads() const { return m_reads; }
    //! Sooner than a person can paste: something that watches the clipboard took it.
    bool wasReadAtOnce() const { return m_wasReadAtOnce; }

Q_SIGNALS:
    void wasRead();
    void remainingChanged(); //!< each second while it holds a secret, and when it no longer does

private:
    bool handOut();

    QClipboard &m_clipboard;
    const Uptime m_uptime;
    std::chrono::seconds m_life{30};
    QTimer m_tick;
    std::chrono::milliseconds m_copiedAt{0};
    std::chrono::milliseconds m_until{0};
    std::chrono::milliseconds m_readAt{0};
    int m_reads = 0;
    bool m_wasReadAtOnce = false;
    QPointer<QMimeData> m_ours;
};

} // namespace ui
