#include "tests/core/services/keysfixture.h"

#include "core/credentials/credentialnames.h"
#include "tests/support/check.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace test {

bool KeysFixture::begin()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_credentials = std::make_unique<core::MemoryStore>();
    m_gateway = std::make_unique<LiveGateway>();
    if (!m_gateway->start())
        return false;
    m_between = std::make_unique<Meddler>(m_gateway->address());
    m_desk = std::make_unique<Desk>(m_folder->path(), *m_credentials);
    m_account = m_desk->signIn(m_between->address(), m_gateway->email(), m_gateway->password());
    m_organization = m_desk->organization(m_account);
    return m_organization != 0;
}

void KeysFixture::end()
{
    m_desk.reset();
    m_between.reset();
    m_gateway.reset();
}

bool KeysFixture::restart()
{
    m_desk.reset();
    m_desk = std::make_unique<Desk>(m_folder->path(), *m_credentials);
    return m_desk->resume() && m_desk->organization(m_account) == m_organization;
}

core::NewKey KeysFixture::newKey(const QString &name) const
{
    return {name, u"for the tests"_s, {u"contacts:read"_s}, m_gateway->clock().now().addDays(30)};
}

core::Result<core::Revealed> KeysFixture::create(const QString &name)
{
    return wait(m_desk->keys.create(m_organization, newKey(name)));
}

KeysFixture::Rotated KeysFixture::rotate(const QString &name, std::chrono::seconds overlap)
{
    const auto made = create(name);
    if (!made)
        return {};
    const auto rotated = wait(m_desk->keys.rotate(m_organization, made->key.key, {overlap, {}}));
    return rotated ? Rotated{made->key.secret, *rotated} : Rotated();
}

bool KeysFixture::call(const QString &keyId, const core::Secret &secret, int times)
{
    for (int i = 0; i < times; ++i) {
        const auto called = wait(m_desk->sessions.backend(m_account)->checkKey(keyId, secret));
        if (!called && called.error().kind != core::Error::Kind::Unauthorized)
            return false;
    }
    return true;
}

core::Result<core::Key> KeysFixture::atGateway(const QString &keyId)
{
    return wait(m_desk->sessions.backend(m_account)->key(keyId));
}

QList<core::Key> KeysFixture::allAtGateway()
{
    const auto changes = wait(m_desk->sessions.backend(m_account)->changes(m_gateway->organizationId(), {}));
    return changes ? changes->keys : QList<core::Key>();
}

bool KeysFixture::isCleared(const QString &intentId)
{
    const auto left = m_desk->intents.all();
    const bool noRow =
        left && std::none_of(left->begin(), left->end(), [&](const auto &i) { return i.id == intentId; });
    return noRow && !wait(m_credentials->read(core::intentName(intentId)));
}

} // namespace test
