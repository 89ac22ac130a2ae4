#include "core/gateway/api/authentication.h"
#include "core/gateway/api/endpoints.h"
#include "core/gateway/api/livestreams.h"
#include "core/gateway/api/rights.h"
#include "core/gateway/store/database.h"

namespace gateway::api {

namespace {

//! Browsers wait three seconds otherwise; in milliseconds.
constexpr std::string_view comeBack = "retry: 1000\n";
//! Until somebody may have left.
constexpr std::chrono::seconds aWhile{15};

QString from(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

Outcome<std::shared_ptr<LiveStreams::Seat>> seatFor(LiveStreams &streams, const Standing &standing)
{
    std::shared_ptr<LiveStreams::Seat> seat;
    switch (streams.enter(standing.hash, seat)) {
    case LiveStreams::Room::Free: return seat;
    case LiveStreams::Room::CredentialFull: return limited(LiveStreams::mostOfCredential, aWhile);
    case LiveStreams::Room::Full: break;
    }
    return Problem{Fault::Unavailable, {}, {}, aWhile};
}

} // namespace

Outcome<Answer> stream(Call &call)
{
    if (const auto unknown = unknownParameter(call.request, {}))
        return *unknown;
    const auto organization = ownOrganization(call);
    if (!organization)
        return organization.problem();
    auto &streams = call.tools.streams;
    LiveStreams::Listener listener{{}, standingOf(call), organization->id, {}};
    const auto seat = seatFor(streams, listener.standing);
    if (!seat)
        return seat.problem();
    listener.seat = *seat;
    const auto &cursors = call.tools.cursors;
    const auto last = call.request.header("last-event-id");
    const StreamPieces source(call.database, cursors);
    listener.place = last.empty() ? source.newest(organization->id) : source.after(organization->id, from(last));
    Answer answer{200, std::string(comeBack), {{"X-Accel-Buffering", "no"}}, "text/event-stream; charset=utf-8"};
    answer.body += last.empty() ? placeLine(cursors, organization->id, listener.place) : "\n";
    answer.stream = [&streams, listener](std::shared_ptr<http::Stream> stream) {
        auto present = listener;
        present.stream = std::move(stream);
        streams.add(std::move(present));
    };
    return answer;
}

} // namespace gateway::api
