#pragma once

#include "core/domain/key.h"
#include "core/gateway/api/call.h"

#include <functional>

namespace gateway::store {
class Change;
}

namespace gateway::api {

//! The key's JSON, with the status that it has at this moment.
QJsonObject shownKey(const core::Key &key, const QDateTime &now);
QJsonObject shownKey(const Call &call, const core::Key &key);
//! With its ETag.
Answer answerWithKey(const Call &call, const core::Key &key, int status = 200);
std::string etagOf(const core::Key &key);

//! Commits, and tells the check of the keys before anybody else can change them again. False where nothing was kept.
bool finish(Call &call, store::Change &change, const QStringList &keyIds);

//! What a create, rotate or revoke made.
struct Made {
    QString keyId; //!< whose secret it is, or that was revoked
    QStringList touched;
    int status = 201;
    QJsonObject body;     //!< without the secret
    std::string secret{}; //!< empty: there is none; wiped by `repeatable`
};

//! Does \a work once for each Idempotency-Key, in one Change together with the answer that a repetition gets.
Outcome<Answer> repeatable(Call &call, const std::function<Outcome<Made>()> &work);

} // namespace gateway::api
