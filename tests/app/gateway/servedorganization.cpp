#include "tests/app/gateway/servedorganization.h"

#include "core/base/identifiers.h"

#include <QJsonArray>
#include <csignal>

using namespace Qt::StringLiterals;

namespace test {

bool ServedOrganization::begin()
{
    if (!addOwnedOrganization(m_folder.filePath(u"keys.sqlite"_s), email(), password(), u"Streams"_s) || !start())
        return false;
    const QJsonObject signIn{{u"email"_s, email()}, {u"password"_s, QString::fromLatin1(password())}};
    m_session = ask("POST", "/api/v1/session", signIn).cookie.mid(sizeof "keysteward_session");
    m_id = ask("GET", "/api/v1/organizations").body[u"data"][0][u"id"].toString();
    return !m_id.isEmpty();
}

bool ServedOrganization::start()
{
    m_gateway = serveGateway(m_folder.filePath(u"keys.sqlite"_s), {}, static_cast<quint16>(address().port(0)));
    if (m_gateway.address.isEmpty())
        qInfo("%s", m_gateway.process->readAllStandardError().constData());
    return !m_gateway.address.isEmpty();
}

void ServedOrganization::signalProgram(int signal) const
{
    ::kill(static_cast<pid_t>(m_gateway.process->processId()), signal);
}

bool ServedOrganization::kill()
{
    signalProgram(SIGKILL);
    return m_gateway.process->waitForFinished(patience);
}

bool ServedOrganization::stop()
{
    signalProgram(SIGTERM);
    return m_gateway.process->waitForFinished(patience);
}

Answer ServedOrganization::ask(const QByteArray &method, const QByteArray &path, const QJsonObject &body,
                               const QByteArray &credential) const
{
    const auto session = "Cookie: keysteward_session=" + m_session;
    const auto requestKey = QByteArray::fromStdString(std::string(core::newIdempotencyKey().reveal()));
    return test::ask(address(), {method, path, body, requestKey, credential.isEmpty() ? session : credential},
                     QDeadlineTimer(patience));
}

QJsonObject ServedOrganization::createKey(const QString &name) const
{
    return ask("POST", "/api/v1/organizations/" + m_id.toLatin1() + "/keys",
               {{u"name"_s, name}, {u"scopes"_s, QJsonArray{u"contacts:read"_s}}, {u"expires_at"_s, QJsonValue::Null}})
        .body;
}

bool ServedOrganization::call(const QByteArray &secret, int times) const
{
    for (int i = 0; i < times; ++i) {
        if (ask("GET", "/api/v1/whoami", {}, "x-api-key: " + secret).status != 200)
            return false;
    }
    return true;
}

QStringList ServedOrganization::storedEvents(const QByteArray &filter) const
{
    QStringList ids;
    QByteArray cursor;
    do {
        const auto page =
            ask("GET", "/api/v1/organizations/" + m_id.toLatin1() + "/activity?limit=200" + filter + cursor).body;
        for (const auto &event : page[u"data"].toArray())
            ids.prepend(event[u"id"].toString());
        cursor =
            page[u"next_cursor"].isString() ? "&cursor=" + page[u"next_cursor"].toString().toLatin1() : QByteArray();
    } while (!cursor.isEmpty());
    return ids;
}

} // namespace test
