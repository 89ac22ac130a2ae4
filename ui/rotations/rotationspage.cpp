#include "ui/rotations/rotationspage.h"

#include "core/base/clock.h"
#include "core/services/callerwatch.h"
#include "core/services/directory.h"
#include "core/services/keysync.h"
#include "core/services/rotations.h"
#include "core/services/sessions.h"
#include "core/storage/keycache.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keypermissions.h"
#include "ui/kit/factpanel.h"
#include "ui/kit/pagenotice.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/scrollarea.h"
#include "ui/rotations/rotationcard.h"
#include "ui/rotations/rotationtitlebar.h"
#include "ui/rotations/rotationwords.h"

#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ui {

namespace {

using Action = keypermissions::Action;
using Line = FactPanel::Line;

constexpr auto readsEvery = 15s;
//! Those that end first; each costs three calls.
constexpr qsizetype mostWatched = 20;

core::Key newKeyOf(const core::Rotation &rotation)
{
    return rotation.newKey.value_or(core::Key());
}

} // namespace

class RotationsPage::Private {
public:
    Private(RotationsPage &page, const Services &services);

    void build();
    void connectParts();
    void setOrganization(qint64 reference);
    void readStanding();
    void reload();
    void showRunning();
    void showLines();
    void showState();
    void readCallers();
    void readCallersOf(const QStringList &keyIds);
    RotationCard *makeCard(const QString &newKeyId);
    Line dueLine(const core::DueKey &due) const;
    void actOnUsedAgain(const QString &newKeyId, int action);
    void actOnDue(const QString &keyId);

    RotationsPage &q;
    const Services s;
    qint64 organization = 0;
    core::Standing standing;
    int rotateAfterDays = 0;
    core::RotationList list;
    bool synchronized = false;            //!< whether the keys were ever read
    bool reading = false;                 //!< callers
    QHash<QString, RotationCard *> cards; //!< by new key
    RotationTitleBar *titleBar;
    PageNotice *notice;
    QWidget *column; //!< of all that is below the title
    ScrollArea *area;
    QVBoxLayout *running;
    PlainLabel *state;
    FactPanel *usedAgain;
    FactPanel *due;
    FactPanel *ended;
    QTimer times;
};

