#include "core/gateway/store/eventwords.h"

#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

constexpr std::size_t mostTexts = 100000;
constexpr std::size_t mostShapes = 10000;

QString from(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

std::int64_t EventWords::text(std::string_view text, std::int64_t at)
{
    if (text.empty())
        return 0;
    const std::int64_t day = at / dayLength;
    if (const auto known = m_texts.find(text); known != m_texts.end() && known->second.lastDay >= day)
        return known->second.number;
    auto rows = m_database.select(u"INSERT INTO texts (text, last_day) VALUES (?, ?) ON CONFLICT (text) DO UPDATE SET "
                                  "last_day = MAX(texts.last_day, excluded.last_day) RETURNING number, last_day"_s,
                                  {from(text), qint64(day)});
    if (!rows.next())
        return 0;
    if (m_texts.size() >= mostTexts)
        m_texts.clear();
    const Text found{rows.integer(0), rows.integer(1)};
    m_texts.insert_or_assign(std::string(text), found);
    return found.number;
}

const EventWords::Shape &EventWords::shape(const EventShape &shape, std::int64_t at)
{
    m_place.clear();
    for (const auto part : {shape.kind, shape.route, shape.scope, shape.code})
        m_place.append(part).append(1, '\n');
    m_place.append(1, static_cast<char>(shape.status & 0xFF)).append(1, static_cast<char>(shape.status >> 8));
    const std::int64_t day = at / dayLength;
    if (const auto known = m_shapes.find(m_place); known != m_shapes.end() && known->second.lastDay >= day)
        return known->second.shape;
    if (m_shapes.size() >= mostShapes)
        m_shapes.clear();
    auto rows =
        m_database.select(u"INSERT INTO shapes (kind, route, scope, status, code) VALUES (?, ?, ?, ?, ?) "
                          "ON CONFLICT DO UPDATE SET status = excluded.status RETURNING number"_s,
                          {from(shape.kind), from(shape.route), from(shape.scope), shape.status, from(shape.code)});
    const Shape found{rows.next() ? rows.integer(0) : 0, text(shape.route, at), text(shape.scope, at),
                      check::outcomeOf(shape.status)};
    return m_shapes.insert_or_assign(m_place, KnownShape{found, day}).first->second.shape;
}

void EventWords::forget()
{
    m_texts.clear();
    m_shapes.clear();
}

} // namespace gateway::store
