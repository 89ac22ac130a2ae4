#include "ui/activity/activitytitlebar.h"

#include "ui/kit/button.h"
#include "ui/kit/quantity.h"

using namespace Qt::StringLiterals;

namespace ui {

ActivityTitleBar::ActivityTitleBar(QWidget *parent)
    : PageTitleBar(tr("Activity"), tr("Search activity"), tr("Search path, address, actor"), parent),
      m_live(new Button(tr("Live"))),
      m_export(new Button(tr("Export…")))
{
    nameParts(u"eventCount"_s, u"searchActivity"_s);
    m_live->setObjectName(u"live"_s);
    m_live->setAccessibleName(m_live->text());
    m_live->setCheckable(true);
    showLive(false);
    m_live->setToolTip(tr("Show new events as they happen"));
    m_export->setObjectName(u"exportActivity"_s);
    addControl(m_live);
    addControl(m_export);
    connect(m_live, &QPushButton::toggled, this, &ActivityTitleBar::showLive);
    connect(m_live, &QPushButton::toggled, this, &ActivityTitleBar::liveToggled);
    connect(m_export, &QPushButton::clicked, this, &ActivityTitleBar::exportWanted);
}

void ActivityTitleBar::showLive(bool live)
{
    m_live->setText((live ? u"● "_s : u"○ "_s) + tr("Live"));
}

void ActivityTitleBar::setTotal(std::optional<qint64> total, bool isEstimate)
{
    if (!total)
        setCounts({});
    else
        setCounts(isEstimate ? tr("about %1").arg(quantity::events(*total)) : quantity::events(*total));
}

void ActivityTitleBar::setExporting(bool possible)
{
    m_export->setEnabled(possible);
}

} // namespace ui
