#include "ui/keys/keyinspector.h"

#include "core/base/text.h"
#include "ui/keys/flowlayout.h"
#include "ui/keys/keyfacts.h"
#include "ui/keys/keylist.h"
#include "ui/keys/snippetview.h"
#include "ui/kit/button.h"
#include "ui/kit/icons.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int padding = 18;

//! A hairline between two parts.
class Line : public QWidget {
public:
    Line() { setFixedHeight(1); }

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), tokensFor(palette()).line); }
};

QFont hintFont()
{
    auto font = fontFor(TextRole::Fixed);
    font.setPixelSize(12);
    return font;
}

} // namespace

KeyInspector::KeyInspector(const core::KeyCache &cache, QWidget *parent)
    : QWidget(parent),
      m_cache(cache),
      m_heading(new PlainLabel({}, TextRole::DialogTitle)),
      m_hint(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_sentence(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_close(new Button({}))
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Details"));
    setFixedWidth(panelWidth);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_heading->setObjectName(u"inspectorName"_s);
    m_heading->setWordWrap(true);
    m_heading->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_hint->setFont(hintFont());
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->setObjectName(u"inspectorSentence"_s);
    m_sentence->setWordWrap(true);
    m_close->setObjectName(u"closeDetails"_s);
    m_close->setAccessibleName(tr("Close details"));
    m_close->setToolTip(tr("Close details"));
    m_close->setIcon(icon(Symbol::Close));
    m_close->setFlat(true);
    m_close->setFixedSize(28, 28);
    m_close->hide();

    auto *content = new QWidget;
    m_content = new QVBoxLayout(content);
    m_content->setContentsMargins(padding, padding, padding, padding);
    m_content->setSpacing(spacing::medium);
    auto *top = new QHBoxLayout;
    auto *names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(m_heading);
    names->addWidget(m_hint);
    top->addLayout(names, 1);
    top->addWidget(m_close, 0, Qt::AlignTop);
    m_content->addLayout(top);
    m_content->addWidget(m_sentence);
    m_content->addStretch(1);

    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setBackgroundRole(QPalette::Base);
    content->setBackgroundRole(QPalette::Base);
    scroll->setWidget(content);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(1, 0, 0, 0); // the line at the left edge
    whole->addWidget(scroll);

    connect(m_close, &QPushButton::clicked, this, &KeyInspector::closeWanted);
    showNothing();
}

void KeyInspector::build()
{
    if (m_buttons)
        return;
    m_buttons = new QWidget;
    m_facts = new KeyFacts(m_cache);
    m_line = new Line;
    m_snippets = new SnippetView;
    addActions();
    m_content->insertWidget(m_content->indexOf(m_sentence), m_buttons);
    for (QWidget *part : std::initializer_list<QWidget *>{m_facts, m_line, m_snippets})
        m_content->insertWidget(m_content->count() - 1, part);
    connect(m_facts, &KeyFacts::keyWanted, this, &KeyInspector::keyWanted);
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

void KeyInspector::setPlace(const Place &place)
{
    m_place = place;
}

void KeyInspector::setHeading(const QString &heading, const QString &hint)
{
    m_heading->setUntrusted(heading, 100);
    m_heading->setVisible(!heading.isEmpty());
    m_hint->setUntrusted(hint, 64);
    m_hint->setVisible(!hint.isEmpty());
}

void KeyInspector::showSelected(int count, const QList<core::Key> &keys, const QDateTime &now)
{
    if (count == 0)
        showNothing();
    else if (count == 1 && keys.size() == 1)
        showKey(keys.first(), now);
    else
        showMany(count, keys, now);
}

void KeyInspector::showNothing()
{
    setHeading({}, {});
    m_sentence->setText(tr("Select a key to see what it may do, when it was last used, and how to use it."));
    m_sentence->setVisible(true);
    if (!m_buttons)
        return;
    for (QWidget *part : std::initializer_list<QWidget *>{m_buttons, m_facts, m_line, m_snippets})
        part->hide();
}

void KeyInspector::showKey(const core::Key &key, const QDateTime &now)
{
    build();
    setHeading(key.name, key.hint);
    bool any = false;
    for (const auto &[action, button] : m_actions) {
        const bool offered = keypermissions::isOffered(action, key, m_place.person, now);
        offer(action, offered);
        any = any || offered;
    }
    m_buttons->setVisible(any);
    const auto refusal = keypermissions::refusal(key, m_place.person);
    m_sentence->setText(refusal);
    m_sentence->setVisible(!refusal.isEmpty());
    m_facts->show(key, now);
    m_facts->setVisible(true);
    m_line->setVisible(true);
    m_snippets->show({key, m_place.gateway, m_place.profile});
    m_snippets->setVisible(true);
}

void KeyInspector::showMany(int count, const QList<core::Key> &keys, const QDateTime &now)
{
    build();
    setHeading(tr("%1 selected").arg(quantity::keys(count)), {});
    qsizetype most = 0;
    for (const auto &[action, button] : m_actions) {
        const bool together = action == Action::Revoke || action == Action::Disable || action == Action::Enable;
        const auto suited = together ? keypermissions::among(keys, action, m_place.person, now).size() : 0;
        offer(action, suited > 0);
        most = qMax(most, suited);
    }
    m_buttons->setVisible(most > 0);
    if (count > KeyList::mostAtOnce)
        m_sentence->setText(tr("At most %1 can be changed at once.").arg(quantity::keys(KeyList::mostAtOnce)));
    else if (most == 0)
        m_sentence->setText(tr("There is nothing that can be done with these keys at once."));
    else
        m_sentence->setText(tr("What suits only some of these keys is done with those; the others stay as they are."));
    m_sentence->setVisible(count > KeyList::mostAtOnce || most < count);
    for (QWidget *part : std::initializer_list<QWidget *>{m_facts, m_line, m_snippets})
        part->hide();
}

void KeyInspector::setClosable(bool closable)
{
    m_close->setVisible(closable);
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

void KeyInspector::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    QPainter(this).fillRect(QRect(0, 0, 1, height()), tokensFor(palette()).line);
}

void KeyInspector::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeWanted();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ui
