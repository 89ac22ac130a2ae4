#include "core/storage/intentstore.h"

#include "core/storage/database.h"
#include "core/storage/statement.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace core {

namespace {

QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

//! An intent must outlive a loss of power from the moment its request leaves; the rest of the cache need not.
class Durable {
public:
    explicit Durable(const Database &database) : m_database(database)
    {
        m_set = bool(Statement::execute(m_database, u"PRAGMA synchronous = FULL"_s));
    }
    ~Durable()
    {
        if (m_set)
            m_set = bool(Statement::execute(m_database, u"PRAGMA synchronous = NORMAL"_s));
    }
    Durable(const Durable &) = delete;
    Durable &operator=(const Durable &) = delete;

private:
    const Database &m_database;
    bool m_set = false;
};

Intent intentFrom(const Statement &row)
{
    Intent intent;
    intent.id = row.text(0);
    intent.kind = row.integer(1) == 1 ? Intent::Kind::Rotate : Intent::Kind::Create;
    intent.accountId = row.text(2);
    intent.organizationId = row.text(3);
    intent.keyId = row.text(4);
    intent.name = row.text(5);
    intent.body = QJsonDocument::fromJson(row.bytes(6)).object();
    intent.startedAt = QDateTime::fromMSecsSinceEpoch(row.integer(7), Qt::UTC);
    intent.resultKeyId = row.text(8);
    intent.acknowledged = row.integer(9) != 0;
    return intent;
}

} // namespace

IntentStore::IntentStore(Database &database) : m_database(database) {}

Result<QList<Intent>> IntentStore::all() const
{
    Statement statement(m_database,
                        u"SELECT id, kind, account_id, organization_id, key_id, name, body, started_at, result_key_id, "
                        "acknowledged FROM intent ORDER BY started_at, id"_s);
    if (const auto ran = statement.run(); !ran)
        return ran.error();
    QList<Intent> intents;
    while (statement.next())
        intents.append(intentFrom(statement));
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return intents;
}

Result<> IntentStore::add(const Intent &intent)
{
    const Durable durable(m_database);
    Statement statement(m_database, u"INSERT INTO intent VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
    statement.bind(intent.id).bind(intent.kind == Intent::Kind::Rotate ? 1 : 0);
    statement.bind(notNull(intent.accountId)).bind(notNull(intent.organizationId)).bind(notNull(intent.keyId));
    statement.bind(notNull(intent.name))
        .bind(QString::fromUtf8(QJsonDocument(intent.body).toJson(QJsonDocument::Compact)));
    statement.bind(intent.startedAt.toMSecsSinceEpoch()).bind(notNull(intent.resultKeyId));
    return statement.bind(int(intent.acknowledged)).run();
}

Result<> IntentStore::setResult(const QString &id, const QString &keyId)
{
    Statement statement(m_database, u"UPDATE intent SET result_key_id = ? WHERE id = ?"_s);
    return statement.bind(notNull(keyId)).bind(id).run();
}

Result<> IntentStore::markAcknowledged(const QString &id)
{
    const Durable durable(m_database);
    Statement statement(m_database, u"UPDATE intent SET acknowledged = 1 WHERE id = ?"_s);
    return statement.bind(id).run();
}

Result<> IntentStore::remove(const QString &id)
{
    Statement statement(m_database, u"DELETE FROM intent WHERE id = ?"_s);
    return statement.bind(id).run();
}

} // namespace core
