#include "ui/activity/eventinspector.h"

#include "ui/activity/eventwords.h"
#include "ui/kit/button.h"
#include "ui/kit/fittedtext.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/plainlabel.h"

#include <QGridLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int nameWidth = 84;
constexpr qsizetype longest = 1000;
} // namespace

EventInspector::EventInspector(QWidget *parent) : DetailsPanel(parent)
{
    setObjectName(u"eventInspector"_s);
    build();
    showNothing();
}

void EventInspector::build()
{
    m_buttons = new QWidget;
    auto *flow = new FlowLayout(spacing::small, m_buttons);
    const auto add = [flow](const QString &text) {
        auto *button = new Button(text);
        flow->addWidget(button);
        return button;
    };
    m_onlyKey = add(tr("Only this key"));
    m_onlyAddress = add(tr("Only this address"));
    m_showKey = add(tr("Show the key"));
    m_showNewKey = add(tr("Show the new key"));
    addAboveSentence(m_buttons);
    m_facts = new QWidget;
    m_grid = new QGridLayout(m_facts);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(spacing::small);
    m_grid->setVerticalSpacing(spacing::hair + 2);
    m_grid->setColumnMinimumWidth(0, nameWidth);
    m_grid->setColumnStretch(1, 1);
    addPart(m_facts);
    connect(m_onlyKey, &QPushButton::clicked, this, [this] { Q_EMIT onlyKeyWanted(m_event->key->id); });
    connect(m_onlyAddress, &QPushButton::clicked, this, [this] { Q_EMIT onlyAddressWanted(m_event->address); });
    connect(m_showKey, &QPushButton::clicked, this, [this] { Q_EMIT keyWanted(m_event->key->id); });
    connect(m_showNewKey, &QPushButton::clicked, this, [this] { Q_EMIT keyWanted(m_event->detail); });
}

void EventInspector::showParts(bool shown)
{
    m_buttons->setVisible(shown);
    m_facts->setVisible(shown);
}

void EventInspector::showNothing()
{
    m_event.reset();
    setHeading({}, {});
    setSentence(tr("Select an event to see who did what, from where, and how it was answered."));
    showParts(false);
}

void EventInspector::showLoading()
{
    m_event.reset();
    setHeading({}, {});
    setSentence(tr("Loading this event…"));
    showParts(false);
}

void EventInspector::showEvent(const core::ActivityEvent &event)
{
    if (m_event == event)
        return;
    m_event = event;
    scrollToTop();
    setHeading(eventwords::kind(event.kind), eventwords::exactTime(event.at));
    setSentence({});
    m_onlyKey->setVisible(event.key.has_value());
    m_showKey->setVisible(event.key.has_value());
    m_showNewKey->setVisible(event.kind == core::EventKind::KeyRotated && !event.detail.isEmpty());
    m_onlyAddress->setVisible(!event.address.isEmpty());
    setFacts(event);
    showParts(true);
    m_buttons->setVisible(event.key || !event.address.isEmpty());
}

void EventInspector::setFacts(const core::ActivityEvent &event)
{
    m_used = 0;
    addFact(tr("Key"), event.key ? event.key->name : QString());
    addFact(tr("Hint"), event.key ? event.key->hint : QString());
    // A request's actor is its key, which stands above.
    addFact(tr("By"), event.actor.kind == core::EventActor::Kind::User ? event.actor.name : QString());
    addFact(tr("Method"), event.method);
    addFact(tr("Path"), event.path);
    addFact(tr("Scope"), event.scope);
    addFact(tr("Status"), eventwords::status(event));
    addFact(tr("Code"), event.code);
    addFact(tr("Address"), event.address);
    addFact(tr("Agent"), event.userAgent);
    addFact(tr("Detail"), event.kind == core::EventKind::KeyRotated ? QString() : event.detail);
    for (qsizetype line = m_used; line < m_lines.size(); ++line) {
        m_lines[line].name->hide();
        m_lines[line].value->hide();
    }
}

//! Lines are made when they are first needed, and taken again for the next event.
void EventInspector::addFact(const QString &name, const QString &value)
{
    if (value.isEmpty())
        return;
    if (m_used == m_lines.size()) {
        const Fact fact{new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted), new FittedText};
        fact.value->setFrameShape(QFrame::NoFrame);
        fact.value->setFocusPolicy(Qt::ClickFocus); // ten more stops of Tab would be too many
        m_grid->addWidget(fact.name, static_cast<int>(m_used), 0, Qt::AlignTop);
        m_grid->addWidget(fact.value, static_cast<int>(m_used), 1);
        m_lines += fact;
    }
    const auto &line = m_lines.at(m_used++);
    line.name->setText(name);
    line.value->setObjectName(name);
    line.value->setAccessibleName(name);
    line.value->setUntrusted(value, longest);
    line.name->show();
    line.value->show();
}

void EventInspector::focusFirst()
{
    for (auto *button : {m_onlyKey, m_onlyAddress, m_showKey}) {
        if (button->isVisibleTo(this)) {
            button->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

} // namespace ui
