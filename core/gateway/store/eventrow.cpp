#include "core/gateway/store/eventrow.h"

#include "core/base/identifiers.h"
#include "core/gateway/store/database.h"

#include <array>

using namespace Qt::StringLiterals;

namespace gateway::store::eventrow {

namespace {

enum Column {
    Number,
    At,
    Organization,
    Kind,
    Route,
    Scope,
    Status,
    Code,
    Call,
    Address,
    Agent,
    KeyId,
    KeyName,
    KeyHint,
    ActorKind,
    ActorId,
    ActorName,
    Detail
};

//! One to one, and without a pattern: the finalizer of splitmix64.
quint64 mixed(quint64 value)
{
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

//! Not stored, since it would be half of a row. How much goes on in other organizations cannot be told from it.
QString idOf(qint64 organization, qint64 number, qint64 at)
{
    const quint64 low = mixed(static_cast<quint64>(number));
    const quint64 high = mixed(low + static_cast<quint64>(organization));
    // The first and the third byte lose bits to the UUID's version and variant.
    constexpr std::array<std::size_t, 8> whole{1, 3, 4, 5, 6, 7, 8, 9};
    std::array<std::uint8_t, 10> bytes{};
    for (std::size_t i = 0; i < whole.size(); ++i)
        bytes[whole[i]] = static_cast<std::uint8_t>(low >> (8 * i));
    bytes[0] = static_cast<std::uint8_t>(high);
    bytes[2] = static_cast<std::uint8_t>(high >> 8U);
    return core::idFrom(at, bytes);
}

core::EventActor actorOf(const Rows &rows, const std::optional<core::EventKey> &key)
{
    using Kind = core::EventActor::Kind;
    if (!rows.isNull(ActorKind))
        return {core::eventActorKindFrom(rows.text(ActorKind)), rows.text(ActorId), rows.text(ActorName)};
    return key ? core::EventActor{Kind::Key, key->id, key->name} : core::EventActor{};
}

} // namespace

QString selection(const QString &index)
{
    // LEFT JOIN even where there always is one, so that SQLite begins with the events.
    return u"SELECT e.number, e.at, e.organization, s.kind, s.route, s.scope, s.status, s.code, e.call, a.text, "
           u"g.text, "
           "k.id, COALESCE(e.key_name, k.name), k.hint, e.actor_kind, e.actor_id, e.actor_name, e.detail FROM events e "
           "%1 LEFT JOIN shapes s ON s.number = e.shape LEFT JOIN texts a ON a.number = e.address "
           "LEFT JOIN texts g ON g.number = e.agent LEFT JOIN keys k ON k.number = e.key "_s.arg(
               index.isEmpty() ? u"NOT INDEXED"_s : u"INDEXED BY "_s + index);
}

NumberedEvent read(const Rows &rows)
{
    NumberedEvent found{rows.integer(Number), {}};
    auto &event = found.event;
    event.id = idOf(rows.integer(Organization), found.number, rows.integer(At));
    event.at = rows.time(At);
    event.kind = core::eventKindFrom(rows.text(Kind));
    if (!rows.isNull(KeyId))
        event.key = core::EventKey{rows.text(KeyId), rows.text(KeyName), rows.text(KeyHint)};
    event.actor = actorOf(rows, event.key);
    const auto call = rows.isNull(Call) ? rows.text(Route) : rows.text(Call);
    const auto blank = call.indexOf(u' ');
    event.method = call.left(std::max<qsizetype>(blank, 0));
    event.path = call.mid(blank + 1);
    event.status = static_cast<int>(rows.integer(Status));
    event.code = rows.text(Code);
    event.address = rows.text(Address);
    event.userAgent = rows.text(Agent);
    event.scope = rows.text(Scope);
    event.detail = rows.text(Detail);
    return found;
}

} // namespace gateway::store::eventrow
