#include "ui/signin/signinform.h"

#include "core/services/browsersignin.h"
#include "core/services/sessions.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/passwordedit.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"
#include "ui/signin/browserbox.h"
#include "ui/signin/gatewayfield.h"
#include "ui/signin/signincodebox.h"

#include <QDeadlineTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ui {

SignInForm::SignInForm(core::Sessions &sessions, core::BrowserSignIn &browser, const QString &keptWhere,
                       QWidget *parent)
    : Panel(parent),
      m_sessions(sessions),
      m_gateway(new GatewayField(sessions)),
      m_email(new QLineEdit),
      m_password(new PasswordEdit),
      m_emailField(new Field(tr("Email"), m_email)),
      m_passwordField(new Field(tr("Password"), m_password)),
      m_notice(new NoticeBar),
      m_signIn(new Button(tr("Sign in"), Button::Look::Primary)),
      m_browser(new BrowserBox(browser)),
      m_code(new SignInCodeBox(sessions, browser.opener())),
      m_kept(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted))
{
    m_email->setObjectName(u"email"_s);
    m_email->setMaxLength(320);
    m_email->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    m_password->setObjectName(u"password"_s);
    layOut(keptWhere);

    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &SignInForm::tick);
    connect(m_gateway, &GatewayField::submitted, this, &SignInForm::submit);
    for (auto *edit : std::initializer_list<QLineEdit *>{m_email, m_password})
        connect(edit, &QLineEdit::returnPressed, this, &SignInForm::submit);
    connect(m_email, &QLineEdit::textEdited, this, [this] { m_emailField->setError({}); });
    connect(m_password, &QLineEdit::textEdited, this, [this] { m_passwordField->setError({}); });
    connect(m_signIn, &QPushButton::clicked, this, &SignInForm::submit);
    connectBrowser();
}

//! What the server offers is known when it has been found, and no longer when another one is typed.
void SignInForm::connectBrowser()
{
    connect(m_gateway, &GatewayField::changed, this, [this] {
        m_kind.reset();
        showFacts({});
    });
    connect(m_gateway, &GatewayField::found, this, [this](const core::ServerFacts &facts) {
        m_kind = facts.kind;
        showFacts(facts);
    });
    for (auto *way : std::initializer_list<BrowserWait *>{m_browser, m_code}) {
        connect(way, &BrowserWait::wanted, this, [this, way] {
            m_notice->dismiss();
            way->start({m_gateway->address(), m_kind.value_or(core::BackendKind::Gateway)});
        });
        connect(way, &BrowserWait::busyChanged, this, &SignInForm::setInBrowser);
        connect(way, &BrowserWait::failed, this, &SignInForm::failInBrowser);
        connect(way, &BrowserWait::signedIn, this, &SignInForm::signedIn);
    }
}

void SignInForm::layOut(const QString &keptWhere)
{
    m_kept->setUntrusted(keptWhere, 200);
    m_kept->setObjectName(u"keptWhere"_s);
    m_kept->setWordWrap(true);
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    lines->setSpacing(spacing::medium);
    for (QWidget *part : std::initializer_list<QWidget *>{m_gateway, m_emailField, m_passwordField, m_notice, m_signIn,
                                                          m_browser, m_code, m_kept})
        lines->addWidget(part);
    setFocusProxy(m_gateway);
}

void SignInForm::prefill(const QString &gateway, const QString &email)
{
    m_gateway->setAddress(gateway);
    m_email->setText(email);
    setFocusProxy(gateway.isEmpty() ? static_cast<QWidget *>(m_gateway)
                  : email.isEmpty() ? static_cast<QWidget *>(m_email)
                                    : m_password);
    setFocus();
}

//! Says what is missing at the first field that lacks it.
bool SignInForm::isComplete()
{
    if (!m_gateway->address().isValid()) {
        m_gateway->showFailure(core::Error{core::Error::Kind::Offline});
        return false;
    }
    const bool hasEmail = !m_email->text().trimmed().isEmpty();
    const bool hasPassword = !m_password->text().isEmpty();
    m_emailField->setError(hasEmail ? QString() : tr("Enter the email you are known by at this gateway."));
    m_passwordField->setError(hasPassword ? QString() : tr("Enter your password."));
    if (!hasEmail)
        m_email->setFocus();
    else if (!hasPassword)
        m_password->setFocus();
    return hasEmail && hasPassword;
}

