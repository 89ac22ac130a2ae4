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

bool verifyNobody(const core::Secret &password)
{
    static const std::string nobody = crypto::hashPassword(crypto::randomBase62(43), operations, memory);
    crypto::verifyPassword(password.reveal(), nobody);
    return false;
}

bool needsRehash(const QString &phc)
{
    return crypto::needsRehash(phc.toStdString(), operations, memory);
}

} // namespace gateway::store::password
