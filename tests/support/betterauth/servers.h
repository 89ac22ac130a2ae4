#pragma once

#include "core/backend/betterauth/betterauthbackend.h"
#include "core/base/clock.h"
#include "tests/support/betterauth/realbetterauth.h"

#include <map>
#include <memory>

namespace test {

//! The versions and the ways in which a session is carried, as rows of a test.
void everyServer();
//! One of each version.
void everyVersion();

//! The servers of a test program, each started when it is first asked for.
class Servers {
public:
    //! That of the current row. Null: it did not start.
    RealBetterAuth *current();
    bool isOlder() const;
    core::HttpClient &http() { return m_http; }

    std::unique_ptr<core::BetterAuthBackend> stranger();
    //! Signed in as \a person; null: it did not work, and the test's output says why.
    std::unique_ptr<core::BetterAuthBackend> signedIn(const QString &person);
    //! What stands for Acme Support: on an older server Olivia herself.
    QString place();

private:
    core::SystemClock m_clock;
    core::HttpClient m_http{m_clock};
    std::map<QString, std::unique_ptr<RealBetterAuth>> m_servers;
};

} // namespace test
