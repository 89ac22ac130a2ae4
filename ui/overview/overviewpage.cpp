#include "ui/overview/overviewpage.h"

#include "core/base/clock.h"
#include "core/services/directory.h"
#include "core/services/keyconcerns.h"
#include "core/services/keys.h"
#include "core/services/keysync.h"
#include "core/services/sessions.h"
#include "core/services/tokenuse.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keyplaces.h"
#include "ui/kit/pagenotice.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"
#include "ui/kit/scrollarea.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"
#include "ui/overview/attentionpanel.h"
#include "ui/overview/callspanel.h"
#include "ui/overview/changewords.h"
#include "ui/overview/endtokendialog.h"
#include "ui/overview/figurecard.h"
#include "ui/overview/overviewbar.h"
#include "ui/overview/overviewreader.h"

#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

using Show = core::KeyQuery::Show;
using Deed = AttentionPanel::Deed;

constexpr std::chrono::seconds readEvery{60};
constexpr std::chrono::milliseconds settles{200};
constexpr int narrow = 860; //!< below, the two panels stand one above the other
constexpr int gap = 14;

QString share(const core::UsageCount &sum)
{
    if (sum.total() == 0)
        return u"0 %"_s;
    const double percent = 100.0 * double(sum.refused()) / double(sum.total());
    // What is not nothing must not look like it.
    return percent > 0 && percent < 0.1 ? u"< 0.1 %"_s : u"%1 %"_s.arg(percent, 0, 'f', percent < 10 ? 1 : 0);
}

} // namespace

class OverviewPage::Private {
public:
    Private(OverviewPage &page, const Services &services);

    void build();
    void connectFigures();
    void connectParts();
    void connectServices();
    void readAll();
    void readKeys();
    void readCalls(bool anew);
    void showFigures();
    void showConcerns();
    void showCounts(const core::UsageCounts &counts, Period period);
    void showChanges(const QList<core::ActivityEvent> &events);
    void showFailure(const core::Error &error);
    void act(Deed deed, const core::ConcernedKey &concerned);

    OverviewPage &q;
    const Services s;
    qint64 organization = 0;
    bool ofAll() const { return organization == core::everyOrganization; }
    bool hasChanges = false; //!< the latest ones were read
    QDateTime readAt;        //!< what is shown of the calls is as of then; invalid: nothing is shown
    OverviewBar *bar;
    PageNotice *notice;
    FigureCard *active;
    FigureCard *expiring;
    FigureCard *idle;
    FigureCard *retiring;
    FigureCard *refused;
    CallsPanel *calls;
    AttentionPanel *attention;
    FactPanel *changes;
    PlainLabel *remark; //!< what is missing while all organizations are shown
    QBoxLayout *panels = nullptr;
    OverviewReader *reader;
    core::KeyConcerns *concerns;
    core::TokenUse *tokens;
    QTimer clockwork; //!< reads again while the page is looked at
    QTimer soon;      //!< many changes of keys are read as one
};

OverviewPage::Private::Private(OverviewPage &page, const Services &services)
    : q(page),
      s(services),
      bar(new OverviewBar),
      notice(new PageNotice),
      active(new FigureCard(tr("Active keys"))),
      expiring(new FigureCard(tr("Expire within 14 days"), Pill::Tint::Warning)),
      idle(new FigureCard(tr("Unused for 90 days"))),
      retiring(new FigureCard(tr("Retiring now"), Pill::Tint::Retiring)),
      refused(new FigureCard(tr("Requests refused"))),
      calls(new CallsPanel),
      attention(new AttentionPanel),
      changes(new FactPanel(tr("Latest changes"))),
      remark(new PlainLabel(tr("Requests and latest changes are shown for one organization at a time."), TextRole::Body,
                            PlainLabel::Colour::Muted)),
      reader(new OverviewReader(services.sessions, services.directory, services.usage, services.clock, &page)),
      concerns(new core::KeyConcerns(services.sessions, services.directory, services.cache, services.usage,
                                     services.clock, &page)),
      tokens(new core::TokenUse(services.sessions, services.directory, services.clock, &page))
{
    clockwork.setInterval(readEvery);
    clockwork.setTimerType(Qt::VeryCoarseTimer);
    soon.setInterval(settles);
    soon.setSingleShot(true);
    changes->setObjectName(u"changes"_s);
    build();
    connectFigures();
    connectParts();
    connectServices();
}

