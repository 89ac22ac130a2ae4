#include "ui/keys/keyfacts.h"

#include "core/base/text.h"
#include "core/domain/keyrules.h"
#include "core/storage/keycache.h"
#include "ui/keys/keyplaces.h"
#include "ui/keys/linkbutton.h"
#include "ui/kit/badge.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/plainlabel.h"

#include <QGridLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int nameWidth = 96;
constexpr int lineHeight = 20;
constexpr int tagPadding = 6;

//! One scope with a hairline around it.
class Tag : public PlainLabel {
public:
    explicit Tag(const QString &scope) : PlainLabel({}, TextRole::Small, Colour::Muted)
    {
        setUntrusted(scope, 64);
        setContentsMargins(tagPadding, 0, tagPadding, 0);
        setFixedHeight(lineHeight);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(tokensFor(palette()).line);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), spacing::hair, spacing::hair);
        painter.end();
        PlainLabel::paintEvent(event);
    }
};

//! "14 Sep 2026 by Owner"
QString dateBy(const QDateTime &time, const QString &person)
{
    const auto by = core::shown(person, 64);
    if (by.isEmpty())
        return words::date(time);
    return time.isValid() ? KeyFacts::tr("%1 by %2").arg(words::date(time), by) : by;
}

//! "23 Jan 2027 (in 64 days)"
QString dateAnd(const QDateTime &time, const QString &distance)
{
    return KeyFacts::tr("%1 (%2)").arg(words::date(time), distance);
}

QString lastUse(const core::Key &key, const QDateTime &now)
{
    if (!key.lastUsed || key.lastUsed->address.isEmpty())
        return words::lastUse(key, now);
    return KeyFacts::tr("%1 from %2").arg(words::lastUse(key, now), core::shown(key.lastUsed->address, 64));
}

//! The contract's word for why a key was revoked, in words for a person; a server's own words as they are.
QString reason(const QString &word)
{
    if (word == core::wordFor(core::RevokeReason::Unused))
        return KeyFacts::tr("No longer needed");
    if (word == core::wordFor(core::RevokeReason::Replaced))
        return KeyFacts::tr("Replaced by another key");
    if (word == core::wordFor(core::RevokeReason::Compromised))
        return KeyFacts::tr("Compromised");
    if (word == core::wordFor(core::RevokeReason::Other))
        return KeyFacts::tr("Another reason");
    return word;
}

} // namespace

StatusBadge::StatusBadge(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StatusBadge::setStatus(words::Shown status)
{
    m_status = status;
    setAccessibleName(words::status(status));
    update();
}

QSize StatusBadge::sizeHint() const
{
    return {110, lineHeight};
}

void StatusBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBadge(painter, rect(), m_status, tokensFor(palette()));
}

ScopeTags::ScopeTags(QWidget *parent) : QWidget(parent)
{
    new FlowLayout(spacing::hair, this);
}

void ScopeTags::setScopes(const QStringList &scopes)
{
    if (scopes == m_scopes)
        return;
    m_scopes = scopes;
    while (auto *item = layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto &scope : scopes)
        layout()->addWidget(new Tag(scope));
    if (scopes.isEmpty())
        layout()->addWidget(new PlainLabel(tr("None noted"), TextRole::Body, PlainLabel::Colour::Muted));
}

KeyFacts::KeyFacts(const core::KeyCache &cache, QWidget *parent)
    : QWidget(parent), m_cache(cache), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(spacing::small);
    m_grid->setVerticalSpacing(spacing::hair);
    m_grid->setColumnMinimumWidth(0, nameWidth);
    m_grid->setColumnStretch(1, 1);
    addText(Organization, tr("Organization"));
    add(Status, tr("Status"), new StatusBadge);
    add(Scopes, tr("Scopes"), new ScopeTags);
    addText(Created, tr("Created"));
    addText(Expires, tr("Expires"));
    addText(LastUsed, tr("Last used"));
    addLink(Replaces, tr("Replaces"));
    addLink(ReplacedBy, tr("Replaced by"));
    addText(Revoked, tr("Revoked"));
    addText(RevokedReason, tr("Reason"));
    addText(Note, tr("Note"));
    addText(RateLimit, tr("Rate limit"));
}

