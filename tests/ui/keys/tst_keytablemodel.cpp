#include "ui/keys/keytablemodel.h"

#include "core/storage/statement.h"
#include "tests/support/check.h"
#include "tests/ui/keys/modeltest.h"
#include "ui/kit/words.h"

#include <QItemSelectionModel>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using core::KeyQuery;
using ui::KeyTableModel;

class KeyTableModelTest : public test::ModelTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void withoutAnOrganizationItIsEmpty();
    void itShowsWhatTheCacheHolds();
    void hostileTextIsShownPlainly();
    void aToolTipIsNeverTakenForHtml();
    void sortingIsTheCaches();
    void aRefreshTellsEveryRowThatCameOrWent_data();
    void aRefreshTellsEveryRowThatCameOrWent();
    void aSelectionOutlivesAnyRefresh_data();
    void aSelectionOutlivesAnyRefresh();
    void aRowThatIsGoneFromTheCacheIsEmpty();
    void timeAloneTurnsAKeyExpired();
    void aCacheThatCannotBeReadIsReported();
    void sweepingOverManyRowsKeepsFewPages();

private:
    void put(int count, quint32 seed = 1);
};

void KeyTableModelTest::put(int count, quint32 seed)
{
    QVERIFY_RESULT(m_cache->keys().put(m_cache->acme(), test::anyKeys(count, m_clock.now(), seed)));
}

void KeyTableModelTest::withoutAnOrganizationItIsEmpty()
{
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->columnCount(), int(KeyTableModel::ColumnCount));
    QVERIFY(!m_model->rowAt(0));
    QVERIFY(!m_model->rowAt(-1));
    QCOMPARE(m_model->rowOf(m_cache->acme(), u"key-1"_s), -1);
    m_model->refresh();
    QCOMPARE(m_model->rowCount(), 0);
    QStringList headers;
    for (int column = 0; column < m_model->columnCount(); ++column)
        headers += m_model->headerData(column, Qt::Horizontal).toString();
    QCOMPARE(headers, (QStringList{u"Name"_s, u"Status"_s, u"Key"_s, u"Scopes"_s, u"Last used"_s, u"Expires"_s,
                                   u"Organization"_s}));
}

void KeyTableModelTest::itShowsWhatTheCacheHolds()
{
    put(300);
    const QSignalSpy completed(m_model.get(), &KeyTableModel::completed);
    m_model->setQuery(query());
    QCOMPARE(completed.size(), 1);
    QVERIFY(m_model->isComplete());
    QCOMPARE(m_model->rowCount(), 300);
    QCOMPARE(shownIds(), wantedIds());
    for (int row = 0; row < m_model->rowCount(); row += 37) {
        const auto key = m_model->rowAt(row)->key;
        const auto cell = [&](int column) { return m_model->index(row, column).data().toString(); };
        QCOMPARE(cell(KeyTableModel::Hint), key.hint);
        QCOMPARE(cell(KeyTableModel::Scopes), key.scopes.join(u", "_s));
        QCOMPARE(cell(KeyTableModel::Status), ui::words::status(ui::words::shownStatus(key, m_clock.now())));
        QCOMPARE(cell(KeyTableModel::LastUsed), ui::words::lastUse(key, m_clock.now()));
        QCOMPARE(cell(KeyTableModel::Expires), ui::words::expiry(key, m_clock.now()));
        QCOMPARE(m_model->rowOf(m_cache->acme(), key.id), row);
    }
}

void KeyTableModelTest::hostileTextIsShownPlainly()
{
    auto key = test::anyKeys(1, m_clock.now(), 1).first();
    key.name = u"pay\u202Eroll\n<b>x</b>"_s;
    key.hint = u"key_\u200B1"_s;
    key.scopes = {u"a\u0007"_s};
    QVERIFY_RESULT(m_cache->keys().put(m_cache->acme(), {key}));
    m_model->setQuery(query());
    QCOMPARE(m_model->index(0, KeyTableModel::Name).data().toString(), u"pay⟦U+202E⟧roll <b>x</b>"_s);
    QCOMPARE(m_model->index(0, KeyTableModel::Hint).data().toString(), u"key_⟦U+200B⟧1"_s);
    QCOMPARE(m_model->index(0, KeyTableModel::Scopes).data().toString(), u"a⟦U+0007⟧"_s);
}

