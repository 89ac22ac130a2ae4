#include "tests/core/gateway/api/gatewaytest.h"

#include "tests/support/check.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace test {

void GatewayTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_gateway = std::make_unique<RunningGateway>();
    QVERIFY_RESULT(m_gateway->start());
    if (m_begin == Begin::SignedIn)
        QCOMPARE(m_gateway->signIn(u"owner@a.example"_s).status, 200);
}

void GatewayTest::cleanup()
{
    m_gateway.reset();
}

} // namespace test
