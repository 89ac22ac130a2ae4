#pragma once

#include "core/base/secret.h"

#include <QWidget>

namespace ui {

class Button;
class PasswordEdit;
class PlainLabel;
class SecretClipboard;

//! Takes a key that is pasted or typed: it is out of the line at once, the clipboard no longer holds it, and what can
//! be seen is how long it is.
class SecretField : public QWidget {
    Q_OBJECT

public:
    explicit SecretField(SecretClipboard &clipboard, QWidget *parent = nullptr);

    //! Empty while there is none.
    const core::Secret &secret() const { return m_secret; }
    //! Why what was given cannot be a key; empty where it can, or there is none.
    QString fault() const;
    void clear();

Q_SIGNALS:
    void changed();

private:
    void typed(const QString &text);
    void take();
    void refresh();

    SecretClipboard &m_clipboard;
    core::Secret m_secret;
    PasswordEdit *m_edit;
    PlainLabel *m_taken;
    Button *m_again;
    qsizetype m_length = 0; //!< of what was in the line before
};

} // namespace ui
