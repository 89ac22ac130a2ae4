#pragma once

#include "core/base/async.h"

#include <QTimer>
#include <array>
#include <functional>

namespace core {

//! What an error says of a change that was sent under an idempotency key.
enum class Sending {
    NotSent,  //!< this attempt reached nobody
    Unsure,   //!< it may have been done
    Declined, //!< this attempt was turned away before the gateway looked whether it knows the idempotency key
    Refused,  //!< the change was judged and refused: neither this attempt nor an earlier one was done
    GivenUp   //!< torn down
};
Sending judge(Error::Kind kind);

//! Whether the change may have been done although the operation failed with this.
bool mayHaveHappened(Error::Kind kind);

//! Sends a change until it is certain what became of it: an answer that was lost is asked for again under the same
//! idempotency key, a few times. Ends in OutcomeUnknown where that did not help. \a note hears every attempt's outcome.
template <std::copyable T>
class RepeatedSend {
public:
    using Send = std::function<Async<T>()>;
    using Note = std::function<void(const std::optional<Error> &)>;

    //! \a repeats false: the server would do it twice, so it is sent once.
    static Async<T> start(QObject *context, Send send, Note note, bool repeats = true)
    {
        const RepeatedSend repeated(context, std::move(send), std::move(note), repeats);
        repeated.attempt(0, false);
        return repeated.m_settle.operation();
    }

private:
    static constexpr std::array<std::chrono::milliseconds, 3> pauses{
        std::chrono::milliseconds(500), std::chrono::milliseconds(1500), std::chrono::milliseconds(4000)};

    RepeatedSend(QObject *context, Send send, Note note, bool repeats)
        : m_context(context), m_send(std::move(send)), m_note(std::move(note)), m_repeats(repeats)
    {
    }

    void attempt(std::size_t number, bool unsure) const
    {
        whenDone(m_send(), m_context, [self = *this, number, unsure](const Result<T> &result) {
            self.m_note(result ? std::nullopt : std::optional(result.error()));
            if (result)
                self.m_settle(result);
            else
                self.failed(result.error(), number, unsure);
        });
    }

    void failed(const Error &error, std::size_t number, bool unsure) const
    {
        const auto sending = judge(error.kind);
        const bool nowUnsure = unsure || sending == Sending::Unsure;
        const bool repeat = sending == Sending::Unsure || sending == Sending::NotSent;
        if (!nowUnsure || sending == Sending::Refused || sending == Sending::GivenUp)
            return m_settle(error);
        if (!repeat || !m_repeats || number >= pauses.size())
            return m_settle(
                Error{Error::Kind::OutcomeUnknown, error.detail, {}, {}, error.retryAfter, error.requestId});
        QTimer::singleShot(pauses[number], m_context, [self = *this, number] { self.attempt(number + 1, true); });
    }

    QObject *m_context;
    Send m_send;
    Note m_note;
    bool m_repeats;
    Settle<T> m_settle;
};

} // namespace core
