#include "ui/keys/keyinspector.h"

#include "core/domain/activity.h"
#include "ui/keys/keyfacts.h"
#include "ui/keys/keylist.h"
#include "ui/keys/keyuse.h"
#include "ui/keys/snippetview.h"
#include "ui/kit/button.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/quantity.h"
#include "ui/kit/theme.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

KeyInspector::KeyInspector(const core::KeyCache &cache, core::Usage &usage, KeyAdditionMaker makeAddition,
                           QWidget *parent)
    : DetailsPanel(parent), m_cache(cache), m_usage(usage), m_makeAddition(std::move(makeAddition))
{
    setObjectName(u"inspector"_s);
    showNothing();
}

void KeyInspector::build()
{
    if (m_buttons)
        return;
    m_buttons = new QWidget;
    m_facts = new KeyFacts(m_cache);
    m_useLine = new HairLine;
    m_use = new KeyUse(m_usage, m_cache);
    m_line = new HairLine;
    m_snippets = new SnippetView;
    addActions();
    addAboveSentence(m_buttons);
    if (m_makeAddition) {
        m_addition = m_makeAddition();
        addAboveSentence(m_addition);
    }
    for (QWidget *part : std::initializer_list<QWidget *>{m_facts, m_useLine, m_use, m_line, m_snippets})
        addPart(part);
    connect(m_facts, &KeyFacts::keyWanted, this, &KeyInspector::keyWanted);
    connect(m_use, &KeyUse::narrowWanted, this, &KeyInspector::narrowWanted);
}

void KeyInspector::addActions()
{
    auto *flow = new FlowLayout(spacing::small, m_buttons);
    addAction(Action::RetireNow, tr("Retire now"), flow);
    addAction(Action::Rotate, tr("Rotate…"), flow);
    addAction(Action::Edit, tr("Edit…"), flow);
    addAction(Action::Enable, tr("Enable"), flow);
    addAction(Action::Disable, tr("Disable"), flow);
    addAction(Action::Clone, tr("Clone…"), flow);
    addAction(Action::Revoke, tr("Revoke…"), flow, true);
}

void KeyInspector::addAction(Action action, const QString &text, QLayout *layout, bool danger)
{
    auto *button = new Button(text, danger ? Button::Look::DangerText : Button::Look::Plain);
    layout->addWidget(button);
    m_actions[action] = button;
    connect(button, &QPushButton::clicked, this, [this, action] { Q_EMIT wanted(action); });
}

void KeyInspector::offer(Action action, bool offered)
{
    m_actions.at(action)->setVisible(offered);
}

void KeyInspector::setPlace(const KeyHome &place)
{
    m_place = place;
}

void KeyInspector::showNothing()
{
    m_shown = {};
    setHeading({}, {});
    setSentence(tr("Select a key to see what it may do, when it was last used, and how to use it."));
    if (!m_buttons)
        return;
    for (QWidget *part : std::initializer_list<QWidget *>{m_buttons, m_facts, m_useLine, m_use, m_line, m_snippets})
        part->hide();
    if (m_addition != nullptr)
        m_addition->hide();
}

void KeyInspector::showKey(const core::Key &key, const QDateTime &now)
{
    build();
    if (m_shown != std::pair(m_place.organization, key.id))
        scrollToTop();
    m_shown = {m_place.organization, key.id};
    setHeading(key.name, key.hint);
    bool any = false;
    for (const auto &[action, button] : m_actions) {
        const bool offered = keypermissions::isOffered(action, key, m_place.standing, now);
        offer(action, offered);
        any = any || offered;
    }
    m_buttons->setVisible(any);
    setSentence(keypermissions::refusal(key, m_place.standing));
    m_facts->show(key, m_place, now);
    m_facts->setVisible(true);
    m_use->show(m_place.organization, key, m_place.standing, now);
    for (QWidget *part : std::initializer_list<QWidget *>{m_useLine, m_use, m_line})
        part->setVisible(true);
    const bool isAdded = m_addition != nullptr && m_addition->showKey(key);
    if (m_addition != nullptr)
        m_addition->setVisible(isAdded);
    snippets::Subject subject{key, m_place.gateway, m_place.profile};
    if (isAdded)
        m_addition->tellUse(key, subject);
    m_snippets->show(subject);
    m_snippets->setVisible(true);
}

void KeyInspector::showMany(int count, const Suited &suited)
{
    build();
    m_shown = {};
    setHeading(tr("%1 selected").arg(quantity::keys(count)), {});
    qsizetype most = 0;
    for (const auto &[action, button] : m_actions) {
        const bool together = action == Action::Revoke || action == Action::Disable || action == Action::Enable;
        const auto fitting = together ? suited(action) : 0;
        offer(action, fitting > 0);
        most = qMax(most, fitting);
    }
    m_buttons->setVisible(most > 0);
    if (count > KeyList::mostAtOnce)
        setSentence(tr("At most %1 can be changed at once.").arg(quantity::keys(KeyList::mostAtOnce)));
    else if (most == 0)
        setSentence(tr("There is nothing that can be done with these keys at once."));
    else if (most < count)
        setSentence(tr("What suits only some of these keys is done with those; the others stay as they are."));
    else
        setSentence({});
    for (QWidget *part : std::initializer_list<QWidget *>{m_facts, m_useLine, m_use, m_line, m_snippets})
        part->hide();
    if (m_addition != nullptr)
        m_addition->hide();
}

void KeyInspector::focusFirst()
{
    if (!m_buttons)
        return;
    for (const auto action : {Action::RetireNow, Action::Rotate, Action::Edit, Action::Enable, Action::Clone}) {
        if (auto *button = m_actions.at(action); button->isVisibleTo(this)) {
            button->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    if (m_snippets->isVisibleTo(this))
        m_snippets->setFocus(Qt::OtherFocusReason);
}

} // namespace ui
