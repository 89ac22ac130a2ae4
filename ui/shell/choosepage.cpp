#include "ui/shell/choosepage.h"

#include "ui/kit/liststate.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/theme.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int titleHeight = 60; //!< as of the title bars that it stands in for
}

ChoosePage::ChoosePage(QWidget *parent)
    : Page(parent), m_title(new PlainLabel({}, TextRole::PageTitle)), m_state(new ListState)
{
    setObjectName(u"choosePage"_s);
    m_title->setFixedHeight(titleHeight);
    m_title->setContentsMargins(spacing::large, 0, spacing::large, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_state, 1);
}

void ChoosePage::focusMain()
{
    m_state->focusOffer();
}

void ChoosePage::setScreen(const QString &name)
{
    if (m_title->text() == name) // the button that has the focus stays
        return;
    m_title->setText(name);
    m_state->show(tr("%1 shows one organization at a time").arg(name),
                  tr("All organizations are on screen now. The pages Overview and Keys show them together."));
    m_state->offer(tr("Choose an organization"), true, [this] { Q_EMIT choiceWanted(); });
}

} // namespace ui
