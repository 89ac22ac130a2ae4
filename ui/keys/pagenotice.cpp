#include "ui/keys/pagenotice.h"

#include "ui/kit/words.h"

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr std::chrono::seconds stays{10};
}

PageNotice::PageNotice(QWidget *parent) : NoticeBar(parent)
{
    setObjectName(u"pageNotice"_s);
    m_age.setInterval(stays);
    m_age.setSingleShot(true);
    connect(&m_age, &QTimer::timeout, this, &NoticeBar::dismiss);
}

void PageNotice::say(Look look, const QString &sentence)
{
    show(look, sentence);
    addAction(tr("Dismiss"), [this] { dismiss(); });
    if (look == Look::Bad)
        m_age.stop();
    else
        m_age.start();
}

void PageNotice::complain(const core::Error &error)
{
    if (const auto sentence = words::message(error); !sentence.isEmpty())
        say(Look::Bad, sentence);
}

} // namespace ui
