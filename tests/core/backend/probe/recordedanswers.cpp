#include "tests/core/backend/probe/recordedanswers.h"

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

void row(const char *name, const char *profile, const char *kind, const QByteArray &answer, CheckOutcome outcome,
         Doubt doubt = Doubt::None, const QString &message = {}, const QString &code = {})
{
    QTest::newRow(name) << QString::fromLatin1(profile) << QString::fromLatin1(kind) << answer << outcome << doubt
                        << message << code;
}

void watsiSays()
{
    using enum CheckOutcome;
    row("Watsi: a list", "watsi", "api-key", json(200, R"({"chats":[{"id":"c1"}],"hasMore":true})"), Valid);
    row("Watsi: an empty list", "watsi", "api-key", json(200, R"({"chats":[],"hasMore":false})"), Valid);
    row("Watsi: forbidden", "watsi", "api-key", json(403, R"({"error":{"code":"FORBIDDEN","message":"Not allowed"}})"),
        NotPermitted, Doubt::None, u"Not allowed"_s, u"FORBIDDEN"_s);
    row("Watsi: unauthorized", "watsi", "api-key",
        json(401, R"({"error":{"code":"UNAUTHORIZED","message":"Invalid API key","request_id":"r-1"}})"), Invalid,
        Doubt::None, u"Invalid API key"_s, u"UNAUTHORIZED"_s);
    row("Watsi: unauthorized, no body", "watsi", "api-key", nothing(401), Invalid);
    row("Watsi: limited", "watsi", "api-key",
        json(429, R"({"error":{"code":"RATE_LIMITED","message":"Slow down"}})", "Retry-After: 17\r\n"), Limited,
        Doubt::None, u"Slow down"_s, u"RATE_LIMITED"_s);
    row("Watsi: in trouble", "watsi", "api-key",
        json(502, R"({"error":{"code":"EXTERNAL_API_ERROR","message":"Upstream"}})"), CannotTell, Doubt::ServerFault,
        u"Upstream"_s, u"EXTERNAL_API_ERROR"_s);
    row("Watsi: moved", "watsi", "api-key", json(404, R"({"error":{"code":"NOT_FOUND","message":"No such page"}})"),
        CannotTell, Doubt::Unexpected, u"No such page"_s, u"NOT_FOUND"_s);
    row("Watsi: another 200", "watsi", "api-key", json(200, R"({"ok":true})"), CannotTell, Doubt::Unexpected);
    row("Watsi: a web page", "watsi", "api-key", page(200), CannotTell, Doubt::WebPage);
}

void wazzapiSays()
{
    using enum CheckOutcome;
    row("WazzAPI: a list", "wazzapi", "api-key", json(200, R"({"devices":[]})"), Valid);
    row("WazzAPI: another scope", "wazzapi", "api-key", json(403, R"({"detail":"Missing scope"})"), NotPermitted,
        Doubt::None, u"Missing scope"_s);
    row("WazzAPI: unauthorized", "wazzapi", "api-key", json(401, R"({"detail":"Invalid API key"})"), Invalid,
        Doubt::None, u"Invalid API key"_s);
    row("WazzAPI: unauthorized, as the SDK has it", "wazzapi", "api-key", json(401, R"({"message":"Bad key"})"),
        Invalid, Doubt::None, u"Bad key"_s);
    row("WazzAPI: limited", "wazzapi", "api-key",
        json(429, R"({"detail":"Too many requests"})", "Retry-After: 60\r\nX-RateLimit-Remaining: 0\r\n"), Limited,
        Doubt::None, u"Too many requests"_s);
    row("WazzAPI: faults in a list", "wazzapi", "api-key",
        json(422, R"({"detail":[{"loc":["query","limit"],"msg":"too small","type":"v"},{"loc":[],"msg":"odd"}]})"),
        CannotTell, Doubt::Unexpected, u"too small; odd"_s);
    row("WazzAPI: not connected", "wazzapi", "api-key", json(400, R"({"detail":"account not connected"})"), CannotTell,
        Doubt::Unexpected, u"account not connected"_s);
    row("WazzAPI: in trouble, with a page", "wazzapi", "api-key", page(500), CannotTell, Doubt::ServerFault);
}

