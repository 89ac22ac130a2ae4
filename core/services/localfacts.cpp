#include "core/services/localfacts.h"

#include "core/domain/keyrules.h"

#include <QHash>
#include <QSet>

namespace core::localfacts {

namespace {

constexpr qint64 clockSlackSeconds = 60;

//! A rotation whose new key ended is given up: the old key is as before.
void dropDeadLink(Key &key, const QHash<QString, KeyStatus> &statuses)
{
    if (key.replacedBy.isEmpty() || keyrules::isLive(statuses.value(key.replacedBy, KeyStatus::Active)))
        return;
    key.replacedBy.clear();
    if (key.status == KeyStatus::Retiring)
        key.status = KeyStatus::Active;
}

Key gone(const Key &known, const QDateTime &now)
{
    Key key = known;
    key.status = KeyStatus::Revoked;
    key.revokedAt = now;
    return key;
}

} // namespace

Key merged(const Key &fresh, const Key &known)
{
    Key key = fresh;
    if (key.replaces.isEmpty())
        key.replaces = known.replaces;
    if (key.replacedBy.isEmpty())
        key.replacedBy = known.replacedBy;
    if (!key.replacedBy.isEmpty() && key.status == KeyStatus::Active)
        key.status = KeyStatus::Retiring;
    return key;
}

QList<Key> changes(const QList<Key> &known, const Changes &list, const QDateTime &now)
{
    QHash<QString, Key> before;
    for (const auto &key : known)
        before.insert(key.id, key);
    QSet<QString> listed;
    QList<Key> after;
    for (const auto &key : list.keys) {
        listed.insert(key.id);
        after += before.contains(key.id) ? merged(key, before[key.id]) : key;
    }
    // Behind the cap nobody can see, and the two clocks may differ a little about what has expired.
    const auto then = now.addSecs(clockSlackSeconds);
    for (const auto &key : known) {
        const bool isGone =
            !listed.contains(key.id) && list.cap == 0 && keyrules::isLive(keyrules::statusAt(key, then));
        if (isGone)
            after += gone(key, now);
    }
    QHash<QString, KeyStatus> statuses;
    for (const auto &key : known)
        statuses.insert(key.id, keyrules::statusAt(key, now));
    for (const auto &key : after)
        statuses.insert(key.id, keyrules::statusAt(key, now));
    QList<Key> changed;
    for (auto &key : after) {
        dropDeadLink(key, statuses);
        const auto was = before.constFind(key.id);
        if (was == before.cend() || *was != key)
            changed += key;
    }
    return changed;
}

} // namespace core::localfacts
