#include "ui/keys/bulkrevokedialog.h"

#include "core/base/clock.h"
#include "core/services/keys.h"
#include "ui/keys/confirmation.h"
#include "ui/keys/revokefacts.h"
#include "ui/keys/revokereasons.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/panel.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"
#include "ui/kit/rowdelegate.h"
#include "ui/kit/rowheader.h"
#include "ui/kit/words.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int wideDialogWidth = 760; //!< with a column for organizations

constexpr int leastRows = 4;

enum Column { Name, Organization, Hint, LastUsed, Outcome, ColumnCount };

//! Cells as in the table that the keys were selected in.
class CellDelegate final : public RowDelegate {
public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        paintGround(*painter, option, index);
        const auto said = index.data(Qt::ForegroundRole);
        paintText(*painter, inner(option.rect), faceOf(index.column()),
                  said.isValid() ? said.value<QBrush>().color() : option.palette.color(QPalette::Text),
                  index.data().toString());
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const auto text = faceOf(index.column()).metrics.horizontalAdvance(index.data().toString());
        return {margin + text + margin / 2 + 1, rowHeight};
    }

private:
    const Face &faceOf(int column) const { return column == Hint ? fixed() : body(); }
};

} // namespace

BulkRevokeDialog::BulkRevokeDialog(const DialogContexts &contexts, const QList<core::CachedKey> &keys, QWidget *parent)
    : Dialog(tr("Revoke key"), parent),
      m_contexts(contexts),
      m_table(new QTableWidget(this)),
      m_reasons(new RevokeReasons(this)),
      m_progress(new QProgressBar(this)),
      m_summary(new PlainLabel({}, this))
{
    for (const auto &key : keys)
        m_rows += Row{key};
    setMinimumWidth(contexts.size() > 1 ? wideDialogWidth : keyDialogWidth);
    setHeading(tr("Revoke %1 keys?").arg(keys.size()),
               tr("%1. They stop working at once, and cannot be made to work again.").arg(organizations()));
    addTable();
    body()->addWidget(m_reasons);
    addQuestion();
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setRange(0, int(keys.size()));
    m_progress->setTextVisible(false);
    m_summary->setObjectName(u"summary"_s);
    m_summary->setWordWrap(true);
    body()->addWidget(m_progress);
    body()->addWidget(m_summary);
    m_revoke = addPrimary(tr("Revoke %1 keys").arg(keys.size()), true);
    m_revoke->setAccessibleName(tr("Revoke key"));
    m_cancel = addSecondary(tr("Cancel"));
    connect(m_revoke, &QPushButton::clicked, this, &BulkRevokeDialog::start);
    connect(m_cancel, &QPushButton::clicked, this, &BulkRevokeDialog::reject);
    m_reasons->setFocus();
    refresh();
}

//! The one that they belong to; of several, each with its number of keys.
QString BulkRevokeDialog::organizations() const
{
    if (m_contexts.size() == 1)
        return any().organizationName();
    QStringList parts;
    for (const auto &[reference, context] : m_contexts) {
        const auto count = std::count_if(m_rows.begin(), m_rows.end(),
                                         [&](const Row &row) { return row.key.organization == reference; });
        parts += tr("%1 of %2").arg(quantity::keys(count), context.organizationName());
    }
    return parts.join(u", "_s);
}

void BulkRevokeDialog::fill(int row)
{
    const auto &[organization, name, key] = m_rows[row].key;
    m_table->setItem(row, Name, new QTableWidgetItem(shownName(key.name)));
    m_table->setItem(row, Organization, new QTableWidgetItem(m_contexts.at(organization).organizationName()));
    m_table->setItem(row, Hint, new QTableWidgetItem(shownName(key.hint)));
    m_table->setItem(row, LastUsed, new QTableWidgetItem(words::lastUse(key, any().clock.now())));
    m_table->setItem(row, Outcome, new QTableWidgetItem);
}

void BulkRevokeDialog::addTable()
{
    m_table->setObjectName(u"results"_s);
    m_table->setAccessibleName(tr("Keys to revoke"));
    m_table->setColumnCount(ColumnCount);
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Organization"), tr("Key"), tr("Last used"), tr("Result")});
    m_table->setRowCount(int(m_rows.size()));
    m_table->setFrameShape(QFrame::NoFrame);
    auto *cells = new CellDelegate(*m_table);
    cells->setParent(m_table);
    m_table->setItemDelegate(cells);
    m_table->setTabKeyNavigation(false);
    // The ring goes around a whole row; Qt paints the two cells anew.
    connect(m_table, &QTableWidget::currentCellChanged, m_table->viewport(), qOverload<>(&QWidget::update));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(RowDelegate::rowHeight);
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    auto *header = new RowHeader;
    m_table->setHorizontalHeader(header);
    header->setSectionsMovable(false);
    header->setSectionsClickable(false);
    m_table->setMinimumHeight(header->sizeHint().height() + leastRows * RowDelegate::rowHeight);
    header->setSectionResizeMode(QHeaderView::Stretch);
    header->setMinimumSectionSize(110);
    header->setSectionResizeMode(Hint, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(LastUsed, QHeaderView::ResizeToContents);
    m_table->setColumnHidden(Organization, m_contexts.size() == 1);
    for (int row = 0; row < m_table->rowCount(); ++row)
        fill(row);
    auto *panel = new Panel;
    auto *whole = new QVBoxLayout(panel);
    whole->setContentsMargins(1, spacing::hair, 1, spacing::hair); // inside of the panel's line
    whole->addWidget(m_table);
    body()->addWidget(panel, 1);
}

//! Of one organization its name is typed; of several nothing but their number says how much is at stake.
void BulkRevokeDialog::addQuestion()
{
    const auto now = any().clock.now();
    const auto used =
        std::count_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return wasUsedRecently(row.key.key, now); });
    if (used == 0)
        return;
    m_typedName = new QLineEdit;
    m_typedName->setObjectName(u"typedName"_s);
    const bool one = m_contexts.size() == 1;
    const auto toType = one ? tr("Type the organization's name, %1.").arg(any().organizationName())
                            : tr("Type the number of keys, %1.").arg(m_rows.size());
    const auto help = used == 1 ? tr("One of the keys was used in the last 7 days. %1").arg(toType)
                                : tr("%1 of the keys were used in the last 7 days. %2").arg(used).arg(toType);
    body()->addWidget(
        new Field(one ? tr("Type the name to confirm") : tr("Type the number to confirm"), m_typedName, help));
    connect(m_typedName, &QLineEdit::textChanged, this, &BulkRevokeDialog::refresh);
}

