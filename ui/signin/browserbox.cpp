#include "ui/signin/browserbox.h"

#include "core/base/text.h"
#include "core/services/browsersignin.h"
#include "core/services/sessions.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"

#include <QApplication>
#include <QClipboard>

using namespace Qt::StringLiterals;

namespace ui {

BrowserBox::BrowserBox(core::BrowserSignIn &browser, QWidget *parent)
    : BrowserWait(tr("Sign in with browser…"), tr("Copy address"), parent), m_browser(browser)
{
    startButton().setAccessibleName(tr("Sign in with browser"));
    connect(&way(), &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_browser.address().toString(QUrl::FullyEncoded));
        line().setText(tr("The address is copied. Open it in a browser on this computer."));
    });
    connect(&m_browser, &core::BrowserSignIn::cameBack, this, [this] {
        if (isBusy())
            showSigningIn();
    });
}

void BrowserBox::setProvider(const QString &provider)
{
    m_provider = core::shown(provider, 40);
    startButton().setText(tr("Sign in with %1…").arg(QString(m_provider).replace(u'&', u"&&"_s)));
    setVisible(!m_provider.isEmpty());
}

void BrowserBox::start(const core::ServerPlace &server)
{
    const auto operation = m_browser.start(server);
    setBusy(true);
    if (!m_browser.address().isEmpty())
        showWaiting();
    core::whenDone(operation, this, [this](const core::Result<QString> &account) {
        setBusy(false);
        if (!account)
            Q_EMIT failed(account.error());
        else
            Q_EMIT signedIn(*account);
    });
}

void BrowserBox::showWaiting()
{
    setPhase(Phase::InBrowser, tr("Finish signing in in your browser."));
    const auto there = m_provider.isEmpty() ? tr("Sign in there.") : tr("Sign in with %1 there.").arg(m_provider);
    line().setText(m_browser.browserOpened()
                       ? tr("%1 Keysteward goes on by itself as soon as you are done.").arg(there)
                       : tr("No browser could be opened. Copy the address into one on this computer."));
    way().setFocus();
}

void BrowserBox::showSigningIn()
{
    setPhase(Phase::Ending, tr("Signing in…"));
    QApplication::alert(window()); // the person is looking at the browser
}

void BrowserBox::giveUp()
{
    m_browser.cancel();
}

} // namespace ui
