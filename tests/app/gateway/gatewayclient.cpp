#include "tests/app/gateway/gatewayclient.h"

#include <QJsonDocument>
#include <QTcpSocket>

namespace test {

namespace {

QByteArray written(const Question &question)
{
    const auto body = question.body.isEmpty() ? QByteArray() : QJsonDocument(question.body).toJson();
    auto request = question.method + ' ' + question.path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    if (!question.credential.isEmpty())
        request += question.credential + "\r\n";
    if (!question.requestKey.isEmpty())
        request += "Idempotency-Key: " + question.requestKey + "\r\n";
    if (!body.isEmpty())
        request += "Content-Type: application/json\r\n";
    if (question.method != "GET")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return request + "\r\n" + body;
}

QByteArray headerOf(const QByteArray &head, const QByteArray &name)
{
    const auto at = head.indexOf("\r\n" + name + ": ");
    const auto from = at + name.size() + 4;
    return at < 0 ? QByteArray() : head.mid(from, head.indexOf("\r\n", from) - from);
}

} // namespace

Answer ask(const QUrl &address, const Question &question, QDeadlineTimer until)
{
    QTcpSocket socket;
    socket.connectToHost(address.host(), static_cast<quint16>(address.port()));
    if (!socket.waitForConnected(static_cast<int>(until.remainingTime())))
        return {};
    socket.write(written(question));
    while (socket.state() == QAbstractSocket::ConnectedState && !until.hasExpired() &&
           socket.waitForReadyRead(static_cast<int>(until.remainingTime()))) {
    }
    const auto text = socket.readAll();
    const auto end = text.indexOf("\r\n\r\n");
    const auto head = text.left(end + 2);
    const auto body = text.mid(end + 4);
    if (end < 0 || body.size() != headerOf(head, "Content-Length").toInt())
        return {};
    const auto cookie = headerOf(head, "Set-Cookie");
    return {head.mid(9, 3).toInt(), cookie.left(cookie.indexOf(';')), headerOf(head, "Idempotency-Replayed") == "true",
            QJsonDocument::fromJson(body).object()};
}

} // namespace test
