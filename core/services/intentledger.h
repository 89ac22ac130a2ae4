#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"
#include "core/storage/intentstore.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace core {

class CredentialStore;

//! The intents together with their idempotency keys: the row in the database, the key in the keychain, and in memory
//! for as long as the program runs, so that a keychain that refuses costs only what a kill would lose.
class IntentLedger : public QObject {
    Q_OBJECT

public:
    IntentLedger(IntentStore &intents, CredentialStore &credentials);

    QList<Intent> all() const;
    std::optional<Intent> find(const QString &id) const;
    //! Writes the intent and an idempotency key for it, which is the value. To be waited for before anything is sent.
    Async<Secret> begin(const Intent &intent);
    //! NotFound where neither this process nor the keychain has it.
    Async<Secret> idempotencyKey(const QString &id);
    //! The gateway told which key came of it.
    void answered(const QString &id, const QString &keyId);
    //! From here on it is never shown again, whatever comes.
    void acknowledge(const QString &id);
    //! Removes it from the keychain and then from the database. Where the keychain refuses, the row stays,
    //! acknowledged, to be tried again at the next start.
    Async<> forget(const QString &id);

    //! Whether its secret is on screen, or on its way there.
    bool isOpen(const QString &id) const { return m_open.contains(id); }
    void open(const QString &id) { m_open.insert(id); }
    void close(const QString &id) { m_open.remove(id); }

private:
    void removeRow(const QString &id);

    IntentStore &m_intents;
    CredentialStore &m_credentials;
    QHash<QString, Secret> m_idempotencyKeys;
    QSet<QString> m_unwritten; //!< the keychain refused their idempotency key for certain
    QSet<QString> m_open;
};

} // namespace core
