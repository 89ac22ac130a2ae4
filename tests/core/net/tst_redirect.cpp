#include "core/net/redirect.h"

#include "tests/support/check.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using core::Error;
using core::redirects::Redirect;
using core::redirects::Refusal;

//! What counts as the redirect that is waited for, and what does not.
class RedirectTest : public QObject {
    Q_OBJECT

    const core::redirects::Expected m_expected{"127.0.0.1:4711", "/path-of-this-sign-in",
                                               core::Secret::copy("the-state-of-this-sign-in")};

    static QByteArray get(const QByteArray &query, const QByteArray &more = {})
    {
        return "GET /path-of-this-sign-in?" + query + " HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n" + more + "\r\n";
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void theRightOneBringsItsCode_data()
    {
        QTest::addColumn<QByteArray>("request");
        const QByteArray right = "code=AZaz09-_.~&state=the-state-of-this-sign-in";
        QTest::newRow("as it should be") << get(right);
        QTest::newRow("in another order") << get("state=the-state-of-this-sign-in&code=AZaz09-_.~");
        QTest::newRow("with more than is known") << get(right + "&iss=https%3A%2F%2Fissuer.example&code2=x");
        QTest::newRow("percent-encoded") << get("code=%41Zaz09-_.%7E&state=the%2Dstate-of-this-sign-in");
        QTest::newRow("with what browsers send")
            << get(right, "Connection: keep-alive\r\nCookie: a=b; c=\"d\"\r\nAccept: */*\r\nContent-Length: 0\r\n");
        QTest::newRow("HTTP/1.0") << "GET /path-of-this-sign-in?" + right + " HTTP/1.0\r\nhost:127.0.0.1:4711 \r\n\r\n";
    }

    void theRightOneBringsItsCode()
    {
        QFETCH(const QByteArray, request);
        const auto verdict = core::redirects::judge(request, m_expected);
        QVERIFY(std::holds_alternative<Redirect>(verdict));
        const auto &redirect = std::get<Redirect>(verdict);
        QVERIFY_RESULT(redirect);
        QVERIFY(*redirect == core::Secret::copy("AZaz09-_.~"));
    }

    void everythingElseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<Refusal>("refusal");
        const QByteArray right = "code=c0de&state=the-state-of-this-sign-in";
        const auto with = [](QByteArray text, const QByteArray &was, const QByteArray &is) {
            return text.replace(was, is);
        };
        const auto row = [](const char *name, const QByteArray &request, Refusal refusal) {
            QTest::newRow(name) << request << refusal;
        };
        row("another state", get("code=c0de&state=the-state-of-that-sign-in"), Refusal::WrongState);
        row("a beginning of the state", get("code=c0de&state=the-state"), Refusal::WrongState);
        row("more than the state", get(right + "x"), Refusal::WrongState);
        row("no state", get("code=c0de"), Refusal::WrongState);
        row("an error without the state", get("error=access_denied"), Refusal::WrongState);
        row("two states", get(right + "&state=the-state-of-this-sign-in"), Refusal::Malformed);
        row("two codes", get(right + "&code=c0de"), Refusal::Malformed);
        row("no code", get("state=the-state-of-this-sign-in"), Refusal::Malformed);
        row("a code and an error", get(right + "&error=access_denied"), Refusal::Malformed);
        row("a code with a line break", get(with(right, "c0de", "c0%0D%0Ade")), Refusal::Malformed);
        row("a code of another alphabet", get(with(right, "c0de", "c%C3%B6de")), Refusal::Malformed);
        row("a code without end", get(with(right, "c0de", QByteArray(513, 'c'))), Refusal::Malformed);
        row("no query", with(get({}), "?", ""), Refusal::WrongState);
        row("another path", with(get(right), "/path-", "/Path-"), Refusal::WrongPath);
        row("a longer path", with(get(right), "?code", "/?code"), Refusal::WrongPath);
        row("the root", "GET / HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n", Refusal::WrongPath);
        row("a POST", with(get(right), "GET", "POST"), Refusal::WrongMethod);
        row("a HEAD", with(get(right), "GET", "HEAD"), Refusal::WrongMethod);
        row("a rebound name", with(get(right), "127.0.0.1:4711", "evil.example:4711"), Refusal::WrongHost);
        row("the name of this machine", with(get(right), "127.0.0.1:4711", "localhost:4711"), Refusal::WrongHost);
        row("another port", with(get(right), ":4711", ":4712"), Refusal::WrongHost);
        row("no host", with(get(right), "Host:", "Most:"), Refusal::Malformed);
        row("two hosts", get(right, "Host: 127.0.0.1:4711\r\n"), Refusal::Malformed);
        row("a body", get(right, "Content-Length: 5\r\n"), Refusal::Malformed);
        row("two lengths in one", get(right, "Content-Length: 0, 5\r\n"), Refusal::Malformed);
        row("chunks", get(right, "Transfer-Encoding: chunked\r\n"), Refusal::Malformed);
        row("a folded field", get(right, "X-A: b\r\n c\r\n"), Refusal::Malformed);
        row("a space before the colon", get(right, "X-A : b\r\n"), Refusal::Malformed);
        row("a bare line feed", get(right, "X-A: b\nHost: 127.0.0.1:4711\r\n"), Refusal::Malformed);
        row("a NUL", get(right, QByteArray("X-A: \0\r\n", 8)), Refusal::Malformed);
        row("an absolute address", with(get(right), "GET /", "GET http://127.0.0.1:4711/"), Refusal::Malformed);
        row("another protocol", with(get(right), "HTTP/1.1", "HTTP/2"), Refusal::Malformed);
        row("no protocol", with(get(right), " HTTP/1.1", ""), Refusal::Malformed);
        row("two spaces", with(get(right), "GET ", "GET  "), Refusal::Malformed);
        row("more than one request", get(right) + get(right), Refusal::Malformed);
        row("no end", "GET / HTTP/1.1\r\n", Refusal::Malformed);
        row("nothing", {}, Refusal::Malformed);
        row("an empty line", "\r\n\r\n", Refusal::Malformed);
    }

