#include "core/backend/gateway/activitystream.h"

#include "core/backend/gateway/answers.h"
#include "core/base/json.h"
#include "core/domain/activityjson.h"
#include "core/domain/keyjson.h"

using namespace Qt::StringLiterals;

namespace core {

ActivityStream::ActivityStream(std::unique_ptr<HttpStream> stream) : m_stream(std::move(stream))
{
    connect(m_stream.get(), &HttpStream::began, this, &ActivityStream::began);
    connect(m_stream.get(), &HttpStream::received, this, &ActivityStream::received);
    connect(m_stream.get(), &HttpStream::ended, this, &ActivityStream::closed);
}

void ActivityStream::received(const QByteArray &bytes)
{
    if (m_hasEnded)
        return;
    StreamNews news;
    std::optional<Error> over;
    for (const auto &frame : m_parser.take(bytes)) {
        over = take(frame, news);
        if (over)
            break;
        news.lastId = frame.id;
    }
    if (!over && m_parser.failed())
        over = Error{Error::Kind::Protocol, u"stream: an event that is too long"_s};
    if (!news.lastId.isEmpty())
        Q_EMIT got(news);
    if (over)
        end(*over);
}

//! An error is the end of the stream. What has a name that is not known yet is passed over.
std::optional<Error> ActivityStream::take(const StreamFrame &frame, StreamNews &news) const
{
    if (frame.name.isEmpty())
        return std::nullopt;
    const auto data = parseObject(frame.data);
    if (!data)
        return data.error();
    if (frame.name == "activity") {
        const auto event = activityEventFromJson(*data);
        if (!event)
            return event.error();
        news.events += *event;
    } else if (frame.name == "key.changed") {
        const auto key = keyFromJson(*data);
        if (!key)
            return key.error();
        news.keys += *key;
    } else if (frame.name == "reset") {
        news = {true, {}, {}, {}}; // the lists that are read now have what came before
    } else if (frame.name == "session.ended") {
        return Error{answers::kindOf(data->value(u"code"_s).toString()), u"stream: it is over"_s};
    }
    return std::nullopt;
}

void ActivityStream::closed(const Result<HttpReply> &refusal)
{
    end(refusal ? answers::error(*refusal) : refusal.error());
}

void ActivityStream::end(const Error &error)
{
    if (!std::exchange(m_hasEnded, true))
        Q_EMIT ended(error);
}

} // namespace core
