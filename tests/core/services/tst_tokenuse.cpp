#include "core/services/tokenuse.h"

#include "core/domain/organization.h"
#include "tests/core/services/keysfixture.h"
#include "tests/core/services/tokencaller.h"
#include "tests/support/check.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;

//! Whether a personal token is in use, as a real gateway tells it.
class TokenUseTest : public QObject, private test::KeysFixture {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        QVERIFY(begin());
        m_caller = std::make_unique<test::TokenCaller>(m_desk->http, *m_gateway);
        m_tokens = std::make_unique<core::TokenUse>(m_desk->sessions, m_desk->directory, m_gateway->clock());
        QVERIFY(m_caller->readToken());
    }
    void cleanup()
    {
        m_tokens.reset();
        m_caller.reset();
        end();
    }

    void aTokenIsInUseOnceSomebodyComesWithIt()
    {
        m_tokens->ask(m_organization);
        const QSignalSpy changed(m_tokens.get(), &core::TokenUse::changed);
        QCOMPARE(m_caller->call(), 200);
        QVERIFY(m_tokens->inUse(m_organization).isEmpty());
        m_gateway->clock().advance(std::chrono::minutes(6)); // what was just asked is not asked again
        m_tokens->ask(m_organization);
        QTRY_COMPARE(m_tokens->inUse(m_organization).size(), 1);
        QCOMPARE(changed.size(), 1);
        const auto token = m_tokens->inUse(core::everyOrganization).value(0);
        QCOMPARE(token.accountId, m_account);
        QCOMPARE(token.server, u"127.0.0.1"_s);
        QVERIFY(token.usedAt.isValid() && token.usedAt <= m_gateway->clock().now());
    }

    void whatWasUsedLongAgoIsNotInUse()
    {
        QCOMPARE(m_caller->call(), 200);
        m_tokens->ask(core::everyOrganization);
        QTRY_COMPARE(m_tokens->inUse(m_organization).size(), 1);
        m_gateway->clock().advance(core::TokenUse::recent + std::chrono::hours(1));
        QVERIFY(m_tokens->inUse(m_organization).isEmpty());
    }

    void whatIsAskedAgainSoonIsNotSent()
    {
        const QByteArray line = "/api/v1/personal-token/use";
        m_tokens->ask(m_organization);
        m_tokens->ask(m_organization);
        QTRY_COMPARE(m_between->requestsWith(line), 1);
        m_tokens->ask(core::everyOrganization);
        QVERIFY(test::wait(m_desk->sessions.backend(m_account)->organizations())); // behind what would have been sent
        QCOMPARE(m_between->requestsWith(line), 1);
    }

    void anEndedTokenIsRefusedAndForgotten()
    {
        QCOMPARE(m_caller->call(), 200);
        m_tokens->ask(m_organization);
        QTRY_COMPARE(m_tokens->inUse(m_organization).size(), 1);
        QVERIFY_RESULT(test::wait(m_tokens->end(m_account)));
        QVERIFY(m_tokens->inUse(m_organization).isEmpty());
        QCOMPARE(m_caller->call(), 401);
    }

    void aTokenThatCannotBeEndedStaysInUse()
    {
        QCOMPARE(m_caller->call(), 200);
        m_tokens->ask(m_organization);
        QTRY_COMPARE(m_tokens->inUse(m_organization).size(), 1);
        m_gateway->stop();
        QCOMPARE_ERROR(test::wait(m_tokens->end(m_account)), core::Error::Kind::OutcomeUnknown);
        QCOMPARE(m_tokens->inUse(m_organization).size(), 1);
        QCOMPARE_ERROR(test::wait(m_tokens->end(u"nobody's"_s)), core::Error::Kind::Unauthorized);
    }

private:
    std::unique_ptr<test::TokenCaller> m_caller;
    std::unique_ptr<core::TokenUse> m_tokens;
};

QTEST_GUILESS_MAIN(TokenUseTest)
#include "tst_tokenuse.moc"
