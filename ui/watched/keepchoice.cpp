#include "ui/watched/keepchoice.h"

#include "ui/kit/flowlayout.h"
#include "ui/kit/theme.h"

#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace ui {

KeepChoice::KeepChoice(bool keepsSecret, QWidget *parent)
    : QWidget(parent), m_secret(new QRadioButton(tr("Keep the secret in the keychain")))
{
    auto *fingerprint = new QRadioButton(tr("Keep only its fingerprint"));
    m_secret->setObjectName(u"keepSecret"_s);
    fingerprint->setObjectName(u"keepFingerprint"_s);
    fingerprint->setToolTip(tr("The key can be recognized, and is asked for again where it is to be checked"));
    fingerprint->setAccessibleDescription(fingerprint->toolTip());
    (keepsSecret ? m_secret : fingerprint)->setChecked(true);
    auto *flow = new FlowLayout(spacing::medium, this);
    flow->addWidget(m_secret);
    flow->addWidget(fingerprint);
}

bool KeepChoice::keepsSecret() const
{
    return m_secret->isChecked();
}

} // namespace ui
