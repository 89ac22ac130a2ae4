#include "ui/keys/keyuse.h"

#include "core/base/text.h"
#include "core/domain/attention.h"
#include "core/services/usage.h"
#include "core/storage/keycache.h"
#include "ui/keys/keypermissions.h"
#include "ui/kit/button.h"
#include "ui/kit/chart.h"
#include "ui/kit/detailspanel.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"
#include "ui/kit/words.h"

#include <QVBoxLayout>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int daysShown = core::attention::observedDays;
constexpr qint64 day = 24 * 3600;
constexpr std::chrono::milliseconds moment{250};
constexpr std::chrono::minutes holds{1};
constexpr qsizetype mostCallers = 3;
constexpr int longestLife = 12;

//! Whole days in UTC, from the one that 30 days ago lies in, as the list of who calls has it, to the one under way:
//! what stands beside each other adds up.
core::UsageQuestion callsOf(qint64 organization, const QString &keyId, const QDateTime &now)
{
    const auto since = QDateTime::fromSecsSinceEpoch((now.toSecsSinceEpoch() / day - daysShown) * day, Qt::UTC);
    return {organization, keyId, core::UsageBucket::Day, since, now};
}

//! \a rest: the requests that are in none of \a shares.
QString named(const QList<core::UsageShare> &shares, qint64 rest)
{
    QStringList lines;
    for (const auto &share : shares.first(std::min(shares.size(), mostCallers)))
        lines.append(KeyUse::tr("%1 · %2").arg(share.name, quantity::number(share.count)));
    if (shares.size() > mostCallers)
        lines.append(KeyUse::tr("and %1 more").arg(shares.size() - mostCallers));
    if (rest > 0)
        lines.append(KeyUse::tr("and others · %1").arg(quantity::number(rest)));
    return lines.join(u'\n');
}

//! As far from what it parts as the panel's own lines.
void addLine(QVBoxLayout &layout)
{
    layout.addSpacing(spacing::hair);
    layout.addWidget(new HairLine);
    layout.addSpacing(spacing::hair);
}

} // namespace

KeyUse::KeyUse(core::Usage &usage, const core::KeyCache &cache, QWidget *parent)
    : QWidget(parent),
      m_usage(usage),
      m_cache(cache),
      m_calls(new QWidget(this)),
      m_chart(new Chart(tr("Requests, last %1 days").arg(daysShown), Chart::Axes::Time)),
      m_narrow(new Button(tr("Narrow scopes…")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::small);
    layout->addWidget(m_calls);
    buildCalls();
    layout->addWidget(new PlainLabel(tr("Life"), TextRole::SectionLabel, PlainLabel::Colour::Muted));
    m_life = addText(this, u"keyLife"_s);
    m_stays.setSingleShot(true);
    m_stays.setInterval(moment);
    connect(&m_stays, &QTimer::timeout, this, &KeyUse::read);
    connect(m_narrow, &QPushButton::clicked, this, [this] { Q_EMIT narrowWanted(m_key, m_used); });
}

void KeyUse::buildCalls()
{
    auto *layout = new QVBoxLayout(m_calls);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::small);
    layout->addWidget(new PlainLabel(m_chart->accessibleName(), TextRole::SectionLabel, PlainLabel::Colour::Muted));
    m_chart->setObjectName(u"keyCalls"_s);
    m_chart->setFixedHeight(84);
    layout->addWidget(m_chart);
    m_sum = addText(m_calls, u"keySum"_s);
    addLine(*layout);
    layout->addWidget(new PlainLabel(tr("Who calls"), TextRole::SectionLabel, PlainLabel::Colour::Muted));
    m_callers = addText(m_calls, u"keyCallers"_s);
    m_unused = addText(m_calls, u"unusedScopes"_s);
    m_unused->setColour(PlainLabel::Colour::Warning);
    layout->addWidget(m_narrow, 0, Qt::AlignLeft);
    addLine(*layout);
}

PlainLabel *KeyUse::addText(QWidget *part, const QString &objectName)
{
    auto *text = new PlainLabel;
    text->setObjectName(objectName);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    part->layout()->addWidget(text);
    return text;
}

void KeyUse::show(qint64 organization, const core::Key &key, const core::Standing &standing, const QDateTime &now)
{
    const bool mayNarrow = standing.can.scopes == core::Capabilities::Scopes::Free &&
                           keypermissions::isOffered(keypermissions::Action::Edit, key, standing, now);
    const bool another = key.id != m_key.id || organization != m_organization;
    const bool scopesChanged = key.scopes != m_key.scopes || mayNarrow != m_mayNarrow;
    m_organization = organization;
    m_key = key;
    m_mayNarrow = mayNarrow;
    m_now = now;
    m_life->setText(life());
    m_calls->setVisible(standing.can.showsCalls());
    if (!standing.can.showsCalls())
        return m_stays.stop();
    if (another || scopesChanged)
        showKnown();
    if (another || m_readAt.addSecs(std::chrono::seconds(holds).count()) <= now)
        m_stays.start();
}

