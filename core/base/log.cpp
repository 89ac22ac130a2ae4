#include "core/base/log.h"

#include "core/base/clock.h"

#include <QJsonDocument>
#include <QJsonObject>
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

QString nameOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return u"debug"_s;
    case QtInfoMsg: return u"info"_s;
    case QtWarningMsg: return u"warning"_s;
    case QtCriticalMsg: return u"critical"_s;
    case QtFatalMsg: break;
    }
    return u"fatal"_s;
}

QByteArray textLine(const QString &at, QtMsgType type, const char *category, QString message)
{
    message.replace(u'\n', u' ').replace(u'\r', u' ').replace(QChar(0x1B), u' ');
    return u"%1 %2 %3: %4"_s.arg(at, nameOf(type), QLatin1StringView(category), message).toUtf8();
}

QByteArray jsonLine(const QString &at, QtMsgType type, const char *category, const QString &message)
{
    const QJsonObject line{{u"at"_s, at},
                           {u"level"_s, nameOf(type)},
                           {u"category"_s, QLatin1StringView(category)},
                           {u"message"_s, message}};
    return QJsonDocument(line).toJson(QJsonDocument::Compact);
}

template <auto form>
void write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const auto at = SystemClock().now().toString(Qt::ISODateWithMs);
    const auto line = form(at, type, context.category ? context.category : "default", redacted(message));
    std::fprintf(stderr, "%s\n", line.constData());
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

void installLog(LogForm form)
{
    qInstallMessageHandler(form == LogForm::Json ? write<jsonLine> : write<textLine>);
}

} // namespace core
