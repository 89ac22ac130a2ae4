#include "core/base/crypto.h"

#include <array>
#include <cstdlib>
#include <sodium.h>

namespace crypto {

namespace {

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

constexpr auto crcTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
        table[i] = value;
    }
    return table;
}();

} // namespace

bool initialize()
{
    return sodium_init() >= 0;
}

void fillRandom(std::span<std::uint8_t> out)
{
    if (!out.empty()) // whose data may be null
        randombytes_buf(out.data(), out.size());
}

Bytes randomBytes(std::size_t count)
{
    Bytes bytes(count);
    fillRandom(bytes);
    return bytes;
}

std::string randomBase62(std::size_t count)
{
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string text(count, '\0');
    for (auto &letter : text)
        letter = letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
    return text;
}

Digest sha256(std::string_view data)
{
    Digest digest;
    crypto_hash_sha256(digest.data(), bytesOf(data), data.size());
    return digest;
}

Digest hmacSha256(std::span<const std::uint8_t> key, std::span<const std::uint8_t> data)
{
    Digest digest;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, data.data(), data.size());
    crypto_auth_hmacsha256_final(&state, digest.data());
    sodium_memzero(&state, sizeof state);
    return digest;
}

bool equalInConstantTime(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(void *data, std::size_t size)
{
    sodium_memzero(data, size);
}

std::string toHex(std::span<const std::uint8_t> data)
{
    std::string hex(data.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), data.data(), data.size());
    hex.pop_back();
    return hex;
}

std::optional<Bytes> fromHex(std::string_view hex)
{
    if (hex.empty())
        return Bytes();
    if (hex.size() % 2 != 0)
        return std::nullopt;
    Bytes bytes(hex.size() / 2); // not empty: libsodium takes no null
    std::size_t length = 0;
    const char *end = nullptr;
    const bool read = sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &length, &end) == 0;
    if (!read || length != bytes.size() || end != hex.data() + hex.size())
        return std::nullopt;
    return bytes;
}

std::string toBase64Url(std::span<const std::uint8_t> data)
{
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_ENCODED_LEN(data.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), data.data(), data.size(), variant);
    text.pop_back();
    return text;
}

std::string hashPassword(std::string_view password, unsigned long long operations, std::size_t memory)
{
    std::array<char, crypto_pwhash_STRBYTES> phc{};
    if (crypto_pwhash_str_alg(phc.data(), password.data(), password.size(), operations, memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        std::abort(); // out of memory: no password may pass for hashed that is not
    return phc.data();
}

bool verifyPassword(std::string_view password, const std::string &phc)
{
    return crypto_pwhash_str_verify(phc.c_str(), password.data(), password.size()) == 0;
}

bool needsRehash(const std::string &phc, unsigned long long operations, std::size_t memory)
{
    return crypto_pwhash_str_needs_rehash(phc.c_str(), operations, memory) != 0;
}

Digest deriveKey(std::span<const std::uint8_t> material, std::string_view purpose)
{
    // libsodium 1.0.18 (Debian 12) has no HKDF of its own: extract with a zero salt, expand to one block.
    const Digest salt{};
    Digest extracted = hmacSha256(salt, material);
    Bytes info(purpose.begin(), purpose.end());
    info.push_back(1);
    const Digest key = hmacSha256(extracted, info);
    sodium_memzero(extracted.data(), extracted.size());
    return key;
}

Bytes seal(std::string_view plain, const Digest &key, std::string_view context)
{
    constexpr std::size_t nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    Bytes sealed(nonceSize + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    randombytes_buf(sealed.data(), nonceSize);
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonceSize, &written, bytesOf(plain), plain.size(),
                                               bytesOf(context), context.size(), nullptr, sealed.data(), key.data());
    sealed.resize(nonceSize + static_cast<std::size_t>(written));
    return sealed;
}

std::optional<std::string> unseal(std::span<const std::uint8_t> sealed, const Digest &key, std::string_view context)
{
    constexpr std::size_t nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t overhead = nonceSize + crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (sealed.size() < overhead)
        return std::nullopt;
    std::string plain(sealed.size() - overhead, '\0');
    unsigned long long written = 0;
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char *>(plain.data()), &written, nullptr, sealed.data() + nonceSize,
        sealed.size() - nonceSize, bytesOf(context), context.size(), sealed.data(), key.data());
    if (failed != 0)
        return std::nullopt;
    return plain;
}

std::uint32_t crc32(std::string_view data)
{
    std::uint32_t value = 0xFFFFFFFFU;
    for (const char letter : data)
        value = crcTable[(value ^ static_cast<unsigned char>(letter)) & 0xFFU] ^ (value >> 8U);
    return value ^ 0xFFFFFFFFU;
}

void *lockedAllocate(std::size_t size)
{
    void *data = sodium_malloc(size);
    if (data == nullptr)
        std::abort();
    return data;
}

void lockedFree(void *data)
{
    sodium_free(data);
}

} // namespace crypto
