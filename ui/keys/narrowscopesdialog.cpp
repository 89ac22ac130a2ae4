#include "ui/keys/narrowscopesdialog.h"

#include "core/base/clock.h"
#include "core/domain/attention.h"
#include "ui/keys/keyuse.h"
#include "ui/keys/scopetable.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"
#include "ui/kit/words.h"

#include <QCheckBox>
#include <QVBoxLayout>
#include <algorithm>

namespace ui {

NarrowScopesDialog::NarrowScopesDialog(const DialogContext &context, core::Backend &backend, const core::Key &key,
                                       const core::UsageBreakdown &used, QWidget *parent)
    : KeyChangeDialog(tr("Narrow scopes"), context, backend, key, parent),
      m_used(used),
      m_table(new ScopeTable),
      m_missing(addHint())
{
    setHeading(tr("Narrow the scopes of “%1”").arg(shownName(key.name)),
               tr("%1 · %2. What is not ticked is taken from the key, and refused from the very next request. It can "
                  "be given back by editing the key.")
                   .arg(context.organizationName(), shownName(key.hint)));
    if (const QString doubt = KeyUse::doubtOf(used); !doubt.isEmpty()) {
        auto *label = new PlainLabel(doubt, TextRole::Body, PlainLabel::Colour::Warning);
        label->setWordWrap(true);
        body()->addWidget(label);
    }
    body()->addWidget(m_table);
    m_save = addPrimary(tr("Narrow scopes"));
    auto *cancel = addSecondary(tr("Cancel"));
    connect(m_save, &QPushButton::clicked, this, [this] {
        core::KeyChanges changes;
        changes.scopes = kept();
        submit(changes);
    });
    connect(cancel, &QPushButton::clicked, this, &NarrowScopesDialog::reject);
    fill();
}

QString NarrowScopesDialog::useOf(const QString &scope) const
{
    const auto share = std::find_if(m_used.scopes.begin(), m_used.scopes.end(),
                                    [&](const core::UsageShare &each) { return each.name == scope; });
    if (share == m_used.scopes.end() || share->count == 0)
        return m_used.everythingElse.scopes > 0 ? tr("Not known")
                                                : tr("Not used in %1 days").arg(core::attention::observedDays);
    const QString last = words::relative(share->lastAt, context().clock.now());
    return share->count == 1 ? tr("1 request, %1").arg(last)
                             : tr("%1 requests, the last %2").arg(quantity::number(share->count), last);
}

void NarrowScopesDialog::fill()
{
    const QStringList unused = core::attention::unusedScopes(key(), m_used, context().clock.now());
    m_table->clear();
    m_boxes.clear();
    m_table->setHeader({tr("Scope"), tr("Keep")});
    for (const QString &scope : key().scopes) {
        auto *box = new QCheckBox;
        box->setAccessibleName(scope);
        box->setAccessibleDescription(useOf(scope));
        box->setChecked(!unused.contains(scope));
        m_table->setCell(m_table->addRow(scope, useOf(scope)), 1, box);
        m_boxes.insert(scope, box);
        connect(box, &QCheckBox::toggled, this, &NarrowScopesDialog::refresh);
    }
    refresh();
}

QStringList NarrowScopesDialog::kept() const
{
    QStringList scopes = key().scopes;
    scopes.removeIf([this](const QString &scope) { return !m_boxes.value(scope)->isChecked(); });
    return scopes;
}

void NarrowScopesDialog::refresh()
{
    const qsizetype left = kept().size();
    const bool same = left == key().scopes.size();
    m_missing->setText(left == 0 ? tr("At least one scope must stay. A key that nobody needs is better revoked.")
                       : same    ? tr("Nothing is taken away.")
                                 : QString());
    m_save->setEnabled(left > 0 && !same && !isPending());
}

} // namespace ui
