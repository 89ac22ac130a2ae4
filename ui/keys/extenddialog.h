#pragma once

#include "core/domain/key.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/dialog.h"

namespace ui {

class SpanChoice;

//! Gives the callers of a retiring key more time. The key never outlives its own expiry.
class ExtendDialog : public Dialog {
    Q_OBJECT

public:
    ExtendDialog(const DialogContext &context, const core::Key &key, QWidget *parent);

Q_SIGNALS:
    void extended(const core::Key &key);

private:
    QDateTime end() const;
    void refresh();
    void extend();

    const DialogContext m_context;
    const core::Key m_key;
    SpanChoice *m_span;
    PlainLabel *m_line;
    Button *m_extend = nullptr;
};

} // namespace ui
