#pragma once

#include "tests/core/gateway/api/harness.h"

#include <QObject>
#include <memory>

namespace test {

//! What most tests of the gateway's API have in common: a gateway of its own for each, and no warning.
class GatewayTest : public QObject {
    Q_OBJECT

public:
    enum class Begin { SignedIn, SignedOut };
    //! \a begin: whether the owner of organization A is signed in when a test begins.
    explicit GatewayTest(Begin begin = Begin::SignedIn) : m_begin(begin) {}

protected:
    //! The path of organization A.
    QByteArray organizationPath() const { return "/api/v1/organizations/" + m_gateway->organization.toLatin1(); }

    std::unique_ptr<RunningGateway> m_gateway;

private Q_SLOTS:
    void init();
    void cleanup();

private:
    const Begin m_begin;
};

} // namespace test