void KeyTableModelTest::aToolTipIsNeverTakenForHtml()
{
    auto key = test::anyKeys(1, m_clock.now(), 1).first();
    key.name = u"<img src='http://evil.example/x'>"_s;
    key.note = u"<b>bold</b>\nsecond line"_s;
    QVERIFY_RESULT(m_cache->keys().put(m_cache->acme(), {key}));
    m_model->setQuery(query());
    const auto tip = m_model->index(0, KeyTableModel::Name).data(Qt::ToolTipRole).toString();
    QVERIFY2(!tip.contains(u"<img"_s) && !tip.contains(u"<b>"_s), qPrintable(tip));
    QVERIFY(tip.contains(u"&lt;img"_s));
    const auto spoken = m_model->index(0, KeyTableModel::Name).data(Qt::AccessibleDescriptionRole).toString();
    QCOMPARE(spoken, key.name + u"\n\n"_s + key.note);
}

void KeyTableModelTest::sortingIsTheCaches()
{
    put(200);
    m_model->setQuery(query());
    for (int column = 0; column < m_model->columnCount(); ++column) {
        for (const auto order : {Qt::DescendingOrder, Qt::AscendingOrder}) {
            m_model->sort(column, order);
            QCOMPARE(m_model->query().order, order);
            QCOMPARE(shownIds(), wantedIds());
        }
    }
}

void KeyTableModelTest::aRefreshTellsEveryRowThatCameOrWent_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("changed");
    QTest::newRow("a few of few") << 40 << 4;
    QTest::newRow("half of some") << 400 << 200;
    QTest::newRow("all of some") << 400 << 400;
    QTest::newRow("more than are told one by one") << 6000 << 5900;
}

// The tester judges the signals; this judges where they lead, for changes in every direction at once.
void KeyTableModelTest::aRefreshTellsEveryRowThatCameOrWent()
{
    QFETCH(int, before);
    QFETCH(int, changed);
    put(before);
    m_model->setQuery(query());
    m_model->readRest();
    QTRY_VERIFY(m_model->isComplete());
    auto keys = test::anyKeys(changed, m_clock.now(), 99); // the same ids with other names
    QStringList gone;
    for (int i = 0; i < changed; i += 5)
        gone += keys[i].id;
    for (int i = 1; i < changed; i += 3)
        keys[i].id = u"new-%1"_s.arg(i);
    QVERIFY_RESULT(m_cache->keys().put(m_cache->acme(), keys));
    QVERIFY_RESULT(m_cache->keys().remove(m_cache->acme(), gone));
    QSignalSpy completed(m_model.get(), &KeyTableModel::completed);
    const QSignalSpy resets(m_model.get(), &KeyTableModel::modelReset);
    m_model->refresh();
    QTRY_COMPARE(completed.size(), 1);
    QCOMPARE(shownIds(), wantedIds());
    QCOMPARE(resets.size(), 0);
}

void KeyTableModelTest::aSelectionOutlivesAnyRefresh_data()
{
    aRefreshTellsEveryRowThatCameOrWent_data();
}

