#pragma once

#include <QByteArray>
#include <QList>

namespace core {

//! An event of a stream; without a name and data where only the id moved.
struct StreamFrame {
    QByteArray name;
    QByteArray data;
    QByteArray id; //!< the last one so far
    bool operator==(const StreamFrame &) const = default;
};

//! Server-Sent Events as the HTML standard reads them, from bytes that come in any pieces. Never holds more than one
//! event of bounded size.
class EventStreamParser {
public:
    static constexpr qsizetype longestEvent = 256 * 1024;

    //! The events that are whole by now. Nothing more comes once `failed`.
    QList<StreamFrame> take(const QByteArray &bytes);
    //! A line or an event was too long.
    bool failed() const { return m_failed; }

private:
    void takeLine(QByteArrayView line, QList<StreamFrame> &frames);
    void dispatch(QList<StreamFrame> &frames);

    QByteArray m_line; //!< without its end yet
    StreamFrame m_frame;
    bool m_hasData = false;
    bool m_hasId = false;
    bool m_afterReturn = false; //!< a line feed now belongs to the line that was ended
    bool m_isBegun = false;
    bool m_failed = false;
};

} // namespace core
