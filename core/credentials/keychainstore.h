#pragma once

#include "core/credentials/credentialstore.h"
#include "core/credentials/secretservice.h"

#include <QObject>
#include <chrono>
#include <functional>

namespace QKeychain {
class Job;
}

namespace core {

//! The desktop's keychain, through QtKeychain and from the main thread only. Every operation ends within the deadline,
//! also while a prompt waits for the person or the service is silent; what the keychain answers later is dropped.
class KeychainStore final : public QObject, public CredentialStore {
    Q_OBJECT

public:
    explicit KeychainStore(std::chrono::milliseconds deadline = std::chrono::seconds(10), QObject *parent = nullptr);

    Async<Secret> read(const QString &name) override;
    Async<> write(const QString &name, const Secret &value) override;
    Async<> remove(const QString &name) override;
    QString title() const override;
    bool isPersistent() const override { return true; }

private:
    using Handler = std::function<void(QKeychain::Job &)>;

    void run(QKeychain::Job *job, const QString &name, const Handler &handler);
    template <typename T>
    void limit(const Settle<T> &settle);
    template <typename T>
    void refuse(const QKeychain::Job &job, const Settle<T> &settle);
    void verifyRemoval(const QString &name, const Settle<> &settle);

    std::chrono::milliseconds m_deadline;
};

} // namespace core
