#pragma once

#include "tests/core/storage/cachefixture.h"
#include "tests/support/fakeclock.h"
#include "ui/keys/keytablemodel.h"

#include <QAbstractItemModelTester>

namespace test {

//! A KeyTableModel over a cache of its own, watched by the tester.
class ModelTest : public QObject {
    Q_OBJECT

protected:
    void begin();
    void end();

    core::KeyQuery query(const QString &text = {}) const { return {.organization = m_cache->acme(), .text = text}; }
    //! What the model's rows say, and what the cache says that they should.
    QStringList shownIds() const;
    QStringList wantedIds() const;

    FakeClock m_clock;
    std::unique_ptr<CacheFixture> m_cache;
    std::unique_ptr<ui::KeyTableModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

} // namespace test
