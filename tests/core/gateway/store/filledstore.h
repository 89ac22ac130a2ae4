#pragma once

#include "core/gateway/check/keyfacts.h"

#include <QString>
#include <QTemporaryDir>
#include <memory>
#include <vector>

namespace gateway::store {
class Database;
class Store;
} // namespace gateway::store

namespace test {

using KeyPointer = std::shared_ptr<const gateway::check::KeyFacts>;

//! A gateway's database in a folder of its own, with a person and organizations.
class FilledStore {
public:
    //! With one organization, number 1.
    FilledStore();
    ~FilledStore();

    std::unique_ptr<gateway::store::Database> connect() const;
    QString file() const;
    QString organization() const { return m_organization; }
    QString addOrganization(const QString &name);
    //! In the organization, or in another. Numbers follow each other from 1.
    std::vector<KeyPointer> addKeys(int count, const QString &organization = {});

private:
    QTemporaryDir m_folder;
    std::shared_ptr<gateway::store::Store> m_store;
    std::unique_ptr<gateway::store::Database> m_database;
    QString m_user;
    QString m_organization;
    int m_keys = 0;
};

} // namespace test
