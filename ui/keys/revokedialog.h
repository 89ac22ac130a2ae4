#pragma once

#include "core/domain/key.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/dialog.h"

class QLineEdit;

namespace ui {

class RevokeReasons;

//! Revokes one key: what that means first, then why; the way that can be undone is offered beside it. The name is to be
//! typed where somebody used the key lately.
class RevokeDialog : public Dialog {
    Q_OBJECT

public:
    RevokeDialog(const DialogContext &context, const core::Key &key, QWidget *parent);

Q_SIGNALS:
    void revoked(const core::Key &key);
    void disabled(const core::Key &key);

protected:
    void failed(const core::Error &error) override;

private:
    void addNameQuestion();
    bool nameIsTyped() const;
    void revoke();
    void disable();
    void refresh();

    const DialogContext m_context;
    const core::Key m_key;
    RevokeReasons *m_reasons;
    QLineEdit *m_typedName = nullptr;
    Button *m_revoke = nullptr;
};

} // namespace ui
