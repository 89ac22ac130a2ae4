#include "tests/core/gateway/api/harness.h"

#include "core/base/crypto.h"
#include "core/base/identifiers.h"
#include "tests/core/gateway/api/recording.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace test {

QJsonObject Reply::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QString Reply::code() const
{
    return json()[u"error"][u"code"].toString();
}

QJsonObject Reply::details() const
{
    return json()[u"error"][u"details"].toObject();
}

QByteArray Reply::cookie() const
{
    const auto line = headers.value("set-cookie");
    return line.mid(line.indexOf('=') + 1, line.indexOf(';') - line.indexOf('=') - 1);
}

DatabaseBeside::DatabaseBeside(const QString &file)
    : m_store(gateway::store::Store::open(file, gateway::store::Store::Purpose::Tend)),
      m_connected((*m_store)->connect())
{
}

RunningGateway::RunningGateway(const std::function<void(gateway::Options &)> &adjust)
    : databaseFile(folder.filePath(u"gateway.sqlite"_s)), gateway(options(adjust))
{
    crypto::initialize();
}

RunningGateway::~RunningGateway()
{
    gateway.stop();
}

gateway::Options RunningGateway::options(const std::function<void(gateway::Options &)> &adjust) const
{
    gateway::Options options;
    options.databaseFile = databaseFile;
    options.sampleRoutes = true;
    options.clock = &clock;
    if (adjust)
        adjust(options);
    return options;
}

core::Result<> RunningGateway::start()
{
    if (const auto started = gateway.start(); !started)
        return started;
    if (organization.isEmpty()) {
        addUser(u"owner@a.example"_s);
        organization = addOrganization({u"A"_s, u"owner@a.example"_s, u"generic"_s});
    }
    return {};
}

qint64 RunningGateway::eventCount(const QString &kind) const
{
    const auto beside = database();
    auto rows =
        beside->select(u"SELECT COUNT(*) FROM events e JOIN shapes s ON s.number = e.shape WHERE s.kind = ?"_s, {kind});
    return rows.next() ? rows.integer(0) : -1;
}

QString RunningGateway::addUser(const QString &email)
{
    const auto added = gateway::store::addUser(*database(), email, email.section(u'@', 0, 0),
                                               core::Secret::copy(password.toStdString()), clock.now());
    return added ? *added : QString();
}

QString RunningGateway::addOrganization(const gateway::store::NewOrganization &wanted)
{
    const auto added = gateway::store::addOrganization(*database(), wanted, clock.now());
    return added ? *added : QString();
}

void RunningGateway::addMember(const QString &id, const QString &email, core::Role role)
{
    if (const auto added = gateway::store::putMember(*database(), id, email, role, clock.now()); !added)
        qFatal("%s", qPrintable(added.error().detail));
}

Reply RunningGateway::exchange(const QByteArray &request) const
{
    QTcpSocket socket;
    socket.connectToHost(gateway.address().host(), static_cast<quint16>(gateway.address().port()));
    if (!socket.waitForConnected(5000))
        return {};
    socket.write(request);
    while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(10000)) {
    }
    const auto answer = socket.readAll();
    const auto end = answer.indexOf("\r\n\r\n");
    auto lines = answer.left(end).split('\n');
    Reply reply;
    reply.status = lines.takeFirst().mid(9, 3).toInt();
    for (const auto &line : lines)
        reply.headers[line.left(line.indexOf(':')).trimmed().toLower()] = line.mid(line.indexOf(':') + 1).trimmed();
    reply.body = answer.mid(end + 4);
    record(request, reply);
    return reply;
}

Reply RunningGateway::send(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                           const Headers &headers)
{
    auto request = method + ' ' + path + " HTTP/1.1\r\nConnection: close\r\n";
    bool hasHost = false;
    for (const auto &[name, value] : headers) {
        request += name + ": " + value + "\r\n";
        hasHost = hasHost || name.toLower() == "host";
    }
    if (!hasHost)
        request += "Host: 127.0.0.1:" + QByteArray::number(gateway.address().port()) + "\r\n";
    if (!session.isEmpty())
        request += "Cookie: theme=dark; keysteward_session=" + session + "\r\n";
    if (!body.isEmpty() || method != "GET")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    const auto reply = exchange(request + "\r\n" + body);
    for (const auto &member : {u"secret"_s, u"token"_s}) {
        if (const auto secret = reply.json()[member].toString(); !secret.isEmpty())
            secrets += secret.toUtf8();
    }
    if (!reply.cookie().isEmpty())
        secrets += reply.cookie();
    return reply;
}

Reply RunningGateway::call(const QByteArray &method, const QByteArray &path, const QJsonObject &body,
                           const Headers &headers)
{
    return send(method, path, QJsonDocument(body).toJson(QJsonDocument::Compact),
                Headers{{"Content-Type", "application/json"}} + headers);
}

Reply RunningGateway::change(const QByteArray &path, const QJsonObject &body, const QByteArray &key)
{
    return call("POST", path, body, {{"Idempotency-Key", key}});
}

Reply RunningGateway::bearer(const QByteArray &secret, const QByteArray &path, const QByteArray &method)
{
    const auto kept = std::exchange(session, QByteArray());
    const auto reply = send(method, path, {}, {{"Authorization", "Bearer " + secret}});
    session = kept;
    return reply;
}

Reply RunningGateway::signIn(const QString &email, const QByteArray &with)
{
    session.clear();
    const auto reply = call("POST", "/api/v1/session", {{u"email"_s, email}, {u"password"_s, QString::fromUtf8(with)}});
    session = reply.cookie();
    secrets += with;
    return reply;
}

QByteArray RunningGateway::newRequestKey()
{
    return QByteArray::fromStdString(std::string(core::newIdempotencyKey().reveal()));
}

Reply RunningGateway::createKey(const QString &name, const QStringList &scopes)
{
    return change(
        "/api/v1/organizations/" + organization.toLatin1() + "/keys",
        {{u"name"_s, name}, {u"scopes"_s, QJsonArray::fromStringList(scopes)}, {u"expires_at"_s, QJsonValue::Null}});
}

} // namespace test
