#include "core/backend/gateway/eventstreamparser.h"

#include <algorithm>

namespace core {

namespace {

constexpr char byteOrderMark[] = "\xEF\xBB\xBF";
constexpr qsizetype longestId = 2048;

bool endsLine(char c)
{
    return c == '\n' || c == '\r';
}

} // namespace

QList<StreamFrame> EventStreamParser::take(const QByteArray &bytes)
{
    QList<StreamFrame> frames;
    auto at = bytes.cbegin();
    while (at != bytes.cend() && !m_failed) {
        if (std::exchange(m_afterReturn, false) && *at == '\n') {
            ++at;
            continue;
        }
        const auto end = std::find_if(at, bytes.cend(), endsLine);
        m_line.append(at, end - at);
        m_failed = m_line.size() + m_frame.data.size() > longestEvent;
        if (m_failed || end == bytes.cend())
            break;
        m_afterReturn = *end == '\r';
        takeLine(m_line, frames);
        m_line.clear();
        at = end + 1;
    }
    return frames;
}

void EventStreamParser::takeLine(QByteArrayView line, QList<StreamFrame> &frames)
{
    if (!std::exchange(m_isBegun, true) && line.startsWith(byteOrderMark))
        line = line.sliced(3);
    if (line.isEmpty())
        return dispatch(frames);
    const auto colon = line.indexOf(':');
    const auto name = colon < 0 ? line : line.first(colon);
    auto value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    if (name == QByteArrayView("event")) {
        m_frame.name = value.toByteArray();
    } else if (name == QByteArrayView("data")) {
        if (std::exchange(m_hasData, true))
            m_frame.data += '\n';
        m_frame.data += value;
    } else if (name == QByteArrayView("id") && value.size() <= longestId && !value.contains('\0')) {
        m_frame.id = value.toByteArray();
        m_hasId = true;
    }
}

//! The id stays for the events that follow.
void EventStreamParser::dispatch(QList<StreamFrame> &frames)
{
    if (!m_hasData)
        m_frame.name.clear();
    if (m_hasData || m_hasId)
        frames += m_frame;
    m_frame.name.clear();
    m_frame.data.clear();
    m_hasData = m_hasId = false;
}

} // namespace core
