#pragma once

#include "core/domain/rotation.h"
#include "core/services/keys.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/dialog.h"

class QCheckBox;

namespace ui {

class SecretClipboard;
class SecretView;

//! Shows a secret, once. It stays until the person has copied it or says that it is stored: neither Esc nor the close
//! box nor anything that happens behind it closes it. What it knew of the secret is wiped when it closes.
class RevealDialog : public Dialog {
    Q_OBJECT

public:
    RevealDialog(const DialogContext &context, SecretClipboard &clipboard, const core::Revealed &revealed,
                 QWidget *parent);

Q_SIGNALS:
    void stored(core::HandOver way); //!< the person has the secret; the dialog has closed
    void revokedInstead();           //!< the key was revoked from here; the dialog has closed

protected:
    void reject() override;

private:
    void addSecretRow();
    void addCheckRow();
    void addButtons();
    void copy();
    void showClipboard();
    QString readWords() const;
    void check();
    void showCheck(const core::Result<> &checked);
    void askToRevoke();
    void revoke();
    void refresh();
    void finish(int result);

    const DialogContext m_context;
    SecretClipboard &m_clipboard;
    core::Revealed m_revealed;
    SecretView *m_secret;
    Button *m_show;
    Button *m_copy;
    PlainLabel *m_clipboardLine;
    Button *m_clearNow;
    PlainLabel *m_checkLine;
    Button *m_check;
    QCheckBox *m_haveStored;
    NoticeBar *m_notice;
    Button *m_done = nullptr;
    bool m_copied = false;
};

} // namespace ui
