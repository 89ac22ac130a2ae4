#include "core/credentials/memorystore.h"

#include "core/credentials/credentialvalue.h"

using namespace Qt::StringLiterals;

namespace core {

Async<Secret> MemoryStore::read(const QString &name)
{
    const auto found = m_values.constFind(name);
    return ready<Secret>(found == m_values.constEnd() ? Result<Secret>(Error{Error::Kind::NotFound}) : *found);
}

Async<> MemoryStore::write(const QString &name, const Secret &value)
{
    if (!isCredential(value))
        return ready(Result<>(Error{Error::Kind::Protocol, u"not a credential"_s}));
    m_values.insert(name, value);
    return ready(Result<>());
}

Async<> MemoryStore::remove(const QString &name)
{
    m_values.remove(name);
    return ready(Result<>());
}

} // namespace core
