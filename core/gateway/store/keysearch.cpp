#include "core/gateway/store/keysearch.h"

#include "core/domain/keyrules.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keyrow.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

//! A key that is due counts as expired, although the sweep has not come by yet.
const QString statusNow = u"CASE WHEN k.ends_at <= ? THEN 'expired' ELSE k.state END"_s;

//! Later than every time: a key that never expires sorts last, and every row has a place.
constexpr qint64 never = 253'402'300'800'000;

struct Condition {
    QString sql;
    Database::Values values;

    void add(const QString &part, const Database::Values &with)
    {
        sql += u" AND "_s + part;
        values += with;
    }
};

QString contains(QString text)
{
    for (const auto letter : {u'\\', u'%', u'_'})
        text.replace(letter, QString(u'\\') + letter);
    return u'%' + text + u'%';
}

Condition conditionOf(const KeySearch &search)
{
    Condition condition{u"WHERE k.organization_id = ?"_s, {search.organizationId}};
    const auto now = stamp(search.now);
    if (!search.statuses.isEmpty()) {
        QStringList marks;
        Database::Values values{now};
        for (const auto &status : search.statuses) {
            marks += u"?"_s;
            values += status;
        }
        condition.add(statusNow + u" IN ("_s + marks.join(u',') + u')', values);
    }
    if (!search.scope.isEmpty())
        condition.add(u"k.scopes LIKE ? ESCAPE '\\'"_s, {contains(u' ' + search.scope + u' ')});
    if (!search.text.isEmpty()) {
        const auto part = contains(search.text);
        condition.add(u"(k.folded_name LIKE ? ESCAPE '\\' OR k.note LIKE ? ESCAPE '\\' OR k.hint LIKE ? ESCAPE '\\' "
                      "OR k.scopes LIKE ? ESCAPE '\\')"_s,
                      {contains(core::keyrules::foldedName(search.text)), part, part, part});
    }
    if (search.expiresBefore.isValid())
        condition.add(u"k.expires_at < ?"_s, {stamp(search.expiresBefore)});
    if (search.idleDays) {
        condition.add(u"COALESCE(k.last_used_at, k.created_at) < ?"_s, {stamp(search.now.addDays(-*search.idleDays))});
        condition.add(statusNow + u" = 'active'"_s, {now});
    }
    if (!search.createdBy.isEmpty())
        condition.add(u"k.created_by = ?"_s, {search.createdBy});
    return condition;
}

QString expressionOf(KeySearch::Sort sort)
{
    switch (sort) {
    case KeySearch::Sort::Name: return u"k.folded_name"_s;
    case KeySearch::Sort::CreatedAt: return u"k.created_at"_s;
    case KeySearch::Sort::ExpiresAt: return u"COALESCE(k.expires_at, %1)"_s.arg(never);
    case KeySearch::Sort::LastUsed: break;
    }
    return u"COALESCE(k.last_used_at, 0)"_s;
}

QVariant placeOf(const core::Key &key, KeySearch::Sort sort)
{
    switch (sort) {
    case KeySearch::Sort::Name: return core::keyrules::foldedName(key.name);
    case KeySearch::Sort::CreatedAt: return key.createdAt.toMSecsSinceEpoch();
    case KeySearch::Sort::ExpiresAt: return key.expiresAt.isValid() ? key.expiresAt.toMSecsSinceEpoch() : never;
    case KeySearch::Sort::LastUsed: break;
    }
    return key.lastUsed ? key.lastUsed->at.toMSecsSinceEpoch() : qint64(0);
}

} // namespace

FoundKeys search(Database &database, const KeySearch &search)
{
    FoundKeys found;
    auto condition = conditionOf(search);
    {
        auto rows = database.select(u"SELECT COUNT(*) FROM keys k "_s + condition.sql, condition.values);
        found.total = rows.next() ? rows.integer(0) : 0;
    }
    const auto by = expressionOf(search.sort);
    const auto sign = search.descending ? u"<"_s : u">"_s;
    const auto order = search.descending ? u"DESC"_s : u"ASC"_s;
    if (search.after) {
        condition.add(u"(%1 %2 ? OR (%1 = ? AND k.id %2 ?))"_s.arg(by, sign),
                      {search.after->value, search.after->value, search.after->id});
    }
    auto rows =
        database.select(keyrow::selection() + condition.sql + u" ORDER BY %1 %2, k.id %2 LIMIT ?"_s.arg(by, order),
                        condition.values + Database::Values{search.limit + 1});
    while (rows.next()) {
        if (found.keys.size() == search.limit) {
            found.next = KeySearch::Place{placeOf(found.keys.last(), search.sort), found.keys.last().id};
            break;
        }
        found.keys += keyrow::read(rows);
    }
    return found;
}

} // namespace gateway::store
