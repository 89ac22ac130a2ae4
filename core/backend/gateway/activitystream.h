#pragma once

#include "core/backend/gateway/eventstreamparser.h"
#include "core/domain/activity.h"
#include "core/domain/key.h"
#include "core/net/httpstream.h"

#include <QObject>

namespace core {

//! What came at once, in order of time among the events and among the keys.
struct StreamNews {
    bool reset = false; //!< what follows is complete, but something before it may have been missed
    QList<ActivityEvent> events;
    QList<Key> keys;   //!< as they are now
    QByteArray lastId; //!< where to resume behind all this
};

//! One connection to the contract's `stream`, until it ends. What is not of the contract ends it as Protocol.
class ActivityStream : public QObject {
    Q_OBJECT

public:
    explicit ActivityStream(std::unique_ptr<HttpStream> stream);

Q_SIGNALS:
    void began();
    void got(const core::StreamNews &news);
    //! Offline or TimedOut where the connection broke, Unauthorized where the session ended, NotFound where the
    //! organization was lost, any other that a call can have. Once, and nothing comes after it.
    void ended(const core::Error &error);

private:
    void received(const QByteArray &bytes);
    void closed(const Result<HttpReply> &refusal);
    std::optional<Error> take(const StreamFrame &frame, StreamNews &news) const;
    void end(const Error &error);

    std::unique_ptr<HttpStream> m_stream;
    EventStreamParser m_parser;
    bool m_hasEnded = false;
};

} // namespace core
