#pragma once

#include "core/credentials/credentialstore.h"

#include <QHash>

namespace core {

//! Credentials for as long as the program runs: for a desktop without a keychain, or for people who want none kept.
class MemoryStore final : public CredentialStore {
public:
    Async<Secret> read(const QString &name) override;
    Async<> write(const QString &name, const Secret &value) override;
    Async<> remove(const QString &name) override;
    QString title() const override { return QStringLiteral("memory"); }
    bool isPersistent() const override { return false; }

private:
    QHash<QString, Secret> m_values;
};

} // namespace core
