#pragma once

#include "tests/core/services/following.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/kit/page.h"

namespace test {

//! What the tests of screens have in common: each begins with a new one, over the app's real services and a real
//! gateway that a person is signed in to.
class ScreenTest : public QObject {
    Q_OBJECT

protected:
    virtual std::unique_ptr<ui::Page> makeScreen() = 0;
    //! Those of providers, where the test has any.
    virtual core::WatchedKeys *watchedKeys() { return nullptr; }
    //! Another one, as at the next start.
    void openScreen();
    ui::Page &screen() { return *m_screen; }
    //! With the organization, or all of them, on a screen of this size.
    void show(qint64 organization, const QSize &size);

    std::unique_ptr<ActionRig> m_rig;
    std::unique_ptr<Following> m_following;

private Q_SLOTS:
    void init();
    void cleanup();

private:
    std::unique_ptr<ui::Page> m_screen;
};

} // namespace test
