#pragma once

#include "core/credentials/memorystore.h"
#include "tests/core/services/desk.h"
#include "tests/core/services/livegateway.h"
#include "tests/core/services/meddler.h"

#include <QTemporaryDir>

namespace test {

//! A person who is signed in to a real gateway over a connection that can be cut.
class KeysFixture {
protected:
    bool begin();
    void end();
    //! As after a kill: nothing of the earlier process is there but its files and the keychain.
    bool restart();

    core::NewKey newKey(const QString &name) const;
    core::Result<core::Revealed> create(const QString &name);
    //! The old and the new secret of a key that was rotated here.
    struct Rotated {
        core::Secret oldSecret;
        core::Revealed revealed;
        QString oldId() const { return revealed.key.replaced->id; }
        QString newId() const { return revealed.key.key.id; }
    };
    Rotated rotate(const QString &name, std::chrono::seconds overlap = std::chrono::hours(24));
    //! \a times calls with the key, as its program makes them; they may be refused.
    bool call(const QString &keyId, const core::Secret &secret, int times = 1);
    core::Result<core::Key> atGateway(const QString &keyId);
    QList<core::Key> allAtGateway();
    //! Whether neither the database nor the keychain knows the intent any more.
    bool isCleared(const QString &intentId);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<core::MemoryStore> m_credentials;
    std::unique_ptr<LiveGateway> m_gateway;
    std::unique_ptr<Meddler> m_between;
    std::unique_ptr<Desk> m_desk;
    QString m_account;
    qint64 m_organization = 0;
};

} // namespace test
