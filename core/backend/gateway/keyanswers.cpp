#include "core/backend/gateway/keyanswers.h"

#include "core/base/identifiers.h"
#include "core/base/json.h"
#include "core/domain/keyjson.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core::answers {

namespace {

Error protocol(const QString &detail)
{
    return {Error::Kind::Protocol, detail};
}

bool isSecret(const QString &text)
{
    const auto fits = [](QChar c) { return c >= u'\x21' && c <= u'\x7e'; };
    return text.size() >= 16 && text.size() <= 1024 && std::all_of(text.begin(), text.end(), fits);
}

Result<Key> judgedKey(const QJsonObject &object)
{
    auto key = keyFromJson(object);
    if (key && (!isPathSafe(key->id) || !isPathSafe(key->organizationId)))
        return protocol(u"a key with an unusable id"_s);
    return key;
}

} // namespace

Error unsafeId()
{
    return protocol(u"an id that must not stand in an address"_s);
}

Result<Key> key(const QJsonObject &answer, const QString &keyId)
{
    auto key = judgedKey(answer);
    if (key && !keyId.isEmpty() && key->id != keyId)
        return protocol(u"an answer about another key"_s);
    return key;
}

Result<KeyWithSecret> keyWithSecret(const QJsonObject &answer, const QString &replaced)
{
    JsonReader reader(answer);
    const auto key = judgedKey(answer.value("key"_L1).toObject());
    if (!key)
        return key.error();
    KeyWithSecret issued{*key, {}, {}};
    if (!reader.booleanOr("secret_gone", false)) {
        QString secret = reader.text("secret");
        if (!reader.failed() && !isSecret(secret))
            reader.fail("secret", "a secret");
        issued.secret = Secret::take(std::move(secret));
    }
    if (reader.failed())
        return reader.error();
    if (replaced.isEmpty())
        return issued;
    const auto old = answers::key(answer.value("replaced"_L1).toObject(), replaced);
    if (!old)
        return old.error();
    issued.replaced = *old;
    return issued;
}

Result<Changes> changes(const QJsonObject &answer, const QString &organizationId, const QString &since)
{
    JsonReader reader(answer, u"changes."_s);
    Changes changes;
    for (const auto &entry : reader.array("data")) {
        const auto key = judgedKey(entry.toObject());
        if (!key)
            return key.error();
        if (key->organizationId != organizationId)
            return protocol(u"changes of another organization"_s);
        changes.keys += *key;
    }
    changes.removed = reader.texts("removed");
    changes.cursor = reader.text("next_cursor");
    changes.more = reader.boolean("more");
    if (reader.failed())
        return reader.error();
    // Whoever follows would turn in a circle.
    if (changes.more && (changes.cursor == since || changes.cursor.isEmpty()))
        return protocol(u"changes that do not get on"_s);
    return changes;
}

} // namespace core::answers
