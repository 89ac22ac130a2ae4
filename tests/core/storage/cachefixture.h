#pragma once

#include "core/storage/database.h"
#include "core/storage/keycache.h"
#include "core/storage/organizationcache.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

namespace test {

core::Organization organization(const QString &id, const QString &name);

//! A key like no other of the same \a random: every state, with and without the optional facts, awkward names.
core::Key anyKey(int number, const QDateTime &now, QRandomGenerator &random);
QList<core::Key> anyKeys(int count, const QDateTime &now, quint32 seed);

//! A cache in a folder of its own with one organization, "acme".
class CacheFixture {
public:
    CacheFixture();

    core::Database &database() { return *m_database; }
    core::KeyCache &keys() { return *m_keys; }
    core::OrganizationCache &organizations() { return *m_organizations; }
    qint64 acme() const { return m_acme; }
    qint64 add(const QString &account, const QString &id);
    //! \a count keys by one statement: names "word-word-number", nine in ten active. In turn in acme and the
    //! organizations that were added next.
    core::Result<> grow(int count, int organizations = 1);

private:
    QTemporaryDir m_folder;
    std::unique_ptr<core::Database> m_database;
    std::unique_ptr<core::KeyCache> m_keys;
    std::unique_ptr<core::OrganizationCache> m_organizations;
    qint64 m_acme = 0;
};

} // namespace test
