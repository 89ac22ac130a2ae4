#pragma once

#include "tests/core/services/following.h"
#include "tests/core/services/keysfixture.h"

namespace test {

//! A KeysFixture whose app follows what happens at the gateway.
class FollowingFixture : protected KeysFixture {
protected:
    bool begin() { return KeysFixture::begin() && follow(); }
    void end()
    {
        m_following.reset();
        KeysFixture::end();
    }
    bool restart()
    {
        m_following.reset();
        return KeysFixture::restart() && follow();
    }

    std::unique_ptr<Following> m_following;

private:
    bool follow()
    {
        m_following = std::make_unique<Following>(*m_desk);
        return true;
    }
};

} // namespace test
