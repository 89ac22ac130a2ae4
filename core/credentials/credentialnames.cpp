#include "core/credentials/credentialnames.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

// Some keychains file by name alone and ignore the service, so the name says whose it is.
QString named(QLatin1StringView kind, const QString &rest)
{
    return u"io.keysteward.Keysteward/"_s + kind + u'/' + rest;
}

QString origin(const QUrl &gateway)
{
    const int port = gateway.port(gateway.scheme() == "https"_L1 ? 443 : 80);
    QString host = gateway.host(QUrl::FullyEncoded);
    if (host.contains(u':') && !host.startsWith(u'['))
        host = u'[' + host + u']';
    return u"%1://%2:%3"_s.arg(gateway.scheme(), host).arg(port);
}

QString encoded(const QString &id)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(id));
}

} // namespace

QString sessionName(const QUrl &gateway, const QString &accountId)
{
    return named("session"_L1, origin(gateway) + u'/' + encoded(accountId));
}

QString intentName(const QString &intentId)
{
    return named("intent"_L1, encoded(intentId));
}

QString watchedName(const QString &keyId)
{
    return named("watched"_L1, encoded(keyId));
}

} // namespace core
