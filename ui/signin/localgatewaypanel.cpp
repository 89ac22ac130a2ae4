#include "ui/signin/localgatewaypanel.h"

#include "core/services/sessions.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"
#include "ui/signin/localgatewaydialog.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

LocalGatewayPanel::LocalGatewayPanel(core::Sessions &sessions, core::LocalGateway &local, QWidget *parent)
    : Panel(parent),
      m_sessions(sessions),
      m_local(local),
      m_title(new PlainLabel({}, TextRole::Strong)),
      m_line(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_start(new Button(tr("Start local gateway"), Button::Look::Plain, this))
{
    m_line->setObjectName(u"localLine"_s);
    m_line->setWordWrap(true);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->addWidget(m_title);
    lines->addWidget(m_line);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    row->setSpacing(spacing::medium);
    row->addLayout(lines, 1);
    row->addWidget(m_start);
    connect(m_start, &QPushButton::clicked, this, &LocalGatewayPanel::ask);
    connect(&m_local, &core::LocalGateway::stateChanged, this, &LocalGatewayPanel::showState);
    showState();
}

void LocalGatewayPanel::ask()
{
    if (m_local.exists()) { // what it begins with was decided before
        startDemo();
        return;
    }
    auto *dialog = new LocalGatewayDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &LocalGatewayDialog::chosen, this, &LocalGatewayPanel::start);
    dialog->open();
}

void LocalGatewayPanel::startDemo()
{
    start(core::LocalGateway::Content::SampleOrganizations, {});
}

void LocalGatewayPanel::start(core::LocalGateway::Content content, const QString &organization)
{
    if (m_busy)
        return;
    m_trouble.clear();
    setBusy(true);
    const bool running = m_local.state() == core::LocalGateway::State::Running;
    const auto started = running ? m_local.newSignIn() : m_local.start(content, organization);
    const auto signIn = [sessions = &m_sessions](const core::LocalSignIn &at) {
        return sessions->signIn({at.gateway, core::BackendKind::Gateway, true}, at.email, at.password);
    };
    core::whenDone(core::andThen(started, signIn), this, [this](const core::Result<QString> &account) {
        m_trouble = account ? QString() : words::message(account.error());
        setBusy(false);
        if (account)
            Q_EMIT signedIn(*account);
    });
}

void LocalGatewayPanel::setBusy(bool busy)
{
    m_busy = busy;
    showState();
    Q_EMIT busyChanged(busy);
}

void LocalGatewayPanel::showState()
{
    m_start->setEnabled(!m_busy);
    m_line->setColour(m_trouble.isEmpty() ? PlainLabel::Colour::Muted : PlainLabel::Colour::Bad);
    m_title->setText(m_local.exists() ? tr("The gateway of this computer") : tr("No gateway yet?"));
    if (!m_trouble.isEmpty())
        m_line->setText(m_trouble);
    else if (m_busy)
        m_line->setText(m_local.state() == core::LocalGateway::State::Running ? tr("Signing in…") : tr("Starting…"));
    else if (m_local.exists())
        m_line->setText(tr("Go on where you left off: its organizations and keys are still there."));
    else
        m_line->setText(tr("Run one on this computer, with sample organizations to explore."));
}

} // namespace ui
