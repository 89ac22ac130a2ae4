#include "tests/core/gateway/store/filledstore.h"

#include "core/base/identifiers.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/people.h"
#include "core/gateway/store/store.h"

using namespace Qt::StringLiterals;
using gateway::store::Change, gateway::store::Database, gateway::store::Store;

namespace test {

namespace {

const auto email = u"owner@a.example"_s;

template <typename T>
T orDie(const core::Result<T> &result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

} // namespace

FilledStore::FilledStore() : m_store(orDie(Store::open(file(), Store::Purpose::Serve))), m_database(connect())
{
    m_user =
        orDie(gateway::store::addUser(*m_database, email, u"Owner"_s, core::Secret::copy("a long password of ours"),
                                      QDateTime::currentDateTimeUtc()));
    m_organization = addOrganization(u"A"_s);
}

FilledStore::~FilledStore() = default;

std::unique_ptr<Database> FilledStore::connect() const
{
    auto database = m_store->connect();
    if (!database)
        qFatal("%s", qPrintable(database.error().detail));
    return *std::move(database);
}

QString FilledStore::file() const
{
    return m_folder.filePath(u"gateway.sqlite"_s);
}

QString FilledStore::addOrganization(const QString &name)
{
    return orDie(
        gateway::store::addOrganization(*m_database, {name, email, u"generic"_s}, QDateTime::currentDateTimeUtc()));
}

std::vector<KeyPointer> FilledStore::addKeys(int count, const QString &organization)
{
    std::vector<KeyPointer> added;
    Change change(*m_database);
    gateway::store::Keys keys(*m_database);
    for (int i = 0; i < count; ++i) {
        core::Key key;
        key.id = core::newId(QDateTime::currentDateTimeUtc());
        key.organizationId = organization.isEmpty() ? m_organization : organization;
        key.name = u"Key %1"_s.arg(++m_keys);
        key.hint = u"ks_%1…"_s.arg(m_keys);
        key.status = core::KeyStatus::Active;
        key.scopes = {u"contacts:read"_s};
        key.createdAt = QDateTime::currentDateTimeUtc();
        key.createdBy = {m_user, u"Owner"_s};
        key.rateLimitPerMinute = 100;
        key.version = 1;
        keys.add(key, QByteArray::number(m_keys).rightJustified(32, '0'));
        added.push_back(std::make_shared<gateway::check::KeyFacts>(*keys.facts(key.id)));
    }
    if (!change.commit())
        qFatal("the keys were not added");
    return added;
}

} // namespace test
