#pragma once

#include "core/base/secret.h"

#include <QByteArray>
#include <QList>
#include <QStringList>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace core {

//! A key that stood in a text, without its secret.
struct FoundKey {
    QString prefix;
    QString hint; //!< as the gateway shows it
    QByteArray sha256;
    bool operator==(const FoundKey &) const = default;
};

//! Finds keys in bytes that come piece by piece: those with a known prefix and a right checksum, whatever stands around
//! them. Zero bytes are passed over, so that UTF-16 reads like ASCII. No more of the text is kept than one window,
//! which is wiped.
class KeyFinder {
public:
    //! Nobody looks at more; the rest is not searched.
    static constexpr qsizetype mostKeys = 50;

    explicit KeyFinder(const QStringList &prefixes);
    ~KeyFinder();
    KeyFinder(const KeyFinder &) = delete;
    KeyFinder &operator=(const KeyFinder &) = delete;

    void read(std::string_view piece);
    //! What comes next is another text: no key goes over from one to the other.
    void endText() { m_held = 0; }
    //! Each once, in the order of the text.
    const QList<FoundKey> &found() const { return m_found; }
    bool isFull() const { return m_found.size() >= mostKeys; }

private:
    void search();
    void judge(std::string_view before, std::string_view letters);

    std::vector<std::string> m_prefixes;
    std::array<char, 16384> m_window{};
    std::size_t m_held = 0; //!< how much of it is filled
    QList<FoundKey> m_found;
};

//! The keys in a text that is at hand as a whole.
QList<FoundKey> keysIn(const Secret &text, const QStringList &prefixes);
//! The words in a text that are long enough to be a key of any form, as hashes: the first few hundred, each once.
QList<QByteArray> wordsIn(const Secret &text);

} // namespace core
