#include "tests/core/gateway/api/recording.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace test {

namespace {

const auto placeholder = u"***"_s;

QJsonValue withoutSecrets(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray kept;
        for (const auto &entry : value.toArray())
            kept += withoutSecrets(entry);
        return kept;
    }
    if (!value.isObject())
        return value;
    auto kept = value.toObject();
    for (auto member = kept.begin(); member != kept.end(); ++member) {
        const bool isSecret = member.key() == u"secret" || member.key() == u"token";
        member.value() = isSecret && member.value().isString() ? placeholder : withoutSecrets(member.value());
    }
    return kept;
}

QString shownBody(const QByteArray &body)
{
    const auto document = QJsonDocument::fromJson(body);
    return document.isObject()
               ? QString::fromUtf8(
                     QJsonDocument(withoutSecrets(document.object()).toObject()).toJson(QJsonDocument::Compact))
               : QString::fromUtf8(body);
}

QJsonObject shownHeaders(const Reply &reply)
{
    QJsonObject shown;
    for (auto header = reply.headers.begin(); header != reply.headers.end(); ++header) {
        auto value = QString::fromLatin1(header.value());
        if (!reply.cookie().isEmpty())
            value.replace(QString::fromLatin1(reply.cookie()), placeholder);
        shown[QString::fromLatin1(header.key())] = value;
    }
    return shown;
}

} // namespace

void record(const QByteArray &request, const Reply &reply)
{
    const auto folder = qEnvironmentVariable("KEYSTEWARD_EXCHANGES");
    if (folder.isEmpty())
        return;
    const auto words = request.left(request.indexOf("\r\n")).split(' ');
    const QJsonObject line{{u"method"_s, QString::fromLatin1(words.value(0))},
                           {u"path"_s, QString::fromLatin1(words.value(1).split('?').first())},
                           {u"status"_s, reply.status},
                           {u"content_type"_s, QString::fromLatin1(reply.headers.value("content-type"))},
                           {u"headers"_s, shownHeaders(reply)},
                           {u"body"_s, shownBody(reply.body)}};
    // One write to the end of the file: lines of several threads do not mix.
    QFile file(QDir(folder).filePath(QCoreApplication::applicationName() + u".jsonl"_s));
    if (!QDir().mkpath(folder) || !file.open(QIODevice::Append | QIODevice::Unbuffered))
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

} // namespace test
