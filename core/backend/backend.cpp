#include "core/backend/backend.h"

#include "core/backend/gateway/activitystream.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

Error unsupported()
{
    return {Error::Kind::NotSupported, u"this kind of server has no such call"_s};
}

template <typename T>
Async<T> notSupported()
{
    return ready<T>(unsupported());
}

} // namespace

Async<SignedIn> Backend::signIn(const QString &, const Secret &)
{
    return notSupported<SignedIn>();
}

Result<QUrl> Backend::browserAddress(const BrowserRequest &) const
{
    return unsupported();
}

Async<SignedIn> Backend::finishBrowserSignIn(const BrowserAnswer &)
{
    return notSupported<SignedIn>();
}

Async<SignedIn> Backend::proveSecondFactor(const Secret &, SecondFactor)
{
    return notSupported<SignedIn>();
}

Async<BrowserCode> Backend::askForCode()
{
    return notSupported<BrowserCode>();
}

Async<SignedIn> Backend::signInByCode(const BrowserCode &)
{
    return notSupported<SignedIn>();
}

Async<> Backend::confirm(const Secret &)
{
    return notSupported<std::monostate>();
}

Async<QDateTime> Backend::tokenUsedAt()
{
    return notSupported<QDateTime>();
}

Async<> Backend::endToken()
{
    return notSupported<std::monostate>();
}

Async<KeyWithSecret> Backend::createKey(const QString &, const NewKey &, const Secret &)
{
    return notSupported<KeyWithSecret>();
}

Async<Key> Backend::updateKey(const QString &, qint64, const KeyChanges &)
{
    return notSupported<Key>();
}

Async<KeyWithSecret> Backend::rotateKey(const QString &, const RotationRequest &, const Secret &)
{
    return notSupported<KeyWithSecret>();
}

Async<> Backend::acknowledge(const QString &)
{
    return notSupported<std::monostate>();
}

Async<Key> Backend::setRetirement(const QString &, const QDateTime &)
{
    return notSupported<Key>();
}

Async<Key> Backend::revokeKey(const QString &, RevokeReason, const QString &, const Secret &)
{
    return notSupported<Key>();
}

Async<> Backend::checkKey(const QString &, const Secret &)
{
    return notSupported<std::monostate>();
}

Async<Key> Backend::lookUp(const QString &, const QByteArray &)
{
    return notSupported<Key>();
}

Async<ActivityPage> Backend::activity(const QString &, const ActivityFilter &, const QString &, int)
{
    return notSupported<ActivityPage>();
}

Async<QList<UsageCount>> Backend::usage(const QString &, const QString &, UsageBucket, const QDateTime &,
                                        const QDateTime &)
{
    return notSupported<QList<UsageCount>>();
}

Async<UsageBreakdown> Backend::breakdown(const QString &, const QDateTime &)
{
    return notSupported<UsageBreakdown>();
}

std::unique_ptr<ActivityStream> Backend::stream(const QString &, const QByteArray &)
{
    return nullptr;
}

} // namespace core
