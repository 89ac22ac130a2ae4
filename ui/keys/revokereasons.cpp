#include "ui/keys/revokereasons.h"

#include "core/domain/keyrules.h"
#include "ui/kit/field.h"
#include "ui/kit/theme.h"

#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

RevokeReasons::RevokeReasons(QWidget *parent)
    : QWidget(parent), m_reason(new QComboBox(this)), m_note(new QLineEdit(this))
{
    using core::RevokeReason;
    const auto add = [this](const QString &words, RevokeReason reason) { m_reason->addItem(words, int(reason)); };
    add(tr("No longer needed"), RevokeReason::Unused);
    add(tr("Replaced"), RevokeReason::Replaced);
    add(tr("Compromised"), RevokeReason::Compromised);
    add(tr("Other"), RevokeReason::Other);
    m_reason->setObjectName(u"reason"_s);
    m_note->setObjectName(u"note"_s);
    m_note->setMaxLength(core::keyrules::longestNote);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing::medium);
    layout->addWidget(new Field(tr("Reason"), m_reason));
    layout->addWidget(new Field(tr("Note"), m_note, tr("Optional: kept with the key's history.")));
    setFocusProxy(m_reason);
}

core::RevokeReason RevokeReasons::reason() const
{
    return static_cast<core::RevokeReason>(m_reason->currentData().toInt());
}

QString RevokeReasons::note() const
{
    return m_note->text().trimmed();
}

} // namespace ui
