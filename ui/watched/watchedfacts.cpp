#include "ui/watched/watchedfacts.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/services/watched/watchedkeys.h"
#include "ui/kit/button.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/plainlabel.h"
#include "ui/watched/checkresult.h"
#include "ui/watched/providerpage.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

WatchedFacts::WatchedFacts(const WatchContext &context, QWidget *parent)
    : KeyAddition(parent),
      m_context(context),
      m_provider(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_kept(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_warning(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Warning)),
      m_result(new CheckResult),
      m_check(new Button(tr("Check now…"))),
      m_page(new ProviderPage(context.openPage)),
      m_goOn(new Button(tr("Go on with the rotation…"), Button::Look::Primary))
{
    setObjectName(u"watchedFacts"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(spacing::small);
    auto *buttons = new QWidget;
    auto *flow = new FlowLayout(spacing::small, buttons);
    for (QWidget *button : std::initializer_list<QWidget *>{m_goOn, m_check, m_page})
        flow->addWidget(button);
    column->addWidget(buttons);
    for (auto *label : {m_provider, m_kept, m_warning}) {
        label->setWordWrap(true);
        column->addWidget(label);
    }
    column->addWidget(m_result);
    connect(m_check, &QPushButton::clicked, this, [this] { Q_EMIT checkWanted(m_keyId); });
    connect(m_goOn, &QPushButton::clicked, this, [this] { Q_EMIT rotationWanted(m_keyId); });
    connect(&m_context.keys, &core::WatchedKeys::changed, this, [this] {
        if (isVisible())
            read();
    });
}

bool WatchedFacts::showKey(const core::Key &key)
{
    m_keyId = key.id;
    read();
    return bool(watchedPlace(m_context.keys, key.id));
}

//! As it is checked.
void WatchedFacts::tellUse(const core::Key &key, snippets::Subject &subject) const
{
    const auto place = watchedPlace(m_context.keys, key.id);
    if (!place)
        return;
    const auto call = core::watching::probeUrl(place->organization, place->kind.probe);
    subject.gateway = place->organization.address;
    subject.path = call.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::FullyEncoded);
    subject.header = place->kind.header;
    subject.headerValue = place->kind.headerValue;
}

void WatchedFacts::read()
{
    const auto place = watchedPlace(m_context.keys, m_keyId);
    if (!place)
        return;
    const auto &key = place->key;
    const bool isLive = !key.endedAt.isValid();
    m_provider->setText(
        tr("%1, %2, at %3.")
            .arg(place->provider.name, place->kind.name, core::shown(place->organization.address.toString(), 100)));
    m_kept->setText(!isLive          ? tr("Marked as ended here; its secret is not kept.")
                    : key.secretKept ? tr("Its secret is in the keychain.")
                                     : tr("Only its fingerprint is kept."));
    m_warning->setText(place->kind.warning);
    m_warning->setVisible(isLive && !place->kind.warning.isEmpty());
    m_check->setVisible(isLive);
    m_page->setAddress(place->dashboard());
    m_goOn->setVisible(isLive && !key.replacedBy.isEmpty());
    m_result->setVisible(key.lastCheck.has_value());
    if (key.lastCheck)
        m_result->show(*key.lastCheck, *place, m_context.clock.now());
}

} // namespace ui
