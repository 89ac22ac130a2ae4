#include "core/gateway/store/pepper.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

constexpr std::size_t pepperSize = 32;

core::Error failure(const QString &words)
{
    return {core::Error::Kind::Storage, words};
}

core::Result<crypto::Bytes> make(const QString &file)
{
    const auto pepper = crypto::randomBytes(pepperSize);
    QFile made(file);
    // Its permissions come first, so that no moment is left in which others can read it.
    if (!made.open(QIODevice::WriteOnly | QIODevice::NewOnly) ||
        !made.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failure(u"the pepper file %1 cannot be made: %2"_s.arg(file, made.errorString()));
    auto hex = QByteArray::fromStdString(crypto::toHex(pepper)) + '\n';
    const bool written = made.write(hex) == hex.size() && made.flush();
    crypto::wipe(hex.data(), static_cast<std::size_t>(hex.size()));
    if (!written)
        return failure(u"the pepper file %1 cannot be written: %2"_s.arg(file, made.errorString()));
    return pepper;
}

} // namespace

core::Result<crypto::Bytes> openPepper(const QString &file, bool mayMake)
{
    QFile existing(file);
    if (!existing.exists()) {
        if (mayMake)
            return make(file);
        return failure(u"the pepper file %1 is missing: without it no key of this database works"_s.arg(file));
    }
    if (!existing.open(QIODevice::ReadOnly))
        return failure(u"the pepper file %1 cannot be read: %2"_s.arg(file, existing.errorString()));
    auto hex = existing.read(1024).trimmed();
    auto pepper = crypto::fromHex(std::string_view(hex.constData(), static_cast<std::size_t>(hex.size())));
    crypto::wipe(hex.data(), static_cast<std::size_t>(hex.size()));
    if (!pepper || pepper->size() != pepperSize)
        return failure(u"the pepper file %1 does not hold 64 letters of hex"_s.arg(file));
    return *pepper;
}

} // namespace gateway::store
