#pragma once

#include "core/domain/key.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/dialog.h"

namespace ui {

//! Ends the overlap of a retiring key now, after a question: its callers fail from then on.
class RetireDialog : public Dialog {
    Q_OBJECT

public:
    RetireDialog(const DialogContext &context, const core::Key &key, QWidget *parent);

Q_SIGNALS:
    void retired(const core::Key &key);

private:
    void retire();

    const DialogContext m_context;
    const core::Key m_key;
};

} // namespace ui
