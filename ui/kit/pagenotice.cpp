#include "ui/kit/pagenotice.h"

#include "ui/kit/theme.h"
#include "ui/kit/words.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr std::chrono::seconds stays{10};
}

PageNotice::PageNotice(QWidget *parent) : QWidget(parent), m_bar(new NoticeBar)
{
    setObjectName(u"pageNotice"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::small, spacing::large, 0);
    layout->addWidget(m_bar);
    m_age.setInterval(stays);
    m_age.setSingleShot(true);
    connect(&m_age, &QTimer::timeout, this, &PageNotice::dismiss);
    hide();
}

void PageNotice::say(NoticeBar::Look look, const QString &sentence)
{
    setVisible(true);
    m_bar->show(look, sentence);
    m_bar->addAction(tr("Dismiss"), [this] { dismiss(); });
    if (look == NoticeBar::Look::Bad)
        m_age.stop();
    else
        m_age.start();
}

void PageNotice::complain(const core::Error &error)
{
    if (const auto sentence = words::message(error); !sentence.isEmpty())
        say(NoticeBar::Look::Bad, sentence);
}

void PageNotice::dismiss()
{
    m_age.stop();
    m_bar->dismiss();
    hide();
}

} // namespace ui
