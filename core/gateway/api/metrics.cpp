#include "core/gateway/api/metrics.h"

#include "core/gateway/api/call.h"
#include "core/gateway/api/livestreams.h"
#include "core/gateway/api/workers.h"
#include "core/gateway/store/database.h"

#include <array>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

//! The text format, version 0.0.4.
class Exposition {
public:
    void begin(std::string_view name, std::string_view kind, std::string_view help)
    {
        m_name = name;
        m_text.append("# HELP ").append(name).append(" ").append(help).append("\n");
        m_text.append("# TYPE ").append(name).append(" ").append(kind).append("\n");
    }
    //! \a label: `name="value"`, or empty.
    void add(std::string_view label, const std::string &value)
    {
        m_text += m_name;
        if (!label.empty())
            m_text.append("{").append(label).append("}");
        m_text.append(" ").append(value).append("\n");
    }
    void one(std::string_view name, std::string_view kind, std::string_view help, std::uint64_t value)
    {
        begin(name, kind, help);
        add({}, std::to_string(value));
    }
    std::string take() { return std::move(m_text); }

private:
    std::string_view m_name;
    std::string m_text;
};

std::uint64_t databaseBytes(store::Database &database)
{
    auto rows = database.select(u"SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"_s);
    return rows.next() ? static_cast<std::uint64_t>(rows.integer(0)) : 0;
}

void addCalls(Exposition &out, const check::EventCounts &counts)
{
    constexpr std::array<std::string_view, check::callOutcomes> results{"ok", "unauthorized", "forbidden", "limited",
                                                                        "other"};
    out.begin("keysteward_calls_total", "counter", "Calls that were checked, by result.");
    for (std::size_t i = 0; i < results.size(); ++i)
        out.add("result=\"" + std::string(results[i]) + '"', std::to_string(counts.byOutcome[i]));
    out.begin("keysteward_events_total", "counter",
              "Calls whose detail went to the writer, and those that were only counted, since it was behind; without "
              "details neither.");
    out.add("result=\"accepted\"", std::to_string(counts.accepted));
    out.add("result=\"dropped\"", std::to_string(counts.dropped));
    out.one("keysteward_calls_without_key_total", "counter",
            "Calls without an event that were counted under no key, for want of room.", counts.unkeyed);
}

} // namespace

http::Response metricsOf(const Tools &tools, store::Database &database)
{
    Exposition out;
    out.begin("keysteward_build_info", "gauge", "The version that runs.");
    out.add("version=\"" KEYSTEWARD_VERSION "\"", "1");
    addCalls(out, tools.events.counts());
    const auto oldest = tools.events.oldestWaiting();
    const auto lag = oldest == 0 ? 0 : std::max<qint64>(tools.clock.now().toMSecsSinceEpoch() - oldest, 0);
    out.begin("keysteward_writer_lag_seconds", "gauge", "How long the oldest call has waited for the database.");
    out.add({}, QByteArray::number(static_cast<double>(lag) / 1000, 'f', 3).toStdString());
    out.one("keysteward_keys", "gauge", "Keys in memory.", tools.checker.size());
    out.one("keysteward_streams", "gauge", "Streams that are open.", tools.streams.count());
    out.one("keysteward_database_bytes", "gauge", "The size of the database.", databaseBytes(database));
    return {200, "text/plain; version=0.0.4; charset=utf-8", {}, out.take()};
}

bool MetricsService::answerNow(const http::RequestView &, bool, std::string &)
{
    return false;
}

void MetricsService::handle(http::Request request, http::Reply reply)
{
    if (request.path != "/metrics")
        return reply(responseTo({Fault::NotFound}, request.requestId));
    if (request.method != "GET" && request.method != "HEAD")
        return reply(responseTo({Fault::MethodNotAllowed, {}, {{"Allow", "GET"}}}, request.requestId));
    const bool taken = m_workers.post([this, reply](store::Database &database) {
        database.clearFault();
        reply(metricsOf(m_tools, database));
    });
    if (!taken)
        reply(responseTo({Fault::Unavailable}, request.requestId));
}

} // namespace gateway::api