    void everythingElseIsRefused()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const Refusal, refusal);
        const auto verdict = core::redirects::judge(request, m_expected);
        QVERIFY(std::holds_alternative<Refusal>(verdict));
        QCOMPARE(std::get<Refusal>(verdict), refusal);
    }

    void whatTheServerSaysBecomesAKind_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<Error::Kind>("kind");
        const auto row = [](const char *name, Error::Kind kind) { QTest::newRow(name) << QByteArray(name) << kind; };
        row("error=access_denied", Error::Kind::SignInFailed);
        row("error=access_denied&error_description=%3Cb%3E%0A", Error::Kind::SignInFailed);
        row("error=login_required", Error::Kind::SignInFailed);
        row("error=temporarily_unavailable", Error::Kind::Unavailable);
        row("error=server_error", Error::Kind::Server);
        row("error=invalid_request", Error::Kind::Server);
        row("error=%3Cscript%3E%0A", Error::Kind::Server);
    }

    void whatTheServerSaysBecomesAKind()
    {
        QFETCH(const QByteArray, query);
        QFETCH(const Error::Kind, kind);
        const auto verdict = core::redirects::judge(get(query + "&state=the-state-of-this-sign-in"), m_expected);
        QVERIFY(std::holds_alternative<Redirect>(verdict));
        QCOMPARE_ERROR(std::get<Redirect>(verdict), kind);
        QVERIFY(!std::get<Redirect>(verdict).error().detail.contains(u'\n'));
    }

    void noPageRepeatsRunsOrStays()
    {
        QByteArrayList pages{core::redirects::welcome(true), core::redirects::welcome(false)};
        for (const auto refusal : {Refusal::Malformed, Refusal::WrongState, Refusal::WrongPath, Refusal::WrongMethod,
                                   Refusal::TakenAlready, Refusal::WrongHost, Refusal::TooLong}) {
            pages += core::redirects::refuse(refusal);
            QVERIFY(pages.last().startsWith("HTTP/1.1 " + QByteArray::number(int(refusal)) + ' '));
        }
        for (const auto &page : pages) {
            const auto body = page.mid(page.indexOf("\r\n\r\n") + 4);
            QVERIFY(page.contains("\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n"));
            QVERIFY(page.contains("\r\nContent-Security-Policy: default-src 'none';"));
            QVERIFY(page.contains("\r\nCache-Control: no-store\r\n"));
            QVERIFY(page.contains("\r\nConnection: close\r\n"));
            QVERIFY(!body.contains("<script") && !body.contains("href") && !body.contains("src="));
        }
        QVERIFY(pages.first().contains("You can go back to Keysteward"));
    }

    //! Ten thousand damaged copies of the right request: none is taken unless code and state came through whole.
    void noDamageBringsAnotherCode()
    {
        const auto right = get("code=c0de&state=the-state-of-this-sign-in", "Accept: */*\r\n");
        QRandomGenerator chance(1);
        for (int round = 0; round < 10000; ++round) {
            auto request = right;
            for (auto changes = chance.bounded(1, 4); changes > 0; --changes) {
                const auto at = chance.bounded(int(request.size()));
                if (chance.bounded(3) == 0)
                    request.remove(at, chance.bounded(1, 8));
                else if (chance.bounded(2) == 0)
                    request.insert(at, char(chance.bounded(256)));
                else
                    request[at] = char(chance.bounded(256));
            }
            const auto verdict = core::redirects::judge(request, m_expected);
            if (const auto *redirect = std::get_if<Redirect>(&verdict); redirect != nullptr && *redirect)
                QVERIFY2(request.contains("state=the-state-of-this-sign-in") && request.contains("code="),
                         request.constData());
        }
    }
};

QTEST_GUILESS_MAIN(RedirectTest)
#include "tst_redirect.moc"
