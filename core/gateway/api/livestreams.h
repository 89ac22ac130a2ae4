#pragma once

#include "core/base/clock.h"
#include "core/gateway/api/authentication.h"
#include "core/gateway/api/streampieces.h"
#include "core/gateway/http/stream.h"
#include "core/gateway/store/store.h"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gateway::api {

//! Everybody who listens to an organization, and the thread that tells them what was committed. It reads each piece
//! once, however many listen, and nobody waits for it: whoever takes less than there is falls behind and catches up.
class LiveStreams {
public:
    static constexpr std::size_t mostOfCredential = 8;
    static constexpr std::size_t most = 256;

    //! A place among the listeners, given back when destroyed. Not later than the LiveStreams.
    class Seat {
    public:
        Seat(LiveStreams &owner, QByteArray credential) : m_owner(owner), m_credential(std::move(credential)) {}
        ~Seat() { m_owner.leave(m_credential); }
        Seat(const Seat &) = delete;
        Seat &operator=(const Seat &) = delete;

    private:
        LiveStreams &m_owner;
        const QByteArray m_credential;
    };
    struct Listener {
        std::shared_ptr<Seat> seat;
        Standing standing;
        QString organizationId;
        StreamPlace place;
        std::shared_ptr<http::Stream> stream{};
    };
    enum class Room { Free, CredentialFull, Full };

    //! Both outlive it.
    LiveStreams(store::Store &store, const Cursors &cursors, const core::Clock &clock);
    //! Stops.
    ~LiveStreams();
    LiveStreams(const LiveStreams &) = delete;
    LiveStreams &operator=(const LiveStreams &) = delete;

    // From any thread.
    //! A seat is given where Room::Free is answered.
    Room enter(const QByteArray &credential, std::shared_ptr<Seat> &seat);
    void add(Listener listener);
    std::size_t count() const;
    //! Ends all streams, then returns. May be called twice.
    void stop();

private:
    struct Hearing {
        Listener listener;
        QDateTime heardAt;
    };
    using Pieces = std::map<std::pair<QString, StreamPlace>, StreamPiece>;

    void leave(const QByteArray &credential);
    void close();
    void run();
    bool await();
    void dismiss(store::Database &database);
    void tell(store::Database &database);
    void breakSilence();

    store::Store &m_store;
    const Cursors &m_cursors;
    const core::Clock &m_clock;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::map<QByteArray, std::size_t> m_seats; //!< by credential
    std::size_t m_taken = 0;
    std::vector<Listener> m_arrivals;
    bool m_stopping = false;

    // Of the thread:
    std::vector<Hearing> m_hearings;
    qint64 m_version = -1;  //!< of the database, when it was looked at last
    bool m_behind = false;  //!< somebody has not been told everything
    bool m_hurried = false; //!< and could be at once
    std::thread m_thread;
};

} // namespace gateway::api