bool BulkRevokeDialog::isConfirmed() const
{
    if (!m_typedName)
        return true;
    const auto typed = m_typedName->text().trimmed();
    if (m_contexts.size() > 1)
        return typed == QString::number(m_rows.size());
    return typed == any().organization.organization.name.trimmed() || typed == any().organizationName();
}

void BulkRevokeDialog::start()
{
    if (m_running || !isConfirmed())
        return;
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].state == State::Failed) {
            m_rows[row].state = State::Waiting;
            say(row, {}, false);
        }
    }
    m_running = true;
    m_stopping = false;
    m_lost.clear();
    next();
}

void BulkRevokeDialog::next()
{
    const auto waiting = std::find_if(m_rows.begin(), m_rows.end(), [this](const Row &row) {
        return row.state == State::Waiting && !m_lost.contains(accountOf(row));
    });
    if (waiting == m_rows.end() || m_stopping) {
        finishRun();
        return;
    }
    const auto row = std::distance(m_rows.begin(), waiting);
    waiting->state = State::UnderWay;
    say(row, tr("Revoking…"), false);
    m_table->scrollToItem(m_table->item(int(row), Name));
    refresh();
    const auto &context = m_contexts.at(waiting->key.organization);
    const auto revokeIt = [keys = &context.keys, organization = context.reference(), key = waiting->key.key,
                           reason = m_reasons->reason(),
                           note = m_reasons->note()] { return keys->revoke(organization, key, reason, note); };
    core::whenDone(context.confirmation.guard(context.reference(), this, revokeIt), this,
                   [this, row](const core::Result<core::Key> &result) {
                       settle(row, result);
                       next();
                   });
}

QString BulkRevokeDialog::accountOf(const Row &row) const
{
    return m_contexts.at(row.key.organization).organization.accountId;
}

void BulkRevokeDialog::settle(qsizetype row, const core::Result<core::Key> &result)
{
    m_rows[row].state = result ? State::Revoked : State::Failed;
    if (result) {
        say(row, tr("Revoked"), false);
        return;
    }
    const bool givenUp = result.error().kind == core::Error::Kind::Cancelled;
    say(row, givenUp ? tr("Not revoked") : words::message(result.error()), true);
    // Whoever gave the password question up, or has lost the network or the session, means or meets the same for the
    // rest of that account.
    using Kind = core::Error::Kind;
    const auto kind = result.error().kind;
    if (givenUp || kind == Kind::Offline || kind == Kind::Unauthorized)
        m_lost.insert(accountOf(m_rows[row]));
}

void BulkRevokeDialog::finishRun()
{
    m_running = false;
    QList<core::KeyOfOrganization> done;
    for (const auto &row : std::as_const(m_rows)) {
        if (row.state == State::Revoked)
            done += {row.key.organization, row.key.key.id};
    }
    refresh();
    Q_EMIT revoked(done);
    if (done.size() == m_rows.size())
        accept();
}

void BulkRevokeDialog::say(qsizetype row, const QString &words, bool bad)
{
    auto *item = m_table->item(int(row), Outcome);
    item->setText(words);
    item->setToolTip(words.isEmpty() ? QString() : Qt::convertFromPlainText(words, Qt::WhiteSpaceNormal));
    item->setForeground(bad ? tokensFor(palette()).bad.foreground : palette().color(QPalette::Text));
}

qsizetype BulkRevokeDialog::count(State state) const
{
    return std::count_if(m_rows.begin(), m_rows.end(), [state](const Row &row) { return row.state == state; });
}

void BulkRevokeDialog::refresh()
{
    const auto done = count(State::Revoked);
    const auto failures = count(State::Failed);
    const bool begun = m_running || done + failures > 0;
    m_progress->setVisible(begun);
    m_progress->setValue(int(done + failures));
    m_summary->setVisible(begun);
    if (m_running)
        m_summary->setText(tr("%1 of %2").arg(done + failures).arg(m_rows.size()));
    else if (begun)
        m_summary->setText(tr("%1 revoked, %2 not.").arg(done).arg(m_rows.size() - done));
    m_reasons->setEnabled(!m_running);
    if (m_typedName)
        m_typedName->setEnabled(!m_running);
    m_revoke->setEnabled(!m_running && isConfirmed());
    if (begun && !m_running)
        m_revoke->setText(tr("Try the rest again"));
    m_cancel->setText(m_running ? tr("Stop") : begun ? tr("Close") : tr("Cancel"));
    m_cancel->setEnabled(!m_stopping || !m_running);
}

void BulkRevokeDialog::reject()
{
    if (!m_running) {
        Dialog::reject();
        return;
    }
    m_stopping = true; // the request under way is waited for: its outcome is to be known
    refresh();
}

} // namespace ui
