#include "ui/keys/revokefacts.h"

#include "core/base/text.h"
#include "ui/kit/badge.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"

#include <QGridLayout>
#include <QPainter>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int recentDays = 7;
constexpr int lineHeight = 20;

//! The key's scopes as tags on one line; all of them are in the tool tip and in what screen readers say.
class ScopeLine : public QWidget {
public:
    explicit ScopeLine(const QStringList &scopes)
    {
        for (const auto &scope : scopes)
            m_scopes += core::shown(scope, 64);
        setAccessibleName(m_scopes.join(u", "_s));
        setToolTip(Qt::convertFromPlainText(core::shown(m_scopes.join(u", "_s)), Qt::WhiteSpaceNormal));
        setFixedHeight(lineHeight);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintTags(painter, rect(), m_scopes, tokensFor(palette()));
    }

private:
    QStringList m_scopes;
};

QString lastUse(const core::Key &key, const QDateTime &now)
{
    if (!key.lastUsed || key.lastUsed->address.isEmpty())
        return words::lastUse(key, now);
    return RevokeFacts::tr("%1, from %2").arg(words::lastUse(key, now), core::shown(key.lastUsed->address, 64));
}

} // namespace

RevokeFacts::RevokeFacts(const core::Key &key, const QDateTime &now, QWidget *parent)
    : Panel(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(spacing::medium, spacing::medium, spacing::medium, spacing::medium);
    m_grid->setHorizontalSpacing(spacing::large);
    m_grid->setVerticalSpacing(spacing::hair);
    m_grid->setColumnStretch(1, 1);
    addRow(tr("Last used"), lastUse(key, now));
    addScopes(key.scopes);
    addRow(tr("Created"), tr("%1 by %2").arg(words::date(key.createdAt), core::shown(key.createdBy.name, 64)));
    addRow(tr("Id"), key.id);
}

void RevokeFacts::addRow(const QString &label, const QString &value)
{
    const int row = m_grid->rowCount();
    m_grid->setRowMinimumHeight(row, lineHeight);
    m_grid->addWidget(new PlainLabel(label, TextRole::Body, PlainLabel::Colour::Muted), row, 0);
    auto *text = new PlainLabel;
    text->setUntrusted(value, 140);
    // One long word must not widen the whole dialog. What wraps the words makes the height depend on the width: last.
    text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    text->setWordWrap(true);
    m_grid->addWidget(text, row, 1);
}

void RevokeFacts::addScopes(const QStringList &scopes)
{
    const int row = m_grid->rowCount();
    m_grid->addWidget(new PlainLabel(tr("Scopes"), TextRole::Body, PlainLabel::Colour::Muted), row, 0);
    m_grid->addWidget(new ScopeLine(scopes), row, 1);
}

bool wasUsedRecently(const core::Key &key, const QDateTime &now)
{
    return key.lastUsed && key.lastUsed->at >= now.addDays(-recentDays);
}

} // namespace ui
