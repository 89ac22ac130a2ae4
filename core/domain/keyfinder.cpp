#include "core/domain/keyfinder.h"

#include "core/base/crypto.h"
#include "core/domain/keytoken.h"

#include <algorithm>
#include <cstring>

namespace core {

namespace {

constexpr std::size_t tail = keytoken::randomLength + keytoken::checksumLength;

QByteArray bytesOf(const crypto::Digest &digest)
{
    return {reinterpret_cast<const char *>(digest.data()), static_cast<qsizetype>(digest.size())};
}

} // namespace

KeyFinder::KeyFinder(const QStringList &prefixes)
{
    for (const QString &prefix : prefixes)
        m_prefixes.push_back(prefix.toStdString());
}

KeyFinder::~KeyFinder()
{
    crypto::wipe(m_window.data(), m_window.size());
}

void KeyFinder::read(std::string_view piece)
{
    while (!piece.empty() && !isFull()) {
        const auto part = piece.substr(0, m_window.size() - m_held);
        auto *const end =
            std::remove_copy(part.begin(), part.end(), m_window.data() + m_held, '\0'); // UTF-16 becomes ASCII
        m_held = static_cast<std::size_t>(end - m_window.data());
        piece.remove_prefix(part.size());
        search();
        // A key may go on in the next piece: as much stays as one can be long, short of its last letter.
        const auto kept = std::min(m_held, keytoken::longestSecret - 1);
        std::memmove(m_window.data(), m_window.data() + m_held - kept, kept);
        m_held = kept;
    }
}

//! Every prefix ends with the last `_` of the key: that is what is looked for.
void KeyFinder::search()
{
    const std::string_view text(m_window.data(), m_held);
    for (auto at = text.find('_'); at != text.npos && at + tail < text.size(); at = text.find('_', at + 1))
        judge(text.substr(0, at + 1), text.substr(at + 1, tail));
}

void KeyFinder::judge(std::string_view before, std::string_view letters)
{
    for (const auto &prefix : m_prefixes) {
        if (isFull() || !before.ends_with(prefix))
            continue;
        const std::string_view secret(letters.data() - prefix.size(), prefix.size() + letters.size());
        if (!keytoken::isWellFormed(secret))
            continue;
        FoundKey key{QString::fromStdString(prefix), QString::fromStdString(keytoken::hint(secret, prefix)),
                     bytesOf(crypto::sha256(secret))};
        if (!m_found.contains(key))
            m_found.append(key);
    }
}

QList<FoundKey> keysIn(const Secret &text, const QStringList &prefixes)
{
    KeyFinder finder(prefixes);
    finder.read(text.reveal());
    return finder.found();
}

QList<QByteArray> wordsIn(const Secret &text)
{
    constexpr std::size_t shortest = 8;
    constexpr std::size_t longest = 4096;
    constexpr qsizetype most = 300;
    constexpr std::string_view between = " \t\r\n\"'`,;()<>[]{}";
    QList<QByteArray> words;
    const auto add = [&words](std::string_view word) {
        if (word.size() < shortest || word.size() > longest)
            return;
        if (const auto hash = bytesOf(crypto::sha256(word)); !words.contains(hash))
            words += hash;
    };
    auto rest = text.reveal();
    while (!rest.empty() && words.size() < most) {
        const auto word = rest.substr(0, rest.find_first_of(between));
        add(word);
        if (const auto name = word.find_first_of("=:"); name != std::string_view::npos)
            add(word.substr(name + 1)); // WATI_TOKEN=…
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    }
    return words;
}

} // namespace core
