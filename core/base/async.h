#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <concepts>
#include <memory>
#include <type_traits>

namespace core {

//! An operation under way. It finishes exactly once, with a Result; it never throws, and nobody calls QFuture::cancel.
//! Stopping it means finishing with Kind::Cancelled. Payloads are copyable (Qt 6.4 crashes on move-only ones).
template <typename T = std::monostate>
using Async = QFuture<Result<T>>;

//! An operation that is already done.
template <typename T = std::monostate>
Async<T> ready(Result<T> result)
{
    return QtFuture::makeReadyFuture(std::move(result));
}

//! The far end of an Async: whoever holds a copy may settle it, the first one wins. When the last copy goes without an
//! answer the operation finishes as Cancelled, so that "always finishes" does not hang on every path remembering it.
template <std::copyable T = std::monostate>
class Settle {
public:
    Settle() : m_state(std::make_shared<State>()) {}

    Async<T> operation() const { return m_state->promise.future(); }
    bool isSettled() const { return m_state->settled; }
    void operator()(Result<T> result) const { m_state->settle(std::move(result)); }

private:
    struct State {
        State() { promise.start(); }
        State(const State &) = delete;
        State &operator=(const State &) = delete;
        ~State() { settle(Error{Error::Kind::Cancelled}); }
        void settle(Result<T> result)
        {
            if (settled)
                return;
            settled = true;
            promise.addResult(std::move(result));
            promise.finish();
        }
        QPromise<Result<T>> promise;
        bool settled = false;
    };
    std::shared_ptr<State> m_state;
};

//! Hands the result to \a handler from the event loop (never re-entrantly), unless \a context has died by then.
template <std::copyable T, typename Handler>
void whenDone(const QFuture<Result<T>> &operation, QObject *context, Handler handler)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, handler = std::move(handler)]() mutable {
                         watcher->deleteLater();
                         handler(watcher->result());
                     });
    watcher->setFuture(operation);
}

//! Continues with \a next (value → Result<U> or Async<U>), or passes the error on untouched. \a next is pure: it
//! parses, combines or starts the next call; it runs wherever the operation finished.
template <std::copyable T, typename Next>
auto andThen(QFuture<Result<T>> operation, Next next)
{
    using Step = std::invoke_result_t<Next, const T &>;
    if constexpr (requires { typename Step::Value; }) {
        return operation.then(
            [next = std::move(next)](const Result<T> &r) -> Step { return r ? next(*r) : Step(r.error()); });
    } else {
        return operation
            .then([next = std::move(next)](const Result<T> &r) -> Step {
                using Out = std::decay_t<decltype(std::declval<Step>().result())>;
                return r ? next(*r) : QtFuture::makeReadyFuture(Out(r.error()));
            })
            .unwrap();
    }
}

} // namespace core
