#pragma once

#include "core/domain/key.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/dialog.h"

namespace core {
class Backend;
}

namespace ui {

//! A dialog that changes fields of a key and sends only what was changed. Where somebody else changed the key meanwhile
//! it says so, and offers the current values.
class KeyChangeDialog : public Dialog {
    Q_OBJECT

public:
    //! \a backend: where the current values are read from.
    KeyChangeDialog(const QString &name, const DialogContext &context, core::Backend &backend, const core::Key &key,
                    QWidget *parent);

Q_SIGNALS:
    void saved(const core::Key &key);

protected:
    const core::Key &key() const { return m_key; }
    const DialogContext &context() const { return m_context; }
    void submit(const core::KeyChanges &changes);
    //! The form takes the values of `key`, which is another than before.
    virtual void fill() = 0;
    //! After what was sent came back, or did not: what can be pressed now.
    virtual void refresh() = 0;
    void failed(const core::Error &error) override;

private:
    void offerReload();
    void reload();

    const DialogContext m_context;
    core::Backend &m_backend;
    core::Key m_key;
    NoticeBar *m_notice;
};

} // namespace ui