void KeyFacts::add(Fact fact, const QString &name, QWidget *value)
{
    auto *label = new PlainLabel(name, TextRole::Body, PlainLabel::Colour::Muted);
    label->setObjectName(name + u" label"_s);
    label->setMinimumHeight(lineHeight);
    value->setMinimumHeight(lineHeight);
    m_grid->addWidget(label, fact, 0, Qt::AlignTop);
    m_grid->addWidget(value, fact, 1);
    m_names[fact] = label;
    m_values[fact] = value;
}

PlainLabel *KeyFacts::addText(Fact fact, const QString &name)
{
    auto *value = new PlainLabel;
    value->setObjectName(name);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    add(fact, name, value);
    return value;
}

LinkButton *KeyFacts::addLink(Fact fact, const QString &name)
{
    auto *link = new LinkButton;
    link->setObjectName(name);
    link->setAccessibleDescription(name);
    add(fact, name, link);
    connect(link, &QPushButton::clicked, this, [this, link] { Q_EMIT keyWanted(link->property("keyId").toString()); });
    return link;
}

void KeyFacts::setShown(Fact fact, bool shown)
{
    m_names[fact]->setVisible(shown);
    m_values[fact]->setVisible(shown);
}

void KeyFacts::setText(Fact fact, const QString &text, const QString &toolTip)
{
    auto *label = static_cast<PlainLabel *>(m_values[fact]);
    label->setUntrusted(text, 600);
    label->setToolTip(toolTip.toHtmlEscaped());
    setShown(fact, !text.isEmpty());
}

//! To the other key of a rotation, with its hint where both bear one name.
void KeyFacts::setLink(Fact fact, const core::Key &key, qint64 organization, const QString &otherId)
{
    setShown(fact, !otherId.isEmpty());
    if (otherId.isEmpty())
        return;
    auto *link = static_cast<LinkButton *>(m_values[fact]);
    const auto other = m_cache.key(organization, otherId);
    if (!other)
        link->setLabel(tr("a key that is no longer listed"));
    else
        link->setLabel(other->name == key.name ? u"%1 · %2"_s.arg(other->name, other->hint) : other->name);
    link->setEnabled(bool(other));
    link->setProperty("keyId", otherId);
}

void KeyFacts::show(const core::Key &key, const KeyHome &home, const QDateTime &now)
{
    setText(Organization, home.organizationName);
    static_cast<StatusBadge *>(m_values[Status])->setStatus(words::shownStatus(key, now));
    static_cast<ScopeTags *>(m_values[Scopes])->setScopes(key.scopes);
    setText(Created, dateBy(key.createdAt, key.createdBy.name), words::exact(key.createdAt));
    showEnd(key, now);
    setText(LastUsed, lastUse(key, now),
            key.lastUsed ? words::exact(key.lastUsed->at) + u'\n' + core::shown(key.lastUsed->userAgent, 200)
                         : QString());
    setText(Note, key.note);
    setText(RateLimit, key.rateLimitPerMinute > 0 ? tr("%1 requests a minute").arg(key.rateLimitPerMinute) : QString());
    setLink(Replaces, key, home.organization, key.replaces);
    setLink(ReplacedBy, key, home.organization, key.replacedBy);
    setText(Revoked,
            key.revokedAt.isValid() ? dateBy(key.revokedAt, key.revokedBy ? key.revokedBy->name : QString())
                                    : QString(),
            words::exact(key.revokedAt));
    setText(RevokedReason, reason(key.revokedReason));
}

void KeyFacts::showEnd(const core::Key &key, const QDateTime &now)
{
    const bool revoked = key.revokedAt.isValid();
    const auto end = revoked ? key.expiresAt : words::end(key, now);
    const bool retires = !revoked && end.isValid() && end == key.retiresAt && end != key.expiresAt;
    static_cast<PlainLabel *>(m_values[Expires])
        ->setColour(core::keyrules::expiresSoon(key, now) ? PlainLabel::Colour::Warning : PlainLabel::Colour::Text);
    m_names[Expires]->setText(!retires ? tr("Expires") : end > now ? tr("Retires") : tr("Retired"));
    if (!end.isValid())
        setText(Expires, tr("Never"));
    else if (revoked)
        setText(Expires, words::date(end), words::exact(end));
    else
        setText(Expires, dateAnd(end, words::shortExpiry(key, now)), words::exact(end));
}

} // namespace ui
