#include "ui/signin/signincodebox.h"

#include "core/base/text.h"
#include "core/services/codesignin.h"
#include "ui/kit/button.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/plainlabel.h"

#include <QApplication>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

SignInCodeBox::SignInCodeBox(core::Sessions &sessions, QWidget *parent)
    : QWidget(parent),
      m_sessions(sessions),
      m_start(new Button(tr("Sign in with browser"))),
      m_waiting(new QWidget),
      m_notice(new NoticeBar),
      m_code(new PlainLabel({}, TextRole::PageTitle)),
      m_what(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_open(new Button(tr("Open the page again"))),
      m_cancel(new Button(tr("Cancel")))
{
    m_code->setObjectName(u"signInCode"_s);
    m_code->setAlignment(Qt::AlignHCenter);
    m_what->setObjectName(u"signInCodePage"_s);
    m_what->setWordWrap(true);
    layOut();
    hide();
    connect(m_start, &QPushButton::clicked, this, &SignInCodeBox::wanted);
    connect(m_open, &QPushButton::clicked, this, &SignInCodeBox::openPage);
    connect(m_cancel, &QPushButton::clicked, this, &SignInCodeBox::stop);
}

void SignInCodeBox::layOut()
{
    auto *waysOut = new QHBoxLayout;
    waysOut->setSpacing(spacing::small);
    waysOut->addWidget(m_open);
    waysOut->addStretch();
    waysOut->addWidget(m_cancel);
    auto *lines = new QVBoxLayout(m_waiting);
    lines->setContentsMargins({});
    lines->setSpacing(spacing::medium);
    for (QWidget *part : std::initializer_list<QWidget *>{m_notice, m_code, m_what})
        lines->addWidget(part);
    lines->addLayout(waysOut);
    m_waiting->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_start);
    layout->addWidget(m_waiting);
    setFocusProxy(m_start);
}

void SignInCodeBox::setOffered(bool offered)
{
    setVisible(offered);
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
    m_notice->show(NoticeBar::Look::Neutral, tr("Asking the server for a code…"));
    for (QWidget *part : std::initializer_list<QWidget *>{m_code, m_what, m_open, m_start})
        part->hide();
    m_waiting->show();
    m_cancel->setFocus();
    Q_EMIT busyChanged(true);
    m_running->start();
}

void SignInCodeBox::showCode(const core::BrowserCode &code)
{
    m_page = code.page;
    m_notice->show(NoticeBar::Look::Neutral, tr("Confirm this code in your browser."));
    m_code->setUntrusted(code.userCode, 32);
    m_code->setAccessibleName(tr("Code %1").arg(core::shown(code.userCode, 32)));
    m_what->setUntrusted(tr("The page %1 has opened there; it works on any other device, too. Keysteward goes on by "
                            "itself as soon as you are done.")
                             .arg(core::shown(m_page.toDisplayString(QUrl::RemoveQuery), 120)),
                         400);
    for (QWidget *part : std::initializer_list<QWidget *>{m_code, m_what, m_open})
        part->show();
    openPage();
}

void SignInCodeBox::openPage()
{
    if (!QDesktopServices::openUrl(m_page))
        m_notice->show(NoticeBar::Look::Warning, tr("No browser could be opened. Open the page below by yourself."));
}

void SignInCodeBox::stop()
{
    if (!m_running)
        return;
    m_running->deleteLater();
    m_running->disconnect(this);
    m_running = nullptr;
    m_waiting->hide();
    m_start->show();
    Q_EMIT busyChanged(false);
}

//! Whoever leaves the page does not wait any more. A window that is only minimized still does.
void SignInCodeBox::hideEvent(QHideEvent *event)
{
    if (!event->spontaneous())
        stop();
    QWidget::hideEvent(event);
}

} // namespace ui
