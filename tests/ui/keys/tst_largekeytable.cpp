#include "tests/support/check.h"
#include "tests/ui/keys/modeltest.h"

#include <QItemSelectionModel>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using core::KeyQuery;
using ui::KeyTableModel;

//! KeyTableModel where its rows are too many to be read at once.
class LargeKeyTableTest : public test::ModelTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void aLargeResultReadsItsHeadAndKnowsItsLength();
    void whatComesIntoSightIsRead();
    void aRefreshOfAHeadReadsNoMore();
    void aSelectionOutlivesTheReadingOfTheRest();
    void aSearchAmongManyIsCompletedLater();
    void aNewQuestionDropsTheAnswerToTheOld();
};

void LargeKeyTableTest::aLargeResultReadsItsHeadAndKnowsItsLength()
{
    QVERIFY_RESULT(m_cache->grow(100'000));
    m_tester.reset(); // it reads every row at every signal
    m_model->setQuery(query());
    QCOMPARE(m_model->rowCount(), 100'000);
    for (int row = 0; row < 100; ++row)
        QVERIFY(m_model->rowAt(row));
    QTest::qWait(100); // the rest would have begun to come
    QVERIFY(!m_model->isComplete());
    auto revoked = query();
    revoked.show = KeyQuery::Show::Revoked;
    m_model->setQuery(revoked);
    QCOMPARE(m_model->rowCount(), 10'000);
}

void LargeKeyTableTest::whatComesIntoSightIsRead()
{
    QVERIFY_RESULT(m_cache->grow(20'000));
    m_tester.reset();
    m_model->setQuery(query());
    const auto id = m_model->rowAt(7)->key.id;
    QSignalSpy told(m_model.get(), &KeyTableModel::dataChanged);
    const QSignalSpy inserted(m_model.get(), &KeyTableModel::rowsInserted);
    const QSignalSpy removed(m_model.get(), &KeyTableModel::rowsRemoved);
    const auto cell = m_model->index(15'000, KeyTableModel::Name);
    QVERIFY(!cell.data().isValid());
    QTRY_VERIFY(m_model->isComplete());
    QVERIFY(cell.data().isValid());
    QCOMPARE(told.size(), 1);
    QVERIFY2(told.first().first().toModelIndex().row() > 7, "what was shown is not painted again");
    QCOMPARE(inserted.size() + removed.size(), 0);
    QCOMPARE(m_model->rowOf(m_cache->acme(), id), 7);
    const auto rows = m_cache->keys().rows(m_model->query());
    QVERIFY_RESULT(rows);
    for (const int row : {0, 511, 512, 10'000, 19'999})
        QCOMPARE(m_model->rowAt(row)->key.id, m_cache->keys().keys({rows->at(row)})->first().id);
}

void LargeKeyTableTest::aRefreshOfAHeadReadsNoMore()
{
    QVERIFY_RESULT(m_cache->grow(6000));
    m_model->setQuery(query());
    QItemSelectionModel selection(m_model.get());
    selection.select(m_model->index(7, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const auto id = m_model->rowAt(7)->key.id;
    auto keys = test::anyKeys(30, m_clock.now(), 3);
    for (auto &key : keys)
        key.name = u"! first of all "_s + key.id;
    QVERIFY_RESULT(m_cache->keys().put(m_cache->acme(), keys));
    QVERIFY_RESULT(m_cache->keys().remove(m_cache->acme(), {m_model->rowAt(3)->key.id, u"grown-5000"_s}));
    const QSignalSpy completed(m_model.get(), &KeyTableModel::completed);
    m_model->refresh();
    QCOMPARE(completed.size(), 1);
    QVERIFY(!m_model->isComplete());
    QCOMPARE(m_model->rowCount(), 6028);
    QCOMPARE(selection.selectedRows().value(0).data(KeyTableModel::KeyIdRole).toString(), id);
    m_model->readRest();
    QTRY_VERIFY(m_model->isComplete());
    QCOMPARE(shownIds(), wantedIds());
}

void LargeKeyTableTest::aSelectionOutlivesTheReadingOfTheRest()
{
    QVERIFY_RESULT(m_cache->grow(6000));
    m_model->setQuery(query());
    QItemSelectionModel selection(m_model.get());
    const auto all =
        QItemSelection(m_model->index(0, 0), m_model->index(m_model->rowCount() - 1, KeyTableModel::ColumnCount - 1));
    selection.select(all, QItemSelectionModel::Select);
    m_model->readRest();
    QTRY_VERIFY(m_model->isComplete());
    QCOMPARE(selection.selectedRows().size(), 6000);
    // A key that comes before all others is not selected with them; one that comes while the rest is read makes the
    // rows move, and what is known stays selected.
    m_model->setQuery(query());
    selection.select(m_model->index(7, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const auto id = m_model->rowAt(7)->key.id;
    auto key = test::anyKeys(1, m_clock.now(), 3).first();
    key.name = u"!"_s;
    QVERIFY_RESULT(m_cache->keys().put(m_cache->acme(), {key}));
    m_model->readRest();
    QTRY_VERIFY(m_model->isComplete());
    QCOMPARE(m_model->rowCount(), 6001);
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(selection.selectedRows().value(0).data(KeyTableModel::KeyIdRole).toString(), id);
    QCOMPARE(shownIds(), wantedIds());
}

void LargeKeyTableTest::aSearchAmongManyIsCompletedLater()
{
    QVERIFY_RESULT(m_cache->grow(100'000));
    m_tester.reset();
    for (const auto &text : {u"lunar"_s, u"a"_s, u"xq"_s, u"-9999"_s, u"no such thing"_s}) {
        m_model->setQuery(query(text));
        QVERIFY(m_model->rowCount() <= 512);
        QTRY_VERIFY_WITH_TIMEOUT(m_model->isComplete(), 20000);
        QCOMPARE(m_model->rowCount(), m_cache->keys().rows(m_model->query())->size());
    }
}

void LargeKeyTableTest::aNewQuestionDropsTheAnswerToTheOld()
{
    QVERIFY_RESULT(m_cache->grow(20'000));
    m_tester.reset();
    m_model->setQuery(query());
    m_model->readRest();
    m_model->setQuery(query(u"lunar-beacon-1"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_model->isComplete(), 20000);
    const auto count = m_model->rowCount();
    QVERIFY(count > 0 && count < 20'000);
    QTest::qWait(50); // for the older answer, had it been believed
    QCOMPARE(m_model->rowCount(), count);
}

QTEST_MAIN(LargeKeyTableTest)
#include "tst_largekeytable.moc"
