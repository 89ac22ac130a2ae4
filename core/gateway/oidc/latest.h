#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"

#include <functional>
#include <optional>

namespace gateway::oidc {

//! A document that is fetched when it is wanted and kept for a while. For one thread.
template <std::copyable T>
class Latest {
public:
    //! \a context lives on the same thread and not longer than this.
    Latest(const core::Clock &clock, QObject *context, std::function<core::Async<T>()> fetch)
        : m_clock(clock), m_context(context), m_fetch(std::move(fetch))
    {
    }

    //! The document, fetched again where it is older than \a oldest. Whoever asks meanwhile waits for the same one.
    core::Async<T> get(std::chrono::seconds oldest)
    {
        if (m_value && isYounger(oldest))
            return core::ready<T>(*m_value);
        const core::Settle<T> waiting;
        m_waiting += waiting;
        if (m_waiting.size() == 1)
            core::whenDone(m_fetch(), m_context, [this](const core::Result<T> &fetched) { arrived(fetched); });
        return waiting.operation();
    }

private:
    bool isYounger(std::chrono::seconds oldest) const
    {
        const auto age = m_fetchedAt.secsTo(m_clock.now());
        return age >= 0 && age < oldest.count();
    }

    void arrived(const core::Result<T> &fetched)
    {
        if (fetched) {
            m_value = *fetched;
            m_fetchedAt = m_clock.now();
        }
        for (const auto &waiting : std::exchange(m_waiting, {}))
            waiting(fetched);
    }

    const core::Clock &m_clock;
    QObject *const m_context;
    const std::function<core::Async<T>()> m_fetch;
    std::optional<T> m_value;
    QDateTime m_fetchedAt;
    QList<core::Settle<T>> m_waiting;
};

} // namespace gateway::oidc
