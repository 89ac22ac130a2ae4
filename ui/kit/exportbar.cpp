#include "ui/kit/exportbar.h"

#include "core/base/text.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QProgressBar>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int steps = 1000;
constexpr int barWidth = 180;
} // namespace

ExportBar::ExportBar(QWidget *parent)
    : QWidget(parent), m_words(new PlainLabel), m_bar(new QProgressBar), m_cancel(new Button(tr("Cancel")))
{
    setObjectName(u"exportBar"_s);
    m_bar->setAccessibleName(tr("Export progress"));
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(barWidth, 8);
    m_cancel->setAccessibleName(tr("Cancel export"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::small, spacing::large, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_bar);
    layout->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_run)
            m_run->cancel();
    });
    hide();
}

void ExportBar::follow(ExportRun *run, qint64 expected)
{
    run->setParent(this);
    m_run = run;
    m_expected = expected;
    m_fileName = core::shown(QFileInfo(run->fileName()).fileName(), 100);
    m_bar->setRange(0, expected > 0 ? steps : 0);
    m_cancel->setEnabled(true);
    showProgress(0);
    show();
    connect(run, &ExportRun::progressed, this, &ExportBar::showProgress);
    connect(run, &ExportRun::finishing, m_cancel, [this] { m_cancel->setEnabled(false); });
    core::whenDone(run->start(), this, [this](const core::Result<qint64> &written) { finish(written); });
}

void ExportBar::showProgress(qint64 written)
{
    m_words->setText(tr("Exporting to %1: %2 so far").arg(m_fileName, quantity::number(written)));
    if (m_expected > 0)
        m_bar->setValue(static_cast<int>(std::min<qint64>(steps, steps * written / m_expected)));
}

void ExportBar::finish(const core::Result<qint64> &written)
{
    m_run->deleteLater();
    m_run = nullptr;
    hide();
    if (written)
        Q_EMIT succeeded(*written, m_fileName);
    else if (written.error().kind == core::Error::Kind::Cancelled)
        Q_EMIT cancelled(m_fileName);
    else
        Q_EMIT failed(written.error(), m_fileName);
}

} // namespace ui
