#pragma once

#include "core/services/watched/watchedkeys.h"
#include "ui/kit/dialog.h"
#include "ui/watched/watchcontext.h"

class QLineEdit;

namespace ui {

class ExpiryChoice;
class PlainLabel;
class KeepChoice;
class ProviderFields;
class ScopeNotes;
class SecretField;

//! Registers a key that was made at its provider. Nothing is sent to anybody.
class WatchKeyDialog : public Dialog {
    Q_OBJECT

public:
    //! \a organizationId: chosen from the start; may be empty.
    WatchKeyDialog(const WatchContext &context, const QString &organizationId, QWidget *parent);

Q_SIGNALS:
    void registered(const core::RegisteredKey &key);

protected:
    void failed(const core::Error &error) override;

private:
    void build();
    QWidget *keyPart();
    core::NewWatchedKey described() const;
    QString fault() const;
    void kindChanged();
    void secretChanged();
    void submit();
    void refresh();

    const WatchContext m_context;
    ProviderFields *m_place;
    QLineEdit *m_name;
    QLineEdit *m_note;
    QLineEdit *m_owner;
    SecretField *m_secret;
    KeepChoice *m_keep;
    ScopeNotes *m_scopes;
    ExpiryChoice *m_expiry;
    PlainLabel *m_missing;
    Button *m_watch = nullptr;
};

} // namespace ui
