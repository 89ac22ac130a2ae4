#pragma once

#include "ui/keys/keychangedialog.h"

namespace ui {

class PlainLabel;
class KeyForm;

//! Changes name, note, scopes and expiry of a key.
class EditKeyDialog : public KeyChangeDialog {
    Q_OBJECT

public:
    EditKeyDialog(const DialogContext &context, core::Backend &backend, const core::Key &key, QWidget *parent);

    void setScopes(const QList<core::Scope> &scopes);

protected:
    void fill() override;
    void refresh() override;
    void failed(const core::Error &error) override;

private:
    core::KeyChanges changes() const;
    void save();

    core::NewKey m_shown; //!< the form as it was filled: what differs from it was changed by the person
    KeyForm *m_form;
    PlainLabel *m_missing;
    Button *m_save = nullptr;
};

} // namespace ui
