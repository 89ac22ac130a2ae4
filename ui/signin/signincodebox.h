#pragma once

#include "core/base/pageopener.h"
#include "core/services/browsersignin.h"
#include "ui/signin/browserwait.h"

#include <QPointer>
#include <QUrl>

namespace core {
struct BrowserCode;
class CodeSignIn;
class Sessions;
} // namespace core

namespace ui {

//! Signing in by a code that is confirmed in a browser, on this computer or another.
class SignInCodeBox : public BrowserWait {
    Q_OBJECT

public:
    SignInCodeBox(core::Sessions &sessions, core::PageOpener open, QWidget *parent = nullptr);

    //! Fails as Forbidden where the person refused in the browser, as TimedOut where nobody answered in time.
    void start(const core::ServerPlace &server) override;

protected:
    void giveUp() override;

private:
    void showCode(const core::BrowserCode &code);
    void openPage();
    void stop();

    core::Sessions &m_sessions;
    core::PageOpener m_open;
    QPointer<core::CodeSignIn> m_running;
    QUrl m_page;
    PlainLabel *m_code;
};

} // namespace ui
