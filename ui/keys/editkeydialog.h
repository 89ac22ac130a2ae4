#pragma once

#include "core/domain/key.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/dialog.h"

namespace core {
class GatewayBackend;
}

namespace ui {

class FormHint;
class KeyForm;

//! Changes name, note, scopes and expiry of a key; sends only what was changed. Where somebody else changed the key
//! meanwhile it says so, and offers the current values.
class EditKeyDialog : public Dialog {
    Q_OBJECT

public:
    //! \a backend: where the current values are read from.
    EditKeyDialog(const DialogContext &context, core::GatewayBackend &backend, const core::Key &key, QWidget *parent);

    void setScopes(const QList<core::Scope> &scopes);

Q_SIGNALS:
    void saved(const core::Key &key);

protected:
    void failed(const core::Error &error) override;

private:
    core::KeyChanges changes() const;
    void fill(const core::Key &key);
    void offerReload();
    void reload();
    void submit();
    void refresh();

    const DialogContext m_context;
    core::GatewayBackend &m_backend;
    core::Key m_key;
    core::NewKey m_shown; //!< the form as it was filled from m_key: what differs from it was changed by the person
    NoticeBar *m_notice;
    KeyForm *m_form;
    FormHint *m_missing;
    Button *m_save = nullptr;
};

} // namespace ui
