#include "ui/overview/attentionpanel.h"

#include "ui/kit/words.h"
#include "ui/overview/attentionwords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

using core::attention::Concern;
using Deed = AttentionPanel::Deed;
using Action = keypermissions::Action;

Deed deedFor(Concern concern)
{
    switch (concern) {
    case Concern::CalledWhileRetiring: return Deed::ShowCallers;
    case Concern::RefusedOften: return Deed::ShowRefusals;
    case Concern::ExpiresSoon:
    case Concern::OlderThanPolicy: return Deed::Rotate;
    case Concern::Idle: return Deed::Revoke;
    case Concern::UnusedScopes: return Deed::Narrow;
    case Concern::NeverExpires: break;
    }
    return Deed::SetExpiry;
}

const QString tokenLine = u"token "_s; //!< begins the id of a line; a key's begins with a number

//! Whether the person may do that; looking is free.
bool isAllowed(Deed deed, const core::Key &key, const core::Standing &standing, const QDateTime &now)
{
    switch (deed) {
    case Deed::ShowKey:
    case Deed::ShowCallers:
    case Deed::ShowRefusals: return true;
    case Deed::Rotate: return keypermissions::isOffered(Action::Rotate, key, standing, now);
    case Deed::Revoke: return keypermissions::isOffered(Action::Revoke, key, standing, now);
    case Deed::Narrow:
    case Deed::SetExpiry: break;
    }
    return keypermissions::isOffered(Action::Edit, key, standing, now);
}

} // namespace

AttentionPanel::AttentionPanel(QWidget *parent) : FactPanel(tr("Needs attention"), parent)
{
    setObjectName(QStringLiteral("attention"));
    connect(this, &FactPanel::acted, this, [this](const QString &id, int) { act(id); });
}

void AttentionPanel::showConcerns(const core::ConcernList &list, const KeyHomes &homeOf, const QDateTime &now)
{
    m_rows.clear();
    QList<Line> lines;
    for (const core::ConcernedKey &each : list.keys) {
        const KeyHome home = homeOf(each.organization);
        const Concern concern = each.concerns.first();
        const Deed wished = deedFor(concern);
        const bool allowed = isAllowed(wished, each.key, home.standing, now);
        const QString id = u"%1 %2"_s.arg(each.organization).arg(each.key.id);
        m_rows.append({id, each, allowed ? wished : Deed::ShowKey});
        lines.append({.id = id,
                      .tint = attentionwords::tint(concern),
                      .name = each.key.name,
                      .fact = home.naming(attentionwords::sentence(each, home.policy, now)),
                      .actions = {allowed ? attentionwords::action(concern) : tr("Show key")}});
    }
    lines += tokenLines(now);
    setLines(lines);
    QStringList remarks;
    if (lines.isEmpty())
        remarks += tr("No key needs attention.");
    else if (list.more)
        remarks += tr("There are more: the Keys page filters by what expires soon, retires or is idle and sorts by "
                      "expiry; the Rotations page lists what is too old.");
    if (list.isUseSampled)
        remarks += tr("Whether a key is refused often, still called while it retires, or can do more than it uses is "
                      "judged only for the keys called or refused most recently.");
    setRemark(remarks.join(u' '));
}

void AttentionPanel::setTokens(const QList<core::UsedToken> &tokens)
{
    m_tokens = tokens;
}

QList<FactPanel::Line> AttentionPanel::tokenLines(const QDateTime &now) const
{
    QList<Line> lines;
    for (const core::UsedToken &token : m_tokens)
        lines.append({.id = tokenLine + token.accountId,
                      .tint = Pill::Tint::Warning,
                      .name = tr("Your personal token at %1").arg(token.server),
                      .fact = tr("used %1; it may do all that you may").arg(words::relative(token.usedAt, now)),
                      .actions = {tr("End token…")}});
    return lines;
}

void AttentionPanel::showTrouble(const QString &sentence)
{
    m_rows.clear();
    setLines({});
    setRemark(sentence);
}

void AttentionPanel::act(const QString &id)
{
    const auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &each) { return each.id == id; });
    if (row != m_rows.end())
        Q_EMIT wanted(row->deed, core::ConcernedKey(row->concerned));
    for (const core::UsedToken &token : std::as_const(m_tokens)) {
        if (id == tokenLine + token.accountId) {
            Q_EMIT tokenEndWanted(core::UsedToken(token));
            return; // what was wanted may have shown other tokens
        }
    }
}

} // namespace ui
