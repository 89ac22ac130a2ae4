#pragma once

#include "core/services/keys.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/dialog.h"

namespace ui {

class PlainLabel;
class KeyForm;

//! Makes a key in one organization. What comes of it goes to the reveal, by `created`.
class NewKeyDialog : public Dialog {
    Q_OBJECT

public:
    NewKeyDialog(const DialogContext &context, QWidget *parent);

    void setScopes(const QList<core::Scope> &scopes);
    void setExamples(const QList<core::Key> &keys);
    void startLike(const core::Key &key);
    //! The scopes could not be read: says so.
    void showScopesFailure(const core::Error &error);

Q_SIGNALS:
    void created(const core::Revealed &revealed);
    //! Whether the key was made is not known; the dialog has closed.
    void leftUnknown(const core::Error &error);

protected:
    void failed(const core::Error &error) override;

private:
    void submit();
    void refresh();

    const DialogContext m_context;
    KeyForm *m_form;
    PlainLabel *m_missing;
    Button *m_create = nullptr;
    std::optional<core::Key> m_like;
    QString m_leftOut;
    bool m_scopesKnown = false;
};

} // namespace ui
