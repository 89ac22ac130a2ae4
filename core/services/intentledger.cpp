#include "core/services/intentledger.h"

#include "core/base/identifiers.h"
#include "core/base/log.h"
#include "core/credentials/credentialnames.h"
#include "core/credentials/credentialstore.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

void note(const Result<> &written)
{
    if (!written)
        qCWarning(logServices) << "an intent could not be written:" << written.error().detail;
}

} // namespace

IntentLedger::IntentLedger(IntentStore &intents, CredentialStore &credentials)
    : m_intents(intents), m_credentials(credentials)
{
}

QList<Intent> IntentLedger::all() const
{
    const auto intents = m_intents.all();
    if (!intents)
        qCWarning(logServices) << "the intents could not be read:" << intents.error().detail;
    return intents ? *intents : QList<Intent>();
}

std::optional<Intent> IntentLedger::find(const QString &id) const
{
    const auto intents = all();
    const auto at = std::find_if(intents.begin(), intents.end(), [&](const Intent &intent) { return intent.id == id; });
    return at == intents.end() ? std::nullopt : std::optional(*at);
}

Async<Secret> IntentLedger::begin(const Intent &intent)
{
    if (const auto added = m_intents.add(intent); !added)
        return ready<Secret>(added.error());
    const auto key = newIdempotencyKey();
    m_idempotencyKeys.insert(intent.id, key);
    const Settle<Secret> settle;
    whenDone(m_credentials.write(intentName(intent.id), key), this,
             [this, settle, key, id = intent.id](const Result<> &written) {
                 // One that waits for the person may still write it.
                 if (!written && written.error().kind != Error::Kind::KeychainTimedOut)
                     m_unwritten.insert(id);
                 settle(key);
             });
    return settle.operation();
}

Async<Secret> IntentLedger::idempotencyKey(const QString &id)
{
    const auto known = m_idempotencyKeys.constFind(id);
    return known != m_idempotencyKeys.constEnd() ? ready<Secret>(*known) : m_credentials.read(intentName(id));
}

void IntentLedger::answered(const QString &id, const QString &keyId)
{
    note(m_intents.setResult(id, keyId));
}

void IntentLedger::acknowledge(const QString &id)
{
    close(id);
    note(m_intents.markAcknowledged(id));
}

Async<> IntentLedger::forget(const QString &id)
{
    m_idempotencyKeys.remove(id);
    if (m_unwritten.remove(id)) {
        removeRow(id);
        return ready<>(Result<>());
    }
    acknowledge(id);
    const Settle<> settle;
    whenDone(m_credentials.remove(intentName(id)), this, [this, settle, id](const Result<> &removed) {
        if (removed)
            removeRow(id);
        settle(removed);
    });
    return settle.operation();
}

void IntentLedger::removeRow(const QString &id)
{
    close(id);
    note(m_intents.remove(id));
}

} // namespace core