//! What was read of this key before.
void KeyUse::showKnown()
{
    const auto counts = m_usage.counts(callsOf(m_organization, m_key.id, m_now));
    m_chart->setEmptyText(counts ? tr("No requests") : tr("Reading…"));
    showCounts(counts.value_or(core::UsageCounts{}));
    showBreakdown(m_usage.breakdown({m_organization, m_key.id, daysShown}).value_or(core::KeyBreakdown{}));
}

void KeyUse::read()
{
    m_readAt = m_now;
    const auto failed = [this](const core::Error &error) {
        if (error.kind != core::Error::Kind::Cancelled && m_chart->counts().isEmpty())
            m_chart->setEmptyText(words::message(error));
    };
    core::whenDone(m_usage.readCounts(callsOf(m_organization, m_key.id, m_now), this), this,
                   [this, failed, id = m_key.id](const core::Result<core::UsageCounts> &counts) {
                       if (id != m_key.id)
                           return;
                       if (!counts)
                           return failed(counts.error());
                       m_chart->setEmptyText(tr("No requests"));
                       showCounts(*counts);
                   });
    core::whenDone(m_usage.readBreakdown({m_organization, m_key.id, daysShown}, this), this,
                   [this, id = m_key.id](const core::Result<core::KeyBreakdown> &breakdown) {
                       if (breakdown && id == m_key.id)
                           showBreakdown(*breakdown);
                   });
}

void KeyUse::showCounts(const core::UsageCounts &counts)
{
    m_chart->setCounts(counts.counts, std::chrono::seconds(day));
    const core::UsageCount sum = core::attention::sumOf(counts.counts);
    m_sum->setText(tr("%1 requests · %2 refused").arg(quantity::number(sum.total()), quantity::number(sum.refused())));
    m_sum->setVisible(sum.total() > 0);
}

void KeyUse::showBreakdown(const core::KeyBreakdown &breakdown)
{
    m_used = breakdown.breakdown;
    m_callers->setText(callers(breakdown.asOf.isValid()));
    const QStringList unused = core::attention::unusedScopes(m_key, m_used, m_now);
    const QString doubt = doubtOf(m_used);
    m_unused->setColour(doubt.isEmpty() ? PlainLabel::Colour::Warning : PlainLabel::Colour::Muted);
    if (doubt.isEmpty())
        m_unused->setUntrusted(tr("Not used in %1 days: %2").arg(daysShown).arg(unused.join(u", "_s)));
    else
        m_unused->setText(doubt);
    m_unused->setVisible(!unused.isEmpty() || !doubt.isEmpty());
    m_narrow->setVisible(!unused.isEmpty() && m_mayNarrow);
}

QString KeyUse::callers(bool isRead) const
{
    const core::UsageRest &rest = m_used.everythingElse;
    if (m_used.addresses.isEmpty() && m_used.userAgents.isEmpty()) {
        if (rest.addresses > 0)
            return tr("Not known: %1 requests were only counted").arg(quantity::number(rest.addresses));
        return isRead ? tr("Nobody in %1 days").arg(daysShown) : tr("Not known yet");
    }
    QStringList parts;
    for (const auto &[shares, others] :
         {std::pair(m_used.addresses, rest.addresses), std::pair(m_used.userAgents, rest.userAgents)})
        if (!shares.isEmpty())
            parts.append(named(shares, others));
    return core::shown(parts.join(u"\n\n"_s), 500, true);
}

QString KeyUse::doubtOf(const core::UsageBreakdown &used)
{
    const qint64 unknown = used.everythingElse.scopes;
    if (unknown == 0)
        return {};
    return tr("Any scope may be in use: of %1 requests in %2 days it is not known which scope they needed.")
        .arg(quantity::number(unknown))
        .arg(daysShown);
}

//! From the first of its forebears that this machine knows to what becomes of it.
QString KeyUse::life() const
{
    QStringList made{words::date(m_key.createdAt)};
    QString before = m_key.replaces;
    for (int step = 0; step < longestLife && !before.isEmpty(); ++step) {
        const auto key = m_cache.key(m_organization, before);
        if (!key)
            break;
        made.prepend(words::date(key->createdAt));
        before = key->replaces;
    }
    QString text = tr("Created %1").arg(made.takeFirst());
    for (const QString &date : std::as_const(made))
        text += tr(" → rotated %1").arg(date);
    if (const auto next = m_cache.key(m_organization, m_key.replacedBy); next && next->createdAt.isValid())
        text += tr(" → replaced %1").arg(words::date(next->createdAt));
    return text + u" → "_s + words::expiry(m_key, m_now).toLower();
}

} // namespace ui
