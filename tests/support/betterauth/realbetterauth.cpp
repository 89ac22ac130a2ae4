#include "tests/support/betterauth/realbetterauth.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QTest>
#include <memory>

using namespace Qt::StringLiterals;

namespace test {

namespace {

constexpr int patience = 60000;

core::Secret secretFrom(const QJsonValue &text)
{
    return core::Secret::take(text.toString());
}

} // namespace

RealBetterAuth::RealBetterAuth(const QString &version, const QStringList &options)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(BETTERAUTH_PROGRAM),
                    QStringList{QStringLiteral(BETTERAUTH_FOLDER), version} + options);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(patience)) {
    }
    m_facts = QJsonDocument::fromJson(m_process.readLine()).object();
}

RealBetterAuth::~RealBetterAuth()
{
    m_process.terminate();
    m_process.waitForFinished(patience);
}

QUrl RealBetterAuth::address() const
{
    return QUrl(m_facts.value("address"_L1).toString());
}

QJsonObject RealBetterAuth::person(const QString &email) const
{
    return m_facts.value("people"_L1).toObject().value(email).toObject();
}

core::Secret RealBetterAuth::passwordOf(const QString &email) const
{
    return secretFrom(person(email).value("password"_L1));
}

QString RealBetterAuth::idOf(const QString &email) const
{
    return person(email).value("id"_L1).toString();
}

core::Secret RealBetterAuth::backupCodeOf(const QString &email, int number) const
{
    return secretFrom(person(email).value("backupCodes"_L1).toArray().at(number));
}

QString RealBetterAuth::organization(const QString &slug) const
{
    return m_facts.value("organizations"_L1).toObject().value(slug).toString();
}

QJsonObject RealBetterAuth::tell(const QString &deed, const QJsonObject &what)
{
    QNetworkRequest request(address().resolved(QUrl(u"/test/"_s + deed)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const std::unique_ptr<QNetworkReply> reply(m_network.post(request, QJsonDocument(what).toJson()));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, patience))
        return {};
    return QJsonDocument::fromJson(reply->readAll()).object();
}

int RealBetterAuth::use(const core::Secret &key, const QString &call)
{
    QNetworkRequest request(address().resolved(QUrl(u"/api/v1/"_s + call)));
    request.setRawHeader("Authorization",
                         "Bearer " + QByteArray(key.reveal().data(), static_cast<qsizetype>(key.size())));
    const std::unique_ptr<QNetworkReply> reply(m_network.get(request));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, patience))
        return 0;
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace test