RotationsPage::Private::Private(RotationsPage &page, const Services &services)
    : q(page),
      s(services),
      titleBar(new RotationTitleBar),
      notice(new PageNotice),
      column(new QWidget),
      area(new ScrollArea(column)),
      running(new QVBoxLayout),
      state(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      usedAgain(new FactPanel(tr("Called after their end"))),
      due(new FactPanel(tr("Due"))),
      ended(new FactPanel(tr("Ended in the last 7 days")))
{
    build();
    connectParts();
}

void RotationsPage::Private::build()
{
    state->setObjectName(u"rotationState"_s);
    state->setWordWrap(true);
    auto *parts = new QVBoxLayout(column);
    parts->setContentsMargins(spacing::large, spacing::large - 2, spacing::large, spacing::large);
    parts->setSpacing(spacing::medium + 2);
    running->setSpacing(spacing::medium + 2);
    parts->addWidget(usedAgain);
    parts->addLayout(running);
    parts->addWidget(state);
    parts->addWidget(due);
    parts->addWidget(ended);
    parts->addStretch(1);
    area->setFocusPolicy(Qt::StrongFocus); // so that it can be scrolled by keyboard
    area->setAccessibleName(tr("Rotations"));
    auto *layout = new QVBoxLayout(&q);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(titleBar);
    layout->addWidget(notice);
    layout->addWidget(area, 1);
    times.setInterval(readsEvery);
    times.setTimerType(Qt::CoarseTimer);
}

void RotationsPage::Private::connectParts()
{
    connect(&s.rotations, &core::Rotations::changed, &q, [this](qint64 reference) {
        if (reference == organization && q.isVisible())
            reload();
    });
    connect(&s.sync, &core::KeySync::synchronized, &q, [this](qint64 reference) {
        if (reference == organization)
            synchronized = true;
    });
    connect(&s.sync, &core::KeySync::failed, &q, [this](qint64 reference, const core::Error &error) {
        if (reference == organization && !synchronized)
            notice->complain(error);
    });
    connect(&s.actions, &KeyActions::said, &q, [this](const QString &sentence) {
        if (q.isVisible())
            notice->say(NoticeBar::Look::Good, sentence);
    });
    connect(&s.actions, &KeyActions::failed, &q, [this](const core::Error &error) {
        if (q.isVisible())
            notice->complain(error);
    });
    connect(titleBar, &RotationTitleBar::calendarWanted, &q, &RotationsPage::calendarWanted);
    connect(usedAgain, &FactPanel::acted, &q, [this](const QString &id, int action) { actOnUsedAgain(id, action); });
    connect(due, &FactPanel::acted, &q, [this](const QString &id) { actOnDue(id); });
    connect(ended, &FactPanel::acted, &q, [this](const QString &id) { Q_EMIT q.keyWanted(organization, id); });
    connect(&times, &QTimer::timeout, &q, [this] { reload(); });
}

void RotationsPage::Private::setOrganization(qint64 reference)
{
    organization = reference;
    const auto at = s.cache.syncedAt(reference);
    synchronized = at && at->isValid();
    notice->dismiss();
    if (q.isVisible())
        reload();
}

void RotationsPage::Private::readStanding()
{
    standing = s.directory.standing(organization);
    if (const auto place = s.directory.organization(organization))
        rotateAfterDays = place->organization.policy.rotateAfterDays;
}

//! From the cache at once; who calls the old keys is asked behind it.
void RotationsPage::Private::reload()
{
    readStanding();
    const auto read = s.rotations.list(organization);
    if (!read)
        return notice->complain(read.error());
    list = *read;
    showRunning();
    showLines();
    showState();
    readCallers();
}

RotationCard *RotationsPage::Private::makeCard(const QString &newKeyId)
{
    auto *card = new RotationCard;
    connect(card, &RotationCard::extendWanted, &q,
            [this, card] { s.actions.extendOverlap(organization, *card->rotation().oldKey); });
    connect(card, &RotationCard::retireWanted, &q,
            [this, card] { s.actions.retireNow(organization, *card->rotation().oldKey); });
    connect(card, &RotationCard::activityWanted, &q,
            [this](const core::ActivityFilter &filter) { Q_EMIT q.activityWanted(organization, filter); });
    cards.insert(newKeyId, card);
    return card;
}

void RotationsPage::Private::showRunning()
{
    const auto now = s.clock.now();
    auto gone = cards;
    for (qsizetype i = 0; i < list.running.size(); ++i) {
        const auto &rotation = list.running[i];
        const auto &id = rotation.record.newKeyId;
        auto *card = gone.take(id);
        if (card == nullptr)
            card = makeCard(id);
        if (running->indexOf(card) != i)
            running->insertWidget(int(i), card);
        card->show(rotation, keypermissions::refusal(*rotation.oldKey, standing), standing.can, now);
        card->setCallers(s.callers.last(organization, rotation.record.oldKeyId), now);
    }
    for (auto card = gone.begin(); card != gone.end(); ++card) {
        cards.remove(card.key());
        running->removeWidget(*card);
        (*card)->hide();
        (*card)->deleteLater();
    }
}

Line RotationsPage::Private::dueLine(const core::DueKey &each) const
{
    const auto now = s.clock.now();
    const bool expires = each.reason == core::DueKey::Reason::Expires;
    Line line{each.key.id, expires ? Pill::Tint::Warning : Pill::Tint::Neutral, each.key.name,
              rotationwords::due(each, rotateAfterDays, now)};
    if (keypermissions::isOffered(Action::Rotate, each.key, standing, now))
        line.actions += tr("Rotate…");
    return line;
}

void RotationsPage::Private::showLines()
{
    const auto now = s.clock.now();
    QList<Line> lines;
    for (const auto &each : std::as_const(list.usedAgain))
        lines += {each.record.newKeyId,
                  Pill::Tint::Bad,
                  newKeyOf(each).name,
                  rotationwords::usedAgain(each, now),
                  {tr("Show its requests"), tr("Dismiss")}};
    usedAgain->setLines(lines);
    usedAgain->setVisible(!lines.isEmpty());
    lines.clear();
    for (const auto &each : std::as_const(list.due))
        lines += dueLine(each);
    due->setLines(lines);
    due->setRemark(list.moreDue    ? tr("More are due. These come first.")
                   : !synchronized ? QString()
                   : list.due.isEmpty()
                       ? tr("Nothing is due: no key expires soon, none is older than the policy allows.")
                       : QString());
    lines.clear();
    for (const auto &each : std::as_const(list.ended))
        lines += {each.record.newKeyId,
                  Pill::Tint::Good,
                  newKeyOf(each).name,
                  rotationwords::ended(each, now),
                  {tr("Show key")}};
    ended->setLines(lines);
    ended->setVisible(!lines.isEmpty());
}

void RotationsPage::Private::showState()
{
    if (synchronized)
        titleBar->setCounts(list);
    else
        titleBar->clearCounts();
    state->setText(list.moreRunning ? tr("More are running. Those that end first are shown.")
                   : synchronized ? tr("No rotation is running. One begins with “Rotate…”: here, or on the Keys page.")
                                  : tr("The keys are being read."));
    state->setVisible(list.running.isEmpty() || list.moreRunning);
    due->setVisible(synchronized || !list.due.isEmpty());
}

//! One key after the other. While nobody is signed in, what was read last stays.
void RotationsPage::Private::readCallers()
{
    const auto place = s.directory.organization(organization);
    const auto account = place ? s.sessions.account(place->accountId) : std::nullopt;
    if (reading || !account || account->state != core::Account::State::SignedIn)
        return;
    QStringList keyIds;
    for (const auto &rotation : list.running.first(std::min(mostWatched, list.running.size())))
        keyIds += rotation.record.oldKeyId;
    readCallersOf(keyIds);
}

void RotationsPage::Private::readCallersOf(const QStringList &keyIds)
{
    reading = !keyIds.isEmpty() && standing.can.showsCalls();
    if (!reading)
        return;
    core::whenDone(s.callers.read(organization, keyIds.first()), &q,
                   [this, keyIds](const core::Result<core::Callers> &read) {
                       for (auto *card : std::as_const(cards)) {
                           if (read && card->rotation().record.oldKeyId == keyIds.first())
                               card->setCallers(*read, s.clock.now());
                       }
                       readCallersOf(q.isVisible() ? keyIds.mid(1) : QStringList());
                   });
}

void RotationsPage::Private::actOnUsedAgain(const QString &newKeyId, int action)
{
    const auto at = std::find_if(list.usedAgain.begin(), list.usedAgain.end(),
                                 [&](const core::Rotation &each) { return each.record.newKeyId == newKeyId; });
    if (at == list.usedAgain.end())
        return;
    if (action == 1) {
        s.rotations.dismiss(organization, *at);
        return reload();
    }
    core::ActivityFilter filter;
    filter.keyId = at->record.oldKeyId;
    filter.since = at->record.endedAt;
    Q_EMIT q.activityWanted(organization, filter);
}

void RotationsPage::Private::actOnDue(const QString &keyId)
{
    const auto at =
        std::find_if(list.due.begin(), list.due.end(), [&](const core::DueKey &each) { return each.key.id == keyId; });
    if (at != list.due.end())
        s.actions.rotate(organization, at->key);
}

RotationsPage::RotationsPage(const Services &services, QWidget *parent)
    : Page(parent), d(std::make_unique<Private>(*this, services))
{
    setObjectName(u"rotationsPage"_s);
}

RotationsPage::~RotationsPage() = default;

void RotationsPage::setOrganization(qint64 reference)
{
    d->setOrganization(reference);
}

void RotationsPage::focusMain()
{
    d->area->setFocus(Qt::OtherFocusReason);
}

void RotationsPage::refresh()
{
    if (d->organization == 0)
        return;
    core::whenDone(d->s.sync.synchronize(d->organization), this,
                   [this, asked = d->organization](const core::Result<> &done) {
                       if (asked != d->organization)
                           return;
                       if (done)
                           d->reload();
                       else
                           d->notice->complain(done.error());
                   });
}

void RotationsPage::showRotation(const QString &keyId)
{
    d->reload();
    for (auto *card : std::as_const(d->cards)) {
        const auto &record = card->rotation().record;
        if (record.newKeyId == keyId || record.oldKeyId == keyId)
            // Its place is known when it has been laid out.
            QTimer::singleShot(0, card, [area = d->area, card] { area->ensureWidgetVisible(card); });
    }
}

void RotationsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    d->reload();
    d->times.start();
}

void RotationsPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    d->times.stop();
}

} // namespace ui
