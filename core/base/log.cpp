#include "core/base/log.h"

#include <QRegularExpression>
#include <cstdio>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(logNet, "keysteward.net")
Q_LOGGING_CATEGORY(logStorage, "keysteward.storage")
Q_LOGGING_CATEGORY(logCredentials, "keysteward.credentials")
Q_LOGGING_CATEGORY(logServices, "keysteward.services")
Q_LOGGING_CATEGORY(logGateway, "keysteward.gateway")
Q_LOGGING_CATEGORY(logUi, "keysteward.ui")

namespace core {

QString redacted(const QString &text)
{
    // Three families: header lines whose whole value is secret, named values, and the key format itself (a prefix and
    // at least 32 letters of base62).
    static const QRegularExpression headers(
        u"(?i)\\b((?:proxy-)?authorization|cookie|set-cookie)(\"?\\s*[:=]\\s*\"?)[^\"\\r\\n]+"_s);
    static const QRegularExpression named(
        u"(?i)((?:x-api-key|wazzapi-api-key|idempotency-key|keysteward_session|"
        "\\b(?:password|secret|token|code|code_verifier|refresh_token))\"?\\s*[:=]\\s*\"?|\\bbearer\\s+)[^\\s\",;&]+"_s);
    static const QRegularExpression keys(u"\\b[a-z][a-z0-9]{0,15}_(?:[a-z]{1,8}_)?[A-Za-z0-9]{32,}\\b"_s);
    QString out = text;
    out.replace(headers, u"\\1\\2[redacted]"_s);
    out.replace(named, u"\\1[redacted]"_s);
    out.replace(keys, u"[redacted]"_s);
    return out;
}

namespace {

void write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const auto line = redacted(qFormatLogMessage(type, context, message)).toLocal8Bit();
    std::fprintf(stderr, "%s\n", line.constData());
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

void installLog()
{
    qSetMessagePattern(u"%{time yyyy-MM-ddTHH:mm:ss.zzzZ} %{type} %{category}: %{message}"_s);
    qInstallMessageHandler(write);
}

} // namespace core