void OverviewPage::Private::build()
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(spacing::large, 18, spacing::large, spacing::large);
    column->setSpacing(gap);
    auto *figures = new QHBoxLayout;
    figures->setSpacing(spacing::medium);
    for (FigureCard *card : {active, expiring, idle, retiring, refused})
        figures->addWidget(card, 1);
    column->addLayout(figures);
    calls->setMinimumHeight(220);
    calls->setMaximumHeight(300);
    column->addWidget(calls, 2);
    panels = new QBoxLayout(QBoxLayout::LeftToRight);
    panels->setSpacing(gap);
    panels->addWidget(attention, 5);
    panels->addWidget(changes, 4);
    for (QWidget *panel : std::initializer_list<QWidget *>{attention, changes})
        panel->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    column->addLayout(panels, 1);
    remark->setObjectName(u"oneAtATime"_s);
    column->addWidget(remark);
    auto *layout = new QVBoxLayout(&q);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(notice);
    layout->addWidget(new ScrollArea(content), 1);
}

void OverviewPage::Private::connectFigures()
{
    const std::pair<FigureCard *, Show> ways[] = {
        {active, Show::Active}, {expiring, Show::ExpiresSoon}, {idle, Show::Idle}, {retiring, Show::Retiring}};
    for (const auto &[card, show] : ways)
        connect(card, &QPushButton::clicked, &q, [this, wanted = show] { Q_EMIT q.keysWanted(wanted); });
    connect(refused, &QPushButton::clicked, &q, [this] {
        Q_EMIT q.activityWanted(organization, {.result = core::ActivityFilter::Result::Refused,
                                               .since = beginOf(bar->period(), s.clock.now())});
    });
}

void OverviewPage::Private::connectParts()
{
    connect(bar, &OverviewBar::periodChosen, &q, [this] { readCalls(true); });
    connect(reader, &OverviewReader::gotCounts, &q,
            [this](const core::UsageCounts &counts, Period period) { showCounts(counts, period); });
    connect(reader, &OverviewReader::gotChanges, &q,
            [this](const QList<core::ActivityEvent> &events) { showChanges(events); });
    connect(reader, &OverviewReader::failed, &q, [this](const core::Error &error) { showFailure(error); });
    connect(concerns, &core::KeyConcerns::changed, &soon, QOverload<>::of(&QTimer::start));
    connect(tokens, &core::TokenUse::changed, &soon, QOverload<>::of(&QTimer::start));
    connect(attention, &AttentionPanel::tokenEndWanted, &q, [this](const core::UsedToken &token) {
        (new EndTokenDialog(*tokens, token, s.clock.now(), q.window()))->ask();
    });
    connect(attention, &AttentionPanel::wanted, &q,
            [this](Deed deed, const core::ConcernedKey &concerned) { act(deed, concerned); });
    connect(&clockwork, &QTimer::timeout, &q, [this] { readAll(); });
    connect(&soon, &QTimer::timeout, &q, [this] { readKeys(); });
}

void OverviewPage::Private::connectServices()
{
    const auto changed = [this](qint64 reference) {
        if ((reference == organization || ofAll()) && q.isVisible())
            soon.start();
    };
    connect(&s.sync, &core::KeySync::keysChanged, &q, changed);
    connect(&s.keys, &core::Keys::keysChanged, &q, changed);
    connect(&s.sessions, &core::Sessions::accountChanged, &q, [this](const QString &accountId) {
        const auto place = s.directory.organization(organization);
        const auto account = s.sessions.account(accountId);
        if (q.isVisible() && place && place->accountId == accountId && account &&
            account->state == core::Account::State::SignedIn && !readAt.isValid())
            readAll();
    });
    connect(&s.actions, &KeyActions::said, &q,
            [this](const QString &sentence) { notice->say(NoticeBar::Look::Good, sentence); });
    connect(&s.actions, &KeyActions::failed, &q, [this](const core::Error &error) { notice->complain(error); });
}

void OverviewPage::Private::readAll()
{
    readKeys();
    readCalls(false);
    concerns->askUse(organization);
    tokens->ask(organization);
}

void OverviewPage::Private::readKeys()
{
    showFigures();
    showConcerns();
}

void OverviewPage::Private::showFigures()
{
    const auto counts = s.cache.counts(organization, s.clock.now());
    if (!counts) {
        notice->complain(counts.error());
        return;
    }
    const auto show = [](FigureCard *card, qint64 count) { card->setFigure(quantity::number(count), count == 0); };
    show(active, counts->active);
    show(expiring, counts->expiresSoon);
    show(idle, counts->idle);
    show(retiring, counts->retiring);
}

//! \a anew: what is shown is of something else.
void OverviewPage::Private::readCalls(bool anew)
{
    const bool told = !ofAll() && s.directory.standing(organization).can.showsCalls();
    remark->setVisible(ofAll());
    bar->setPeriodShown(told);
    for (QWidget *part : std::initializer_list<QWidget *>{calls, refused, changes})
        part->setVisible(told);
    if (!told)
        return;
    if (anew) {
        readAt = {};
        bar->setAsOf({}, {});
        calls->showWaiting(bar->period());
        refused->setFigure({}, true);
    }
    reader->read(organization, bar->period());
}

