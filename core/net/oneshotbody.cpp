#include "core/net/oneshotbody.h"

#include "core/base/crypto.h"

#include <algorithm>

namespace core {

OneShotBody::OneShotBody(QByteArray content) : m_content(std::move(content))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

OneShotBody::~OneShotBody()
{
    // It may hold a password.
    crypto::wipe(m_content.data(), static_cast<std::size_t>(m_content.size()));
}

qint64 OneShotBody::bytesAvailable() const
{
    return m_content.size() - m_position + QIODevice::bytesAvailable();
}

qint64 OneShotBody::readData(char *data, qint64 most)
{
    if (atEnd())
        return -1;
    const qint64 count = std::min(most, m_content.size() - m_position);
    std::copy_n(m_content.constData() + m_position, count, data);
    m_position += count;
    return count;
}

qint64 OneShotBody::writeData(const char *, qint64)
{
    return -1;
}

} // namespace core
