#include "core/gateway/api/keyanswers.h"

#include "core/domain/keyjson.h"
#include "core/domain/keyrules.h"
#include "core/gateway/store/answers.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

constexpr std::size_t shortestRequestKey = 22; // 128 bits in base64url
constexpr std::size_t longestRequestKey = 255;

std::span<const std::uint8_t> bytesOf(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

template <typename Bytes>
QByteArray toByteArray(const Bytes &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

bool isRequestKey(std::string_view text)
{
    const auto isLetter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return text.size() >= shortestRequestKey && text.size() <= longestRequestKey &&
           std::all_of(text.begin(), text.end(), isLetter);
}

//! Who may have the sealed secret again, and for which request.
std::string contextOf(const store::StoredAnswer &answer)
{
    return (answer.userId + u'\n' + answer.route + u'\n' + answer.keyId).toStdString();
}

crypto::Digest sealingKey(std::string_view requestKey)
{
    return crypto::deriveKey(bytesOf(requestKey), "keysteward answer v1");
}

//! The answer with its secret, or with "secret_gone" where it once had one.
Answer complete(int status, QJsonObject body, std::string secret, bool hadSecret)
{
    if (!secret.empty())
        body[u"secret"_s] = QString::fromStdString(secret);
    else if (hadSecret)
        body[u"secret_gone"_s] = true;
    crypto::wipe(secret.data(), secret.size());
    return answerWith(body, status);
}

Outcome<Answer> repeated(const store::StoredAnswer &stored, const QByteArray &requestHash, std::string_view requestKey)
{
    if (stored.requestHash != requestHash)
        return Problem{Fault::IdempotencyConflict};
    std::string secret;
    if (!stored.sealed.isEmpty()) {
        const auto bytes = std::span(reinterpret_cast<const std::uint8_t *>(stored.sealed.constData()),
                                     static_cast<std::size_t>(stored.sealed.size()));
        secret = crypto::unseal(bytes, sealingKey(requestKey), contextOf(stored)).value_or(std::string());
    }
    const auto body = QJsonDocument::fromJson(stored.answer).object();
    auto answer = complete(stored.status, body, std::move(secret), stored.status == 201);
    answer.headers.push_back({"Idempotency-Replayed", "true"});
    return answer;
}

} // namespace

QJsonObject shownKey(const core::Key &key, const QDateTime &now)
{
    auto shown = key;
    shown.status = core::keyrules::statusAt(key, now);
    return core::toJson(shown);
}

QJsonObject shownKey(const Call &call, const core::Key &key)
{
    return shownKey(key, call.now);
}

std::string etagOf(const core::Key &key)
{
    return '"' + std::to_string(key.version) + '"';
}

Answer answerWithKey(const Call &call, const core::Key &key, int status)
{
    auto answer = answerWith(shownKey(call, key), status);
    answer.headers.push_back({"ETag", etagOf(key)});
    return answer;
}

bool finish(Call &call, store::Change &change, const QStringList &keyIds)
{
    if (!change.commit())
        return false;
    const store::Keys keys(call.database);
    for (const auto &id : keyIds) {
        if (const auto facts = keys.facts(id))
            call.tools.checker.put(*facts);
    }
    return true;
}

Outcome<Answer> repeatable(Call &call, const std::function<Outcome<Made>()> &work)
{
    const auto requestKey = call.request.header("idempotency-key");
    if (!isRequestKey(requestKey))
        return Problem{Fault::IdempotencyKeyRequired};
    const auto lookup = crypto::deriveKey(bytesOf(requestKey), "keysteward idempotency v1");
    store::StoredAnswer stored;
    stored.userId = call.user().id;
    stored.route = QString::fromStdString(call.request.method + ' ' + call.request.path);
    stored.requestKey = toByteArray(lookup);
    stored.requestHash =
        toByteArray(crypto::sha256(QJsonDocument(call.body).toJson(QJsonDocument::Compact).toStdString()));
    const auto place = call.tools.underWay.begin((stored.userId + stored.route).toStdString() + crypto::toHex(lookup));
    if (!place)
        return Problem{Fault::InProgress, {}, {}, std::chrono::seconds(1)};

    store::Change change(call.database);
    store::Answers answers(call.database);
    if (const auto found = answers.find(stored.userId, stored.route, stored.requestKey, call.now))
        return repeated(*found, stored.requestHash, requestKey);
    auto made = work();
    if (!made)
        return made.problem();
    stored.keyId = made->keyId;
    stored.status = made->status;
    stored.answer = QJsonDocument(made->body).toJson(QJsonDocument::Compact);
    stored.createdAt = call.now;
    if (!made->secret.empty())
        stored.sealed = toByteArray(crypto::seal(made->secret, sealingKey(requestKey), contextOf(stored)));
    answers.add(stored);
    const bool kept = finish(call, change, made->touched);
    auto secret = std::exchange(made->secret, std::string());
    if (kept)
        return complete(made->status, made->body, std::move(secret), made->status == 201);
    crypto::wipe(secret.data(), secret.size());
    return Problem{Fault::Unavailable};
}

} // namespace gateway::api