void OverviewPage::Private::showConcerns()
{
    const auto list = concerns->list(organization);
    if (!list)
        return attention->showTrouble(words::message(list.error()));
    const KeyPlaces places(s.sessions, s.directory);
    attention->setTokens(tokens->inUse(organization));
    attention->showConcerns(
        *list, [&](qint64 each) { return places.of(each, organization); }, s.clock.now());
}

void OverviewPage::Private::showCounts(const core::UsageCounts &counts, Period period)
{
    readAt = counts.asOf;
    const bool fresh = readAt.secsTo(s.clock.now()) < std::chrono::seconds(2 * readEvery).count();
    bar->setAsOf(fresh ? QDateTime() : readAt, s.clock.now());
    calls->showCounts(counts.counts, period);
    const core::UsageCount sum = core::attention::sumOf(counts.counts);
    refused->setFigure(share(sum), sum.refused() == 0);
}

void OverviewPage::Private::showChanges(const QList<core::ActivityEvent> &events)
{
    hasChanges = true;
    QList<FactPanel::Line> lines;
    for (const core::ActivityEvent &event : events)
        lines.append({.id = event.id,
                      .tint = {},
                      .name = changewords::who(event),
                      .fact = changewords::what(event),
                      .aside = words::relative(event.at, s.clock.now()),
                      .asideToolTip = words::exact(event.at)});
    changes->setLines(lines);
    changes->setRemark(lines.isEmpty() ? tr("Nothing was changed yet.") : QString());
}

//! What was read before stays, and says how old it is.
void OverviewPage::Private::showFailure(const core::Error &error)
{
    if (readAt.isValid())
        bar->setAsOf(readAt, s.clock.now());
    else
        calls->showTrouble(words::message(error));
    if (!hasChanges)
        changes->setRemark(words::message(error));
}

void OverviewPage::Private::act(Deed deed, const core::ConcernedKey &concerned)
{
    const core::Key &key = concerned.key;
    switch (deed) {
    case Deed::ShowKey: Q_EMIT q.keyWanted(concerned.organization, key.id); break;
    case Deed::ShowCallers: Q_EMIT q.rotationWanted(concerned.organization, key.id); break;
    case Deed::ShowRefusals:
        Q_EMIT q.activityWanted(concerned.organization,
                                {.keyId = key.id,
                                 .result = core::ActivityFilter::Result::Refused,
                                 .since = s.clock.now().addDays(-core::attention::refusedDays)});
        break;
    case Deed::Rotate: s.actions.rotate(concerned.organization, key); break;
    case Deed::Revoke: s.actions.revoke(concerned.organization, {key}); break;
    case Deed::Narrow:
        s.actions.narrowScopes(concerned.organization, key, concerned.known.breakdown.value_or(core::UsageBreakdown{}));
        break;
    case Deed::SetExpiry: s.actions.edit(concerned.organization, key); break;
    }
}

OverviewPage::OverviewPage(const Services &services, QWidget *parent)
    : Page(parent), d(std::make_unique<Private>(*this, services))
{
    setObjectName(u"overviewPage"_s);
}

OverviewPage::~OverviewPage() = default;

void OverviewPage::setOrganization(qint64 reference)
{
    const bool same = d->organization == reference;
    d->organization = reference;
    if (!same) {
        d->reader->forget();
        d->notice->dismiss();
        d->attention->showTrouble({});
        d->changes->setLines({});
        d->changes->setRemark(tr("Reading…"));
        d->hasChanges = false;
        for (FigureCard *card : {d->active, d->expiring, d->idle, d->retiring})
            card->setFigure({}, true);
        d->readAt = {};
        d->calls->showWaiting(d->bar->period());
        d->refused->setFigure({}, true);
    }
    if (reference != 0 && isVisible())
        d->readAll();
}

void OverviewPage::focusMain()
{
    d->active->setFocus(Qt::OtherFocusReason);
}

void OverviewPage::refresh()
{
    if (d->organization == 0)
        return;
    core::whenDone(d->s.sync.synchronize(d->organization), this, [this](const core::Result<> &done) {
        if (!done)
            d->notice->complain(done.error());
    });
    d->readAll();
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    d->panels->setDirection(width() < narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void OverviewPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (d->organization != 0)
        d->readAll();
    d->clockwork.start();
}

void OverviewPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    d->clockwork.stop();
}

} // namespace ui
