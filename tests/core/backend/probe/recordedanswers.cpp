#include "tests/core/backend/probe/recordedanswers.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace test::recorded {

QByteArray said(int status, const QByteArray &type, const QByteArray &body, const QByteArray &more)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Said\r\n" +
           (type.isEmpty() ? QByteArray() : "Content-Type: " + type + "\r\n") +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n" + more + "\r\n" + body;
}

QByteArray json(int status, const QByteArray &body, const QByteArray &more)
{
    return said(status, "application/json", body, more);
}

QByteArray plain(int status, const QByteArray &body)
{
    return said(status, "text/plain; charset=utf-8", body);
}

QByteArray page(int status)
{
    return said(status, "text/html", "<!DOCTYPE html><html><title>Just a moment…</title></html>");
}

QByteArray nothing(int status, const QByteArray &more)
{
    return said(status, {}, {}, more);
}

namespace {

//! As tests/support/providers/answers.json has it; the tests of the whole program answer with the same.
QByteArray answerIn(const QJsonObject &row)
{
    const auto status = row["status"_L1].toInt();
    QByteArray more;
    const auto headers = row["headers"_L1].toObject();
    for (auto each = headers.begin(); each != headers.end(); ++each)
        more += each.key().toUtf8() + ": " + each.value().toString().toUtf8() + "\r\n";
    if (row.contains("json"_L1))
        return json(status, QJsonDocument(row["json"_L1].toObject()).toJson(QJsonDocument::Compact), more);
    if (row.contains("text"_L1))
        return plain(status, row["text"_L1].toString().toUtf8());
    return row.contains("html"_L1) ? page(status) : nothing(status, more);
}

} // namespace

void addRows()
{
    QFile file(QStringLiteral(PROVIDER_ANSWERS));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", PROVIDER_ANSWERS);
    const auto rows = QJsonDocument::fromJson(file.readAll()).array();
    if (rows.isEmpty())
        qFatal("%s is no list", PROVIDER_ANSWERS);
    for (const auto &each : rows) {
        const auto row = each.toObject();
        const auto says = row["says"_L1].toObject();
        QTest::newRow(qUtf8Printable(row["name"_L1].toString()))
            << row["profile"_L1].toString() << row["kind"_L1].toString() << answerIn(row)
            << checkOutcomeFrom(says["outcome"_L1].toString()) << doubtFrom(says["doubt"_L1].toString())
            << says["message"_L1].toString() << says["code"_L1].toString();
    }
}

} // namespace test::recorded
