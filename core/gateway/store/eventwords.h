#pragma once

#include "core/gateway/check/callcounts.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

class QDateTime;

namespace gateway::store {

class Database;

constexpr std::int64_t hourLength = 3600 * 1000;
constexpr std::int64_t dayLength = 24 * hourLength;

//! What many events have in common.
struct EventShape {
    std::string_view kind = "request";
    std::string_view route{}; //!< method and pattern as the profile lists them; empty where it lists none
    std::string_view scope{};
    int status = 0;
    std::string_view code{};
};

//! The numbers that stand for texts and shapes in events; what is new gets one, within the caller's Change. Remembers
//! what it has seen, so it must be forgotten after a Change that failed.
class EventWords {
public:
    struct Shape {
        std::int64_t number = 0;
        std::int64_t route = 0; //!< as a text; 0: none
        std::int64_t scope = 0; //!< likewise
        check::CallOutcome outcome = check::CallOutcome::Ok;
    };

    explicit EventWords(Database &database) : m_database(database) {}

    //! 0 for an empty one. \a at: when it was met, which is when it is due to be forgotten from.
    std::int64_t text(std::string_view text, std::int64_t at);
    const Shape &shape(const EventShape &shape, std::int64_t at);
    void forget();

private:
    struct Text {
        std::int64_t number = 0;
        std::int64_t lastDay = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    struct KnownShape {
        Shape shape;
        std::int64_t lastDay = 0;
    };
    template <typename T>
    using Map = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

    Database &m_database;
    Map<Text> m_texts;
    Map<KnownShape> m_shapes;
    std::string m_place; //!< of the shape that is looked up
};

} // namespace gateway::store
