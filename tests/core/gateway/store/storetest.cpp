#include "tests/core/gateway/store/storetest.h"

#include "core/base/crypto.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace test {

void StoreTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    QVERIFY(crypto::initialize());
    m_filled = std::make_unique<FilledStore>();
    m_database = m_filled->connect();
    fill();
}

void StoreTest::cleanup()
{
    m_database.reset();
    m_filled.reset();
}

} // namespace test
