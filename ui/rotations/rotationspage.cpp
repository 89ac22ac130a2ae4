#include "ui/rotations/rotationspage.h"

#include "core/base/clock.h"
#include "core/services/callerwatch.h"
#include "core/services/directory.h"
#include "core/services/keysync.h"
#include "core/services/rotations.h"
#include "core/services/sessions.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keyfreshness.h"
#include "ui/keys/keyplaces.h"
#include "ui/kit/factpanel.h"
#include "ui/kit/pagenotice.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/scrollarea.h"
#include "ui/rotations/callerround.h"
#include "ui/rotations/rotationcard.h"
#include "ui/rotations/rotationlines.h"
#include "ui/rotations/rotationtitlebar.h"

#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ui {

namespace {

constexpr auto readsEvery = 15s;

} // namespace

class RotationsPage::Private {
public:
    Private(RotationsPage &page, const Services &services);

    void build();
    void connectParts();
    void setOrganization(qint64 reference);
    void reload();
    void showRunning();
    void showLines();
    void showState();
    QString noneRunning() const;
    QString dueRemark() const;
    RotationCard *makeCard();
    void actOnUsedAgain(const QString &id, int action);
    void actOnDue(const QString &id);
    void showKey(const QString &id);

    RotationsPage &q;
    const Services s;
    qint64 organization = 0;
    const KeyPlaces places;
    const KeyHomes homeOf;
    core::RotationList list;
    QList<qint64> unread;                 //!< organizations of which the list can say nothing yet
    QHash<QString, RotationCard *> cards; //!< by rotationlines::id
    KeyFreshness *freshness;
    CallerRound *callerRound;
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
      places(services.sessions, services.directory),
      homeOf([this](qint64 reference) { return places.of(reference, organization); }),
      freshness(new KeyFreshness(services.directory, services.cache, services.sync, &page)),
      callerRound(new CallerRound(services.sessions, services.directory, services.callers, &page)),
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
        if ((reference == organization || organization == core::everyOrganization) && q.isVisible())
            reload();
    });
    connect(freshness, &KeyFreshness::changed, &q, [this] {
        if (const auto failure = freshness->failure(); failure && !freshness->isKnown())
            notice->complain(*failure);
        if (q.isVisible() && freshness->neverRead() != unread)
            reload();
    });
    connect(callerRound, &CallerRound::got, &q, [this](const core::RotationRecord &of, const core::Callers &read) {
        if (auto *card = cards.value(rotationlines::id(of)))
            card->setCallers(read, s.clock.now());
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
    connect(ended, &FactPanel::acted, &q, [this](const QString &id) { showKey(id); });
    connect(&times, &QTimer::timeout, &q, [this] { reload(); });
}

void RotationsPage::Private::setOrganization(qint64 reference)
{
    organization = reference;
    freshness->setOrganization(reference);
    callerRound->stop();
    notice->dismiss();
    if (q.isVisible())
        reload();
}

//! From the cache at once; who calls the old keys is asked behind it.
void RotationsPage::Private::reload()
{
    const auto read = s.rotations.list(organization);
    if (!read)
        return notice->complain(read.error());
    list = *read;
    unread = freshness->neverRead();
    showRunning();
    showLines();
    showState();
    callerRound->read(list.running);
}

RotationCard *RotationsPage::Private::makeCard()
{
    auto *card = new RotationCard;
    const auto organizationOf = [](const RotationCard *of) { return of->rotation().record.organization; };
    connect(card, &RotationCard::extendWanted, &q,
            [this, card, organizationOf] { s.actions.extendOverlap(organizationOf(card), *card->rotation().oldKey); });
    connect(card, &RotationCard::retireWanted, &q,
            [this, card, organizationOf] { s.actions.retireNow(organizationOf(card), *card->rotation().oldKey); });
    connect(card, &RotationCard::activityWanted, &q, [this, card, organizationOf](const core::ActivityFilter &filter) {
        Q_EMIT q.activityWanted(organizationOf(card), filter);
    });
    return card;
}

void RotationsPage::Private::showRunning()
{
    const auto now = s.clock.now();
    auto gone = cards;
    for (qsizetype i = 0; i < list.running.size(); ++i) {
        const auto &rotation = list.running[i];
        const auto &record = rotation.record;
        auto *&card = cards[rotationlines::id(record)];
        if (card == nullptr)
            card = makeCard();
        gone.remove(rotationlines::id(record));
        if (running->indexOf(card) != i)
            running->insertWidget(int(i), card);
        card->show(rotation, homeOf(record.organization), now);
        card->setCallers(s.callers.last(record.organization, record.oldKeyId), now);
    }
    for (auto card = gone.begin(); card != gone.end(); ++card) {
        cards.remove(card.key());
        running->removeWidget(*card);
        (*card)->hide();
        (*card)->deleteLater();
    }
}

void RotationsPage::Private::showLines()
{
    const auto now = s.clock.now();
    usedAgain->setLines(rotationlines::usedAgain(list.usedAgain, homeOf, now));
    usedAgain->setVisible(!list.usedAgain.isEmpty());
    due->setLines(rotationlines::due(list.due, homeOf, now));
    due->setRemark(dueRemark());
    due->setVisible(freshness->isKnown() || !list.due.isEmpty());
    ended->setLines(rotationlines::ended(list.ended, homeOf, now));
    ended->setVisible(!list.ended.isEmpty());
}

void RotationsPage::Private::showState()
{
    if (freshness->isKnown())
        titleBar->setCounts(list);
    else
        titleBar->clearCounts();
    state->setText(list.moreRunning ? tr("More are running. Those that end first are shown.") : noneRunning());
    state->setVisible(list.running.isEmpty() || list.moreRunning);
}

QString RotationsPage::Private::dueRemark() const
{
    if (list.moreDue)
        return tr("More are due. These come first.");
    if (!list.due.isEmpty() || !freshness->isKnown())
        return {};
    return unread.isEmpty() ? tr("Nothing is due: no key expires soon, none is older than the policy allows.")
                            : tr("Nothing is due among the keys that are known.");
}

QString RotationsPage::Private::noneRunning() const
{
    if (!freshness->isKnown())
        return tr("The keys are being read.");
    if (unread.isEmpty())
        return tr("No rotation is running. One begins with “Rotate…”: here, or on the Keys page.");
    QStringList names;
    for (const auto each : unread)
        names += places.nameOf(each);
    return tr("No rotation is running among the keys that are known. Those of %1 were not read yet.")
        .arg(names.join(u", "_s));
}

void RotationsPage::Private::actOnUsedAgain(const QString &id, int action)
{
    const auto at = std::find_if(list.usedAgain.begin(), list.usedAgain.end(),
                                 [&](const core::Rotation &each) { return rotationlines::id(each.record) == id; });
    if (at == list.usedAgain.end())
        return;
    if (action == 1) {
        s.rotations.dismiss(*at);
        return reload();
    }
    core::ActivityFilter filter;
    filter.keyId = at->record.oldKeyId;
    filter.since = at->record.endedAt;
    Q_EMIT q.activityWanted(at->record.organization, filter);
}

void RotationsPage::Private::actOnDue(const QString &id)
{
    const auto at = std::find_if(list.due.begin(), list.due.end(), [&](const core::DueKey &each) {
        return rotationlines::id(each.organization, each.key.id) == id;
    });
    if (at != list.due.end())
        s.actions.rotate(at->organization, at->key);
}

void RotationsPage::Private::showKey(const QString &id)
{
    const auto at = std::find_if(list.ended.begin(), list.ended.end(),
                                 [&](const core::Rotation &each) { return rotationlines::id(each.record) == id; });
    if (at != list.ended.end())
        Q_EMIT q.keyWanted(at->record.organization, at->record.newKeyId);
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
                       // Of all, what stands in an account's way is said above the page.
                       if (done || asked == core::everyOrganization)
                           d->reload();
                       else
                           d->notice->complain(done.error());
                   });
}

void RotationsPage::showRotation(qint64 organization, const QString &keyId)
{
    d->reload();
    for (auto *card : std::as_const(d->cards)) {
        const auto &record = card->rotation().record;
        if (record.organization == organization && (record.newKeyId == keyId || record.oldKeyId == keyId))
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
    d->callerRound->stop();
}

} // namespace ui
