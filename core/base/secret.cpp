#include "core/base/secret.h"

#include "core/base/crypto.h"

#include <QDebug>
#include <cstring>

namespace core {

struct Secret::Buffer {
    explicit Buffer(std::string_view text)
        : size(text.size()), data(static_cast<char *>(crypto::lockedAllocate(size + 1)))
    {
        std::memcpy(data, text.data(), size);
        data[size] = '\0';
    }
    Buffer(const Buffer &) = delete;
    Buffer &operator=(const Buffer &) = delete;
    ~Buffer() { crypto::lockedFree(data); }

    std::size_t size;
    char *data;
};

Secret Secret::take(QByteArray &&text)
{
    Secret secret = copy({text.constData(), static_cast<std::size_t>(text.size())});
    crypto::wipe(text.data(), static_cast<std::size_t>(text.size()));
    text.clear();
    return secret;
}

Secret Secret::take(QString &&text)
{
    Secret secret = take(text.toUtf8());
    crypto::wipe(text.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    text.clear();
    return secret;
}

Secret Secret::copy(std::string_view text)
{
    Secret secret;
    if (!text.empty() && crypto::initialize())
        secret.m_buffer = std::make_shared<const Buffer>(text);
    return secret;
}

std::size_t Secret::size() const
{
    return m_buffer ? m_buffer->size : 0;
}

std::string_view Secret::reveal() const
{
    return m_buffer ? std::string_view(m_buffer->data, m_buffer->size) : std::string_view();
}

bool operator==(const Secret &a, const Secret &b)
{
    const auto bytes = [](std::string_view text) {
        return std::span(reinterpret_cast<const std::uint8_t *>(text.data()), text.size());
    };
    return crypto::equalInConstantTime(bytes(a.reveal()), bytes(b.reveal()));
}

QDebug operator<<(QDebug debug, const Secret &secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << (secret.isEmpty() ? "Secret()" : "Secret(••••)");
    return debug;
}

} // namespace core
