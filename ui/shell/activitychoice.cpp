#include "ui/shell/activitychoice.h"

#include "core/services/directory.h"
#include "core/services/sessions.h"
#include "ui/keys/keyplaces.h"
#include "ui/kit/detailspanel.h"
#include "ui/kit/factpanel.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/scrollarea.h"
#include "ui/kit/words.h"
#include "ui/shell/accountwords.h"

#include <QAbstractButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int titleHeight = 59; //!< with the line below it as high as the bar that it stands in for
constexpr int widest = 760;
} // namespace

ActivityChoice::ActivityChoice(const core::Sessions &sessions, const core::Directory &directory, QWidget *parent)
    : Page(parent), m_sessions(sessions), m_directory(directory), m_list(new FactPanel(tr("Whose activity?")))
{
    setObjectName(u"activityChoice"_s);
    auto *title = new PlainLabel(tr("Activity"), TextRole::PageTitle);
    title->setFixedHeight(titleHeight);
    title->setContentsMargins(spacing::large, 0, spacing::large, 0);
    auto *why =
        new PlainLabel(tr("Each server keeps a list of its own, searches it and counts it. They cannot be shown "
                          "as one; the pages Overview, Keys and Rotations show all organizations together."),
                       TextRole::Body, PlainLabel::Colour::Muted);
    why->setWordWrap(true);
    for (QWidget *part : std::initializer_list<QWidget *>{why, m_list})
        part->setMaximumWidth(widest);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(spacing::large, spacing::large - 2, spacing::large, spacing::large);
    column->setSpacing(spacing::medium);
    column->addWidget(why);
    column->addWidget(m_list);
    column->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(title);
    layout->addWidget(new HairLine);
    layout->addWidget(new ScrollArea(content), 1);
    connect(m_list, &FactPanel::acted, this, [this](const QString &id) { Q_EMIT chosen(id.toLongLong()); });
    connect(&directory, &core::Directory::organizationsChanged, this, &ActivityChoice::refresh);
    refresh();
}

QString ActivityChoice::whereOf(const core::CachedOrganization &organization) const
{
    const auto account = m_sessions.account(organization.accountId);
    const auto role = words::role(organization.organization.role);
    return account ? u"%1 · %2"_s.arg(role, accountwords::lineFor(account->record)) : role;
}

void ActivityChoice::refresh()
{
    const KeyPlaces places(m_sessions, m_directory);
    QList<FactPanel::Line> lines;
    QStringList silent;
    for (const auto &each : m_directory.organizations()) {
        if (m_directory.tellsActivity(each.reference))
            lines.append({.id = QString::number(each.reference),
                          .tint = {},
                          .name = places.nameOf(each),
                          .fact = whereOf(each),
                          .actions = {tr("Show activity")}});
        else
            silent += places.nameOf(each);
    }
    m_list->setLines(lines);
    m_list->setRemark(silent.isEmpty()
                          ? QString()
                          : tr("Of what happens at %1 their servers tell nothing.").arg(silent.join(u", "_s)));
}

void ActivityChoice::focusMain()
{
    if (auto *first = m_list->findChild<QAbstractButton *>())
        first->setFocus(Qt::OtherFocusReason);
}

} // namespace ui
