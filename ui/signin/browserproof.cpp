#include "ui/signin/browserproof.h"

#include "core/base/text.h"
#include "core/services/browsersignin.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"
#include "ui/signin/browserbox.h"
#include "ui/signin/signincodebox.h"

#include <QVBoxLayout>

namespace ui {

BrowserProof::BrowserProof(core::Sessions &sessions, core::BrowserSignIn &browser, QWidget *parent)
    : QWidget(parent),
      m_failure(new NoticeBar),
      m_browser(new BrowserBox(browser)),
      m_code(new SignInCodeBox(sessions, browser.opener()))
{
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins({});
    lines->setSpacing(spacing::medium);
    lines->addWidget(m_failure);
    for (auto *way : std::initializer_list<BrowserWait *>{m_browser, m_code}) {
        lines->addWidget(way);
        connectWay(*way);
    }
}

void BrowserProof::connectWay(BrowserWait &way)
{
    connect(&way, &BrowserWait::wanted, this, [this, &way] {
        m_failure->dismiss();
        way.start(m_server);
    });
    connect(&way, &BrowserWait::signedIn, this, &BrowserProof::proved);
    connect(&way, &BrowserWait::failed, this, &BrowserProof::showFailure);
}

bool BrowserProof::serves(const core::AccountRecord &account)
{
    return !account.local && account.way != core::SignInWay::Password;
}

void BrowserProof::setAccount(const core::AccountRecord &account)
{
    m_server = {account.gateway, account.kind, account.local, account.id};
    m_email = account.email;
    m_failure->dismiss();
    m_browser->setVisible(account.way == core::SignInWay::Browser);
    m_code->setVisible(account.way == core::SignInWay::Code);
    setFocusProxy(m_code->isHidden() ? static_cast<QWidget *>(m_browser) : m_code);
}

void BrowserProof::showFailure(const core::Error &error)
{
    using Kind = core::Error::Kind;
    const auto ofBrowser = browserFailure(error);
    const auto sentence =
        error.kind == Kind::SignInFailed || error.kind == Kind::Forbidden
            ? tr("It was stopped in the browser, or somebody else than %1 signed in there. Try again.")
                  .arg(core::shown(m_email, 100))
        : ofBrowser.isEmpty() ? words::message(error)
                              : ofBrowser;
    if (!sentence.isEmpty())
        m_failure->show(NoticeBar::Look::Bad, sentence);
}

} // namespace ui
