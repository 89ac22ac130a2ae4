#include "ui/signin/browserwait.h"

#include "core/base/error.h"
#include "ui/kit/button.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/plainlabel.h"

#include <QHBoxLayout>
#include <QHideEvent>
#include <QShortcut>
#include <QVBoxLayout>

namespace ui {

BrowserWait::BrowserWait(const QString &start, const QString &way, QWidget *parent)
    : QWidget(parent),
      m_start(new Button(start)),
      m_waiting(new QWidget),
      m_lines(new QVBoxLayout(m_waiting)),
      m_notice(new NoticeBar),
      m_line(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_way(new Button(way)),
      m_cancel(new Button(tr("Cancel"))),
      m_inBrowser{m_line, m_way}
{
    m_line->setWordWrap(true);
    layOut();
    hide();
    const auto end = [this] {
        if (m_busy)
            giveUp();
    };
    connect(m_start, &QPushButton::clicked, this, &BrowserWait::wanted);
    connect(m_cancel, &QPushButton::clicked, this, end);
    auto *escape = new QShortcut(Qt::Key_Escape, m_waiting);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, end);
}

void BrowserWait::layOut()
{
    auto *waysOut = new QHBoxLayout;
    waysOut->setSpacing(spacing::small);
    waysOut->addWidget(m_way);
    waysOut->addStretch();
    waysOut->addWidget(m_cancel);
    m_lines->setContentsMargins({});
    m_lines->setSpacing(spacing::medium);
    m_lines->addWidget(m_notice);
    m_lines->addWidget(m_line);
    m_lines->addLayout(waysOut);
    m_waiting->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_start);
    layout->addWidget(m_waiting);
    setFocusProxy(m_start);
}

void BrowserWait::addPart(QWidget *part)
{
    m_lines->insertWidget(m_lines->indexOf(m_line), part);
    m_inBrowser.append(part);
}

void BrowserWait::setPhase(Phase phase, const QString &sentence)
{
    m_notice->show(NoticeBar::Look::Neutral, sentence);
    for (auto *part : std::as_const(m_inBrowser))
        part->setVisible(phase == Phase::InBrowser);
    m_cancel->setVisible(phase != Phase::Ending);
}

void BrowserWait::setBusy(bool busy)
{
    m_busy = busy;
    m_start->setVisible(!busy);
    m_waiting->setVisible(busy);
    if (isVisible())
        (busy ? m_cancel : m_start)->setFocus();
    Q_EMIT busyChanged(busy);
}

QString browserFailure(const core::Error &error)
{
    using Kind = core::Error::Kind;
    if (error.kind == Kind::SignInFailed || error.kind == Kind::Forbidden)
        return BrowserWait::tr(
            "You are not signed in: it was stopped in the browser, or the gateway did not accept what "
            "came from there. Try again.");
    if (error.kind == Kind::TimedOut)
        return BrowserWait::tr("The sign-in was not finished in time. Nothing was changed. Start it again.");
    if (error.kind == Kind::OutcomeUnknown)
        return BrowserWait::tr("The connection broke before the gateway's answer came. Start the sign-in again.");
    if (error.kind == Kind::Server)
        return BrowserWait::tr(
            "The gateway could not sign you in because of a fault of its own, or of the service that "
            "it asks. Try again later.");
    return {};
}

//! Whoever leaves the page does not wait any more. A window that is only minimized still does.
void BrowserWait::hideEvent(QHideEvent *event)
{
    if (m_busy && !event->spontaneous())
        giveUp();
    QWidget::hideEvent(event);
}

} // namespace ui