void KeyTableModelTest::aSelectionOutlivesAnyRefresh()
{
    QFETCH(int, before);
    QFETCH(int, changed);
    put(before);
    m_model->setQuery(query());
    m_model->readRest();
    QTRY_VERIFY(m_model->isComplete());
    QItemSelectionModel selection(m_model.get());
    QStringList wanted;
    for (int row = 0; row < before; row += before / 20) {
        selection.select(m_model->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        wanted += m_model->rowAt(row)->key.id;
    }
    const auto gone = wanted.takeAt(3);
    auto keys = test::anyKeys(changed, m_clock.now(), 77);
    keys.append(test::anyKeys(1, m_clock.now(), 5));
    keys.last().id = u"first of all"_s;
    keys.last().name = u"!"_s;
    QVERIFY_RESULT(m_cache->keys().put(m_cache->acme(), keys));
    QVERIFY_RESULT(m_cache->keys().remove(m_cache->acme(), {gone}));
    QSignalSpy completed(m_model.get(), &KeyTableModel::completed);
    m_model->refresh();
    QTRY_COMPARE(completed.size(), 1);
    QStringList selected;
    const auto rows = selection.selectedRows();
    for (const auto &index : rows)
        selected += index.data(KeyTableModel::KeyIdRole).toString();
    selected.sort();
    wanted.sort();
    QCOMPARE(selected, wanted);
}

void KeyTableModelTest::aRowThatIsGoneFromTheCacheIsEmpty()
{
    put(10);
    m_tester.reset(); // it would have the page read before the key goes
    m_model->setQuery(query());
    const auto row = m_model->rowOf(m_cache->acme(), u"key-4"_s);
    QVERIFY_RESULT(m_cache->keys().remove(m_cache->acme(), {u"key-4"_s}));
    QVERIFY(!m_model->rowAt(row));
    QVERIFY(!m_model->index(row, 0).data().isValid());
    QVERIFY(m_model->rowAt(row == 0 ? 1 : row - 1));
    m_model->refresh();
    QCOMPARE(m_model->rowCount(), 9);
    QCOMPARE(m_model->rowOf(m_cache->acme(), u"key-4"_s), -1);
}

void KeyTableModelTest::timeAloneTurnsAKeyExpired()
{
    auto key = test::anyKeys(1, m_clock.now(), 1).first();
    key.status = core::KeyStatus::Active;
    key.expiresAt = m_clock.now().addSecs(3600);
    QVERIFY_RESULT(m_cache->keys().put(m_cache->acme(), {key}));
    auto active = query();
    active.show = KeyQuery::Show::Active;
    m_model->setQuery(active);
    QCOMPARE(m_model->rowCount(), 1);
    m_clock.advance(std::chrono::hours(2));
    m_model->refresh();
    QCOMPARE(m_model->rowCount(), 0);
    active.show = KeyQuery::Show::Expired;
    m_model->setQuery(active);
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(m_model->index(0, 0).data(KeyTableModel::ShownStatusRole).toInt(), int(ui::words::Shown::Expired));
}

void KeyTableModelTest::aCacheThatCannotBeReadIsReported()
{
    put(10);
    m_model->setQuery(query());
    QVERIFY_RESULT(core::Statement::execute(m_cache->database(), u"ALTER TABLE key RENAME TO hidden"_s));
    const QSignalSpy failed(m_model.get(), &KeyTableModel::failed);
    m_model->refresh();
    QCOMPARE(failed.size(), 1);
    QCOMPARE(m_model->rowCount(), 10);
    m_model->setQuery(query(u"x"_s));
    QCOMPARE(failed.size(), 2);
    QCOMPARE(m_model->rowCount(), 0);
}

void KeyTableModelTest::sweepingOverManyRowsKeepsFewPages()
{
    QVERIFY_RESULT(m_cache->grow(20'000));
    m_tester.reset();
    m_model->setQuery(query());
    m_model->readRest();
    QTRY_VERIFY_WITH_TIMEOUT(m_model->isComplete(), 20000);
    QString before;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const auto *key = &m_model->rowAt(row)->key;
        QVERIFY(key);
        QVERIFY(key->name >= before);
        before = key->name;
    }
}

QTEST_MAIN(KeyTableModelTest)
#include "tst_keytablemodel.moc"
