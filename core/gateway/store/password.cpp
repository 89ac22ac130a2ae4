#include "core/gateway/store/password.h"

#include "core/base/crypto.h"

namespace gateway::store::password {

namespace {

constexpr unsigned long long operations = 1;
constexpr std::size_t memory = std::size_t(46) * 1024 * 1024;

} // namespace

QString hash(const core::Secret &password)
{
    return QString::fromStdString(crypto::hashPassword(password.reveal(), operations, memory));
}

bool verify(const core::Secret &password, const QString &phc)
{
    return crypto::verifyPassword(password.reveal(), phc.toStdString());
}

bool needsRehash(const QString &phc)
{
    return crypto::needsRehash(phc.toStdString(), operations, memory);
}

Nobody::Nobody() : m_phc(hash(core::Secret::copy(crypto::randomBase62(43)))) {}

bool Nobody::verify(const core::Secret &password) const
{
    password::verify(password, m_phc);
    return false;
}

} // namespace gateway::store::password
