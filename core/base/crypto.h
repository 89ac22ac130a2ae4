#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

//! Everything cryptographic, by libsodium. Plain C++ so that the gateway's check links it without Qt.
namespace crypto {

using Bytes = std::vector<std::uint8_t>;
using Digest = std::array<std::uint8_t, 32>;

//! Must have returned true once before anything else here is used; safe to call again, from any thread.
bool initialize();

void fillRandom(std::span<std::uint8_t> out);
Bytes randomBytes(std::size_t count);
//! \a count characters of A–Z a–z 0–9, each equally likely.
std::string randomBase62(std::size_t count);

Digest sha256(std::string_view data);
Digest hmacSha256(std::span<const std::uint8_t> key, std::span<const std::uint8_t> data);
bool equalInConstantTime(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);
//! The same for what is compared on each call: inline, and by words.
inline bool equalInConstantTime(const Digest &a, const Digest &b)
{
    std::array<std::uint64_t, 4> x;
    std::array<std::uint64_t, 4> y;
    static_assert(sizeof x == sizeof a);
    std::memcpy(x.data(), a.data(), sizeof x);
    std::memcpy(y.data(), b.data(), sizeof y);
    return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x[3] ^ y[3])) == 0;
}
void wipe(void *data, std::size_t size);

std::string toHex(std::span<const std::uint8_t> data);
std::optional<Bytes> fromHex(std::string_view hex);
//! base64url without padding (RFC 4648 section 5).
std::string toBase64Url(std::span<const std::uint8_t> data);

//! argon2id in PHC string form. \a memory in bytes; RFC 9106 asks for at least 8 KiB per lane.
std::string hashPassword(std::string_view password, unsigned long long operations, std::size_t memory);
bool verifyPassword(std::string_view password, const std::string &phc);
bool needsRehash(const std::string &phc, unsigned long long operations, std::size_t memory);

//! A key for one purpose from input key material (HKDF-SHA-256, RFC 5869).
Digest deriveKey(std::span<const std::uint8_t> material, std::string_view purpose);
//! XChaCha20-Poly1305 with a random nonce in front.
Bytes seal(std::string_view plain, const Digest &key, std::string_view context);
std::optional<std::string> unseal(std::span<const std::uint8_t> sealed, const Digest &key, std::string_view context);

//! CRC-32 (IEEE 802.3, as in zlib and PNG).
std::uint32_t crc32(std::string_view data);

//! Page-locked, guarded memory that is wiped when freed (sodium_malloc). Never null; aborts where the system has none
//! left.
void *lockedAllocate(std::size_t size);
void lockedFree(void *data);

} // namespace crypto
