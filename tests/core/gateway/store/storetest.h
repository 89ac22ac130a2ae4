#pragma once

#include "core/gateway/store/database.h"
#include "tests/core/gateway/store/filledstore.h"

#include <QObject>
#include <memory>

namespace test {

//! What tests of the gateway's tables have in common: a filled database of its own for each, and no warning.
class StoreTest : public QObject {
    Q_OBJECT

protected:
    //! What else each test begins with.
    virtual void fill() {}

    std::unique_ptr<FilledStore> m_filled;
    std::unique_ptr<gateway::store::Database> m_database;

protected Q_SLOTS:
    void init();
    void cleanup();
};

} // namespace test
