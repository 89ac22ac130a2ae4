#include "ui/watched/providerpage.h"

#include "core/base/text.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

ProviderPage::ProviderPage(const core::PageOpener &open, QWidget *parent)
    : QWidget(parent),
      m_open(open),
      m_button(new Button(tr("Open provider's page"))),
      m_line(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Warning))
{
    m_button->setAutoDefault(false);
    m_line->setWordWrap(true);
    m_line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_line->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(spacing::hair);
    column->addWidget(m_button, 0, Qt::AlignLeft);
    column->addWidget(m_line);
    connect(m_button, &QPushButton::clicked, this, &ProviderPage::open);
}

void ProviderPage::setAddress(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    m_address = url.isValid() && url.scheme() == "https"_L1 ? url : QUrl();
    m_button->setToolTip(core::shown(m_address.toString(), 200).toHtmlEscaped());
    m_line->hide();
    setVisible(!m_address.isEmpty());
}

void ProviderPage::open()
{
    const bool opened = m_open(m_address);
    m_line->setText(tr("No browser could be opened. The page is %1").arg(core::shown(m_address.toString(), 200)));
    m_line->setVisible(!opened);
}

} // namespace ui
