#include "ui/keys/organizationdialog.h"

#include "core/base/text.h"
#include "core/services/sessions.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/button.h"
#include "ui/kit/words.h"

#include <QListWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int mostRowsShown = 10;
constexpr int rowHeight = 30;

//! Two accounts may see organizations of the same name.
QString lineFor(const core::CachedOrganization &choice, const core::Sessions &sessions)
{
    const auto account = sessions.account(choice.accountId);
    if (account && account->record.kind == core::BackendKind::Watched)
        return OrganizationDialog::tr("%1 – watched: a key that was made at %2")
            .arg(core::shown(choice.organization.name, 80), core::shown(choice.organization.profileName, 60));
    auto line = u"%1 – %2"_s.arg(core::shown(choice.organization.name, 80), words::role(choice.organization.role));
    if (account && sessions.accounts().size() > 1)
        line += u" · %1 · %2"_s.arg(core::shown(account->record.email, 60),
                                    core::shown(account->record.gateway.authority()));
    return line;
}

} // namespace

OrganizationDialog::OrganizationDialog(const QString &name, const QString &heading,
                                       const QList<core::CachedOrganization> &choices, const core::Sessions &sessions,
                                       QWidget *parent)
    : Dialog(name, parent), m_list(new QListWidget(this))
{
    setMinimumWidth(keyDialogWidth);
    setHeading(heading, tr("Choose its organization."));
    m_list->setAccessibleName(tr("Organizations"));
    for (const auto &choice : choices) {
        auto *item = new QListWidgetItem(lineFor(choice, sessions), m_list);
        item->setData(Qt::UserRole, choice.reference);
        item->setSizeHint({0, rowHeight});
    }
    m_list->setCurrentRow(0);
    const auto rows = std::min<qsizetype>(choices.size(), mostRowsShown);
    m_list->setMinimumHeight(rowHeight * int(rows) + 2 * m_list->frameWidth());
    body()->addWidget(m_list, 1);
    auto *go = addPrimary(tr("Continue…"));
    auto *cancel = addSecondary(tr("Cancel"));
    connect(go, &QPushButton::clicked, this, &OrganizationDialog::choose);
    connect(m_list, &QListWidget::itemDoubleClicked, this, &OrganizationDialog::choose);
    connect(cancel, &QPushButton::clicked, this, &OrganizationDialog::reject);
    m_list->setFocus();
}

void OrganizationDialog::choose()
{
    const auto *item = m_list->currentItem();
    if (item == nullptr)
        return;
    const auto organization = item->data(Qt::UserRole).toLongLong();
    accept();
    hide(); // what follows is a dialog over the same window
    Q_EMIT chosen(organization);
}

} // namespace ui
