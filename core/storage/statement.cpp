#include "core/storage/statement.h"

#include "core/storage/database.h"

namespace core {

Statement::Statement(const Database &database, const QString &sql)
    : m_database(database), m_query(database.connection())
{
    m_query.setForwardOnly(true);
    m_prepared = m_query.prepare(sql);
}

Statement &Statement::bind(const QVariant &value)
{
    m_query.bindValue(m_bound++, value);
    return *this;
}

Result<> Statement::run()
{
    m_bound = 0;
    if (!m_prepared || !m_query.exec())
        return m_database.errorFrom(m_query.lastError());
    return {};
}

Result<> Statement::ended() const
{
    if (m_query.lastError().isValid())
        return m_database.errorFrom(m_query.lastError());
    return {};
}

Result<> Statement::execute(const Database &database, const QString &sql)
{
    QSqlQuery query(database.connection());
    if (!query.exec(sql))
        return database.errorFrom(query.lastError());
    return {};
}

} // namespace core
