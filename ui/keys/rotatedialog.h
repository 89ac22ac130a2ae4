#pragma once

#include "core/services/keys.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/dialog.h"

namespace ui {

class ExpiryChoice;
class SpanChoice;

//! Gives a key a new secret: how long the old one goes on working, and when the new one expires. The old one never
//! works longer than it would have without.
class RotateDialog : public Dialog {
    Q_OBJECT

public:
    RotateDialog(const DialogContext &context, const core::Key &key, QWidget *parent);

Q_SIGNALS:
    void rotated(const core::Revealed &revealed);
    //! Whether it happened is not known; the dialog has closed.
    void leftUnknown(const core::Error &error);

protected:
    void failed(const core::Error &error) override;

private:
    QWidget *overlapPart();
    QString consequence(const QDateTime &now) const;
    bool choosesScopes() const;
    QString lostScopes() const;
    //! Whether the server ends the old key by itself.
    bool endsByItself() const;
    void submit();
    void refresh();

    const DialogContext m_context;
    const core::Key m_key;
    SpanChoice *m_overlap;
    PlainLabel *m_overlapLine;
    ExpiryChoice *m_expiry;
    NoticeBar *m_warning;
    Button *m_rotate = nullptr;
};

} // namespace ui
