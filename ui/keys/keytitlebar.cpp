#include "ui/keys/keytitlebar.h"

#include "ui/kit/button.h"
#include "ui/kit/quantity.h"

using namespace Qt::StringLiterals;

namespace ui {

KeyTitleBar::KeyTitleBar(QWidget *parent)
    : PageTitleBar(tr("Keys"), tr("Search keys"), tr("Search keys"), parent),
      m_export(new Button(tr("Export…"))),
      m_create(new Button(tr("New key"), Button::Look::Primary))
{
    nameParts(u"keyCounts"_s, u"searchKeys"_s);
    m_export->setObjectName(u"exportKeys"_s);
    m_create->setObjectName(u"newKey"_s);
    addControl(m_export);
    addControl(m_create);
    connect(m_export, &QPushButton::clicked, this, &KeyTitleBar::exportWanted);
    connect(m_create, &QPushButton::clicked, this, &KeyTitleBar::createWanted);
}

void KeyTitleBar::setCounts(const core::ShownCounts &counts)
{
    PageTitleBar::setCounts(tr("%1 · %2 active").arg(quantity::keys(counts.all), quantity::number(counts.active)));
}

void KeyTitleBar::setCreating(const QString &refusal, bool registering)
{
    m_create->setText(registering ? tr("Watch a key…") : tr("New key"));
    m_create->setEnabled(refusal.isEmpty());
    m_create->setToolTip(refusal.toHtmlEscaped());
    m_create->setAccessibleDescription(refusal);
}

void KeyTitleBar::setExporting(bool possible)
{
    m_export->setEnabled(possible);
}

} // namespace ui
