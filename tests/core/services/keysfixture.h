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