void watiSays(const char *kind, const QByteArray &list)
{
    using enum CheckOutcome;
    const auto named = [kind](const char *what) { return QByteArray("Wati ") + kind + ": " + what; };
    const auto add = [&](const char *what, const QByteArray &answer, CheckOutcome outcome, Doubt doubt = Doubt::None,
                         const QString &message = {}, const QString &code = {}) {
        row(named(what).constData(), "wati", kind, answer, outcome, doubt, message, code);
    };
    add("a list", json(200, list), Valid);
    add("forbidden", json(403, R"({"code":403,"message":"Scope missing","timestamp":"t"})"), NotPermitted, Doubt::None,
        u"Scope missing"_s, u"403"_s);
    add("forbidden, no body", nothing(403), NotPermitted);
    add("forbidden, plain text", plain(403, "Plan does not include this"), NotPermitted, Doubt::None,
        u"Plan does not include this"_s);
    add("unauthorized, plain text", plain(401, "No Access Token provided"), Invalid, Doubt::None,
        u"No Access Token provided"_s);
    add("unauthorized, no body", nothing(401), Invalid);
    add("unauthorized, a proxy's page", page(401), CannotTell, Doubt::WebPage);
    add("limited, no body", nothing(429), Limited);
    add("limited, plain text", plain(429, "API calls quota exceeded"), Limited, Doubt::None,
        u"API calls quota exceeded"_s);
    add("in trouble", json(500, R"({"code":500,"message":"Oops","timestamp":"t"})"), CannotTell, Doubt::ServerFault,
        u"Oops"_s, u"500"_s);
    add("a web page", page(200), CannotTell, Doubt::WebPage);
}

void othersSay()
{
    using enum CheckOutcome;
    row("wa_: a list", "wa-gateway", "api-key", json(200, R"({"data":[],"nextCursor":null})"), Valid);
    row("wa_: another capability", "wa-gateway", "api-key",
        json(403, R"({"error":{"code":"forbidden","message":"missing required capability: read"}})"), NotPermitted,
        Doubt::None, u"missing required capability: read"_s, u"forbidden"_s);
    row("wa_: unknown", "wa-gateway", "api-key",
        json(401, R"({"error":{"code":"unauthorized","message":"invalid key"}})"), Invalid, Doubt::None,
        u"invalid key"_s, u"unauthorized"_s);
    row("wa_: limited", "wa-gateway", "api-key", json(429, R"({"error":{"code":"rate_limited","message":"later"}})"),
        Limited, Doubt::None, u"later"_s, u"rate_limited"_s);
    row("wa_: an older one", "wa-gateway", "api-key", nothing(404), CannotTell, Doubt::Unexpected);
    row("other: nothing at all", "generic", "api-key", nothing(204), Valid);
    row("other: plain text", "generic", "api-key", plain(200, "pong"), Valid);
    row("other: joined faults", "generic", "api-key", json(401, R"({"errors":[{"message":"a"},{"message":"b"}]})"),
        Invalid, Doubt::None, u"a; b"_s);
    row("other: its own words", "generic", "api-key", json(403, R"({"message":"no","statusCode":403})"), NotPermitted,
        Doubt::None, u"no"_s);
    row("other: limited", "generic", "api-key", plain(429, "slow"), Limited, Doubt::None, u"slow"_s);
    row("other: a landing page", "generic", "api-key", page(200), CannotTell, Doubt::WebPage);
}

} // namespace

void addRows()
{
    watsiSays();
    wazzapiSays();
    watiSays("api-token", R"({"channels":[{"id":"1","name":"Main","channel":"w"}]})");
    watiSays("bearer-token", R"({"result":"success","contacts":[]})");
    othersSay();
}

} // namespace test::recorded
