#include "tests/ui/keys/modeltest.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using ui::KeyTableModel;

namespace test {

void ModelTest::begin()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_clock = FakeClock();
    m_cache = std::make_unique<CacheFixture>();
    m_model = std::make_unique<KeyTableModel>(m_cache->keys(), m_clock);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void ModelTest::end()
{
    m_tester.reset();
    m_model.reset();
    m_cache.reset();
}

QStringList ModelTest::shownIds() const
{
    QStringList ids;
    for (int row = 0; row < m_model->rowCount(); ++row)
        ids += m_model->index(row, 0).data(KeyTableModel::KeyIdRole).toString();
    return ids;
}

QStringList ModelTest::wantedIds() const
{
    auto query = m_model->query();
    query.now = m_clock.now();
    const auto rows = m_cache->keys().rows(query);
    const auto keys = m_cache->keys().keys(rows ? *rows : QList<qint64>());
    QStringList ids;
    for (const auto &key : keys ? *keys : QList<core::Key>())
        ids += key.id;
    return ids;
}

} // namespace test
