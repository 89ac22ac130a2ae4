#include "tests/core/storage/naivereference.h"

#include "core/domain/keyrules.h"

#include <algorithm>
#include <tuple>

using namespace core;
using namespace Qt::StringLiterals;

namespace test {

namespace {

using Show = KeyQuery::Show;
using Sort = KeyQuery::Sort;

//! When the key ends or ended, by the words of the contract; far away for never.
qint64 endOf(const Key &key)
{
    QList<QDateTime> ends;
    if (key.status == KeyStatus::Revoked && key.revokedAt.isValid())
        ends = {key.revokedAt};
    else if (key.status == KeyStatus::Retiring || key.status == KeyStatus::Expired)
        ends = {key.expiresAt, key.retiresAt};
    else
        ends = {key.expiresAt};
    qint64 end = 1LL << 60;
    for (const auto &time : ends)
        end = time.isValid() ? std::min(end, time.toSecsSinceEpoch()) : end;
    return end;
}

int rankOf(KeyStatus status)
{
    const QList<KeyStatus> order{KeyStatus::Active,  KeyStatus::Retiring, KeyStatus::Disabled,
                                 KeyStatus::Unknown, KeyStatus::Expired,  KeyStatus::Revoked};
    return int(order.indexOf(status));
}

//! What a key sorts by, as SQLite orders it: numbers as numbers, texts by their UTF-8 bytes.
std::tuple<qint64, qint64, QByteArray> placeOf(const Key &key, Sort sort, const QDateTime &now)
{
    switch (sort) {
    case Sort::Organization: // of one: its keys by name
    case Sort::Name: return {0, 0, keyrules::foldedName(key.name).toUtf8()};
    case Sort::Hint: return {0, 0, key.hint.normalized(QString::NormalizationForm_KC).toCaseFolded().toUtf8()};
    case Sort::Scopes: return {0, 0, key.scopes.join(u'\n').toUtf8()};
    case Sort::LastUsed: return {0, !key.useIsTold ? -1 : key.lastUsed ? key.lastUsed->at.toSecsSinceEpoch() : 0, {}};
    case Sort::Expires: return {0, endOf(key), {}};
    case Sort::Created: return {0, key.createdAt.toSecsSinceEpoch(), {}};
    case Sort::Status: return {rankOf(keyrules::statusAt(key, now)), endOf(key), {}};
    }
    return {};
}

QString fold(const QString &text)
{
    return text.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

} // namespace

bool isShown(const Key &key, KeyQuery::Show show, const QDateTime &now)
{
    const auto status = keyrules::statusAt(key, now);
    switch (show) {
    case Show::All: break;
    case Show::Active: return status == KeyStatus::Active;
    case Show::ExpiresSoon: return keyrules::expiresSoon(key, now);
    case Show::Idle: return keyrules::isIdle(key, now);
    case Show::Retiring: return status == KeyStatus::Retiring;
    case Show::Expired: return status == KeyStatus::Expired;
    case Show::Revoked: return status == KeyStatus::Revoked;
    case Show::Disabled: return status == KeyStatus::Disabled;
    }
    return true;
}

QStringList expected(const QList<Key> &keys, const QList<bool> &found, const KeyQuery &query)
{
    QList<std::pair<std::tuple<qint64, qint64, QByteArray>, qsizetype>> places;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        if (found[i] && isShown(keys[i], query.show, query.now))
            places.append({placeOf(keys[i], query.sort, query.now), i});
    }
    std::sort(places.begin(), places.end());
    if (query.order == Qt::DescendingOrder)
        std::reverse(places.begin(), places.end());
    QStringList ids;
    for (const auto &place : std::as_const(places))
        ids += keys[place.second].id;
    return ids;
}

QList<bool> findings(const QList<Key> &keys, const QString &text)
{
    QList<bool> findings;
    for (const auto &key : keys) {
        const QStringList texts{key.name, key.hint, key.note, key.scopes.join(u'\n'), key.createdBy.name};
        findings += std::any_of(texts.begin(), texts.end(),
                                [&](const QString &part) { return fold(part).contains(fold(text.trimmed())); });
    }
    return findings;
}

} // namespace test
