#include "ui/signin/browserbox.h"

#include "core/base/text.h"
#include "core/services/browsersignin.h"
#include "ui/kit/button.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/plainlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace ui {

BrowserBox::BrowserBox(core::BrowserSignIn &browser, QWidget *parent)
    : QWidget(parent),
      m_browser(browser),
      m_start(new Button({})),
      m_waiting(new QWidget),
      m_notice(new NoticeBar),
      m_what(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_copy(new Button(tr("Copy address"))),
      m_cancel(new Button(tr("Cancel")))
{
    m_start->setAccessibleName(tr("Sign in with browser"));
    m_what->setObjectName(u"browserLine"_s);
    m_what->setWordWrap(true);
    layOut();
    hide();

    connect(m_start, &QPushButton::clicked, this, &BrowserBox::wanted);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_browser.address().toString(QUrl::FullyEncoded));
        m_what->setText(tr("The address is copied. Open it in a browser on this computer."));
    });
    connect(m_cancel, &QPushButton::clicked, &m_browser, &core::BrowserSignIn::cancel);
    auto *escape = new QShortcut(Qt::Key_Escape, m_waiting);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, &m_browser, &core::BrowserSignIn::cancel);
    connect(&m_browser, &core::BrowserSignIn::cameBack, this, &BrowserBox::showSigningIn);
}

void BrowserBox::layOut()
{
    auto *waysOut = new QHBoxLayout;
    waysOut->setSpacing(spacing::small);
    waysOut->addWidget(m_copy);
    waysOut->addStretch();
    waysOut->addWidget(m_cancel);
    auto *lines = new QVBoxLayout(m_waiting);
    lines->setContentsMargins({});
    lines->setSpacing(spacing::medium);
    lines->addWidget(m_notice);
    lines->addWidget(m_what);
    lines->addLayout(waysOut);
    m_waiting->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_start);
    layout->addWidget(m_waiting);
    setFocusProxy(m_start);
}

void BrowserBox::setProvider(const QString &provider)
{
    m_provider = core::shown(provider, 40);
    m_start->setText(tr("Sign in with %1…").arg(QString(m_provider).replace(u'&', u"&&"_s)));
    setVisible(!m_provider.isEmpty());
}

void BrowserBox::start(const QUrl &gateway)
{
    const auto operation = m_browser.start(gateway);
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
    m_notice->show(NoticeBar::Look::Neutral, tr("Finish signing in in your browser."));
    m_what->setText(
        m_browser.browserOpened()
            ? tr("Sign in with %1 there. Keysteward goes on by itself as soon as you are done.").arg(m_provider)
            : tr("No browser could be opened. Copy the address into one on this computer."));
    for (QWidget *part : std::initializer_list<QWidget *>{m_what, m_copy, m_cancel})
        part->show();
    m_copy->setFocus();
}

void BrowserBox::showSigningIn()
{
    m_notice->show(NoticeBar::Look::Neutral, tr("Signing in…"));
    for (QWidget *part : std::initializer_list<QWidget *>{m_what, m_copy, m_cancel})
        part->hide();
    QApplication::alert(window()); // the person is looking at the browser
}

void BrowserBox::setBusy(bool busy)
{
    m_start->setVisible(!busy);
    m_waiting->setVisible(busy);
    Q_EMIT busyChanged(busy);
}

//! Whoever leaves the page does not wait any more. A window that is only minimized still does.
void BrowserBox::hideEvent(QHideEvent *event)
{
    if (!event->spontaneous())
        m_browser.cancel();
    QWidget::hideEvent(event);
}

} // namespace ui
