#pragma once

#include <QByteArray>
#include <memory>
#include <string_view>

class QDebug;

namespace core {

//! Text that must never be printed, stored or compared by accident: a key's secret, a session token, a password.
//! Copies share one buffer in locked memory that is wiped when the last one goes. Printing it shows dots.
class Secret {
public:
    Secret() = default;
    //! Takes the UTF-8 text and wipes \a text (a shared QByteArray only as far as this copy goes).
    static Secret take(QByteArray &&text);
    static Secret copy(std::string_view text);
    //! Moves the characters out of a line edit's text; \a text is wiped in place.
    static Secret take(QString &&text);

    bool isEmpty() const { return size() == 0; }
    std::size_t size() const;
    //! The text itself. Held only as long as the Secret; allowed where `tests/architecture` lists it.
    std::string_view reveal() const;

private:
    struct Buffer;
    std::shared_ptr<const Buffer> m_buffer;
};

bool operator==(const Secret &a, const Secret &b); // in constant time
QDebug operator<<(QDebug debug, const Secret &secret);

} // namespace core
