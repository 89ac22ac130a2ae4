#include "ui/signin/signincodebox.h"

#include "core/base/text.h"
#include "core/services/codesignin.h"
#include "ui/kit/button.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/plainlabel.h"

#include <QApplication>

using namespace Qt::StringLiterals;

namespace ui {

SignInCodeBox::SignInCodeBox(core::Sessions &sessions, core::PageOpener open, QWidget *parent)
    : BrowserWait(tr("Sign in with browser"), tr("Open the page again"), parent),
      m_sessions(sessions),
      m_open(std::move(open)),
      m_code(new PlainLabel({}, TextRole::PageTitle))
{
    m_code->setObjectName(u"signInCode"_s);
    m_code->setAlignment(Qt::AlignHCenter);
    addPart(m_code);
    connect(&way(), &QPushButton::clicked, this, &SignInCodeBox::openPage);
}

void SignInCodeBox::start(const core::ServerPlace &server)
{
    m_running = new core::CodeSignIn(m_sessions, server, this);
    connect(m_running, &core::CodeSignIn::codeKnown, this, &SignInCodeBox::showCode);
    connect(m_running, &core::CodeSignIn::signedIn, this, [this](const QString &accountId) {
        stop();
        QApplication::alert(window()); // the person is looking at the browser
        Q_EMIT signedIn(accountId);
    });
    connect(m_running, &core::CodeSignIn::failed, this, [this](const core::Error &error) {
        stop();
        Q_EMIT failed(error);
    });
    setPhase(Phase::Asking, tr("Asking the server for a code…"));
    setBusy(true);
    m_running->start();
}

void SignInCodeBox::showCode(const core::BrowserCode &code)
{
    m_page = code.page;
    setPhase(Phase::InBrowser, tr("Confirm this code in your browser."));
    m_code->setUntrusted(code.userCode, 32);
    m_code->setAccessibleName(tr("Code %1").arg(core::shown(code.userCode, 32)));
    line().setUntrusted(tr("The page %1 has opened there; it works on any other device, too. Keysteward goes on by "
                           "itself as soon as you are done.")
                            .arg(core::shown(m_page.toDisplayString(QUrl::RemoveQuery), 120)),
                        400);
    openPage();
}

void SignInCodeBox::openPage()
{
    if (!m_open(m_page))
        notice().show(NoticeBar::Look::Warning, tr("No browser could be opened. Open the page below by yourself."));
}

void SignInCodeBox::stop()
{
    m_running->disconnect(this);
    m_running->deleteLater();
    m_running = nullptr;
    setBusy(false);
}

void SignInCodeBox::giveUp()
{
    stop();
}

} // namespace ui