void SignInForm::submit()
{
    if (m_busy || m_second.isActive() || !isComplete())
        return;
    m_notice->dismiss();
    const auto email = m_email->text().trimmed();
    const auto password = m_password->take();
    setBusy(true);
    if (m_kind)
        return signIn(*m_kind, email, password);
    core::whenDone(m_sessions.probe(m_gateway->address()), this,
                   [this, email, password](const core::Result<core::ServerFacts> &facts) {
                       if (facts)
                           return signIn(facts->kind, email, password);
                       setBusy(false);
                       fail(facts.error());
                   });
}

void SignInForm::signIn(core::BackendKind kind, const QString &email, const core::Secret &password)
{
    core::whenDone(m_sessions.signIn({m_gateway->address(), kind}, email, password), this,
                   [this](const core::Result<QString> &account) {
                       setBusy(false);
                       if (account)
                           Q_EMIT signedIn(*account);
                       else
                           fail(account.error());
                   });
}

void SignInForm::setBusy(bool busy)
{
    m_busy = busy;
    for (QWidget *part :
         std::initializer_list<QWidget *>{m_gateway, m_emailField, m_passwordField, m_signIn, m_browser, m_code})
        part->setEnabled(!busy);
    if (busy)
        m_notice->show(NoticeBar::Look::Neutral, tr("Signing in…"));
    else
        m_notice->dismiss();
    Q_EMIT busyChanged(busy);
}

//! The browser asks for everything else meanwhile.
void SignInForm::setInBrowser(bool inBrowser)
{
    m_inBrowser = inBrowser;
    m_gateway->setEnabled(!inBrowser);
    showParts();
    Q_EMIT busyChanged(inBrowser);
}

void SignInForm::showParts()
{
    for (QWidget *part : std::initializer_list<QWidget *>{m_emailField, m_passwordField, m_signIn})
        part->setVisible(m_takesPasswords && !m_inBrowser);
    m_kept->setVisible(!m_inBrowser);
}

void SignInForm::failInBrowser(const core::Error &error)
{
    if (const auto words = browserFailure(error); !words.isEmpty())
        m_notice->show(NoticeBar::Look::Bad, words);
    else
        fail(error);
}

void SignInForm::fail(const core::Error &error)
{
    using Kind = core::Error::Kind;
    const auto kind = error.kind;
    if (kind == Kind::SecondFactorRequired) {
        Q_EMIT secondFactorWanted();
    } else if (kind == Kind::SignInFailed) {
        failAtPassword(tr("The email or the password is wrong."));
    } else if (kind == Kind::Offline || kind == Kind::TimedOut || kind == Kind::Insecure || kind == Kind::Protocol ||
               kind == Kind::NotFound) {
        m_gateway->showFailure(error);
    } else if (kind == Kind::RateLimited) {
        startWaiting(error.retryAfter);
    } else if (const auto email = words::fieldMessage(error, u"email"_s); !email.isEmpty()) {
        m_emailField->setError(email);
        m_email->setFocus();
    } else if (const auto password = words::fieldMessage(error, u"password"_s); !password.isEmpty()) {
        failAtPassword(password);
    } else if (kind != Kind::Cancelled) {
        m_notice->show(NoticeBar::Look::Bad, words::message(error));
    }
}

void SignInForm::failAtPassword(const QString &words)
{
    m_passwordField->setError(words);
    m_password->setFocus();
}

void SignInForm::startWaiting(std::chrono::seconds time)
{
    m_waitUntil = QDeadlineTimer(std::max(time, 1s)).deadline();
    m_signIn->setEnabled(false);
    m_second.start();
    tick();
}

void SignInForm::tick()
{
    const auto left = (m_waitUntil - QDeadlineTimer::current().deadline() + 999) / 1000;
    if (left > 0) {
        const auto time = left < 120 ? tr("%1 s").arg(left) : tr("%1 min").arg((left + 59) / 60);
        m_notice->show(NoticeBar::Look::Warning, tr("Too many attempts. Try again in %1.").arg(time));
        return;
    }
    m_second.stop();
    m_notice->dismiss();
    m_signIn->setEnabled(true);
    m_password->setFocus();
}

void SignInForm::showFacts(const core::ServerFacts &facts)
{
    m_takesPasswords = facts.signsInByPassword;
    m_browser->setProvider(facts.browserProvider);
    m_code->setVisible(facts.signsInByCode);
    showParts();
}

} // namespace ui
