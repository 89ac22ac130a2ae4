#include "ui/activity/activitypage.h"

#include "core/base/clock.h"
#include "core/services/activityfeed.h"
#include "core/services/directory.h"
#include "core/services/liveactivity.h"
#include "ui/activity/activityfilterbar.h"
#include "ui/activity/activitytitlebar.h"
#include "ui/activity/eventexport.h"
#include "ui/activity/eventinspector.h"
#include "ui/activity/eventlist.h"
#include "ui/activity/eventtable.h"
#include "ui/activity/histogram.h"
#include "ui/kit/button.h"
#include "ui/kit/detailsfold.h"
#include "ui/kit/exportbar.h"
#include "ui/kit/exportdialog.h"
#include "ui/kit/pagenotice.h"
#include "ui/kit/quantity.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"

#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
//! After the last letter: each search is asked of the gateway.
constexpr std::chrono::milliseconds typingPause{250};
} // namespace

class ActivityPage::Private {
public:
    Private(ActivityPage &page, const Services &services);

    void build();
    void connectParts();
    void connectFeed();
    void connectLive();

    void setOrganization(qint64 reference);
    void ask();
    core::ActivityFilter filter() const;
    void showState();
    void showWaiting(int count);
    void showSelection();
    void clearFilters();
    void write(const core::ActivityFilter &filter, const QString &fileName);

    ActivityPage &q;
    const Services s;
    qint64 organization = 0;
    core::ActivityFeed feed;
    ActivityTitleBar *titleBar;
    PageNotice *notice;
    ExportBar *exportBar;
    ActivityFilterBar *filters;
    Histogram *histogram;
    Button *waiting; //!< "12 new events"
    EventList *list;
    EventInspector *inspector;
    DetailsFold *fold;
    QTimer typing;
};

ActivityPage::Private::Private(ActivityPage &page, const Services &services)
    : q(page),
      s(services),
      feed(services.sessions, services.directory, services.events, services.live),
      titleBar(new ActivityTitleBar),
      notice(new PageNotice),
      exportBar(new ExportBar),
      filters(new ActivityFilterBar({services.directory, services.cache, services.clock})),
      histogram(new Histogram(services.usage, services.clock)),
      waiting(new Button({})),
      list(new EventList(feed, services.clock, services.settings)),
      inspector(new EventInspector),
      fold(new DetailsFold(page, *inspector, *list))
{
    build();
    connectParts();
    connectFeed();
    connectLive();
}

void ActivityPage::Private::build()
{
    auto *column = new QVBoxLayout;
    column->setSpacing(spacing::small);
    column->addWidget(histogram);
    column->addWidget(waiting, 0, Qt::AlignHCenter);
    column->addWidget(list, 1);
    auto *body = fold->body();
    body->setSpacing(spacing::medium);
    body->addLayout(column, 1);
    body->addWidget(inspector);
    auto *layout = new QVBoxLayout(&q);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(titleBar);
    layout->addWidget(notice);
    layout->addWidget(exportBar);
    layout->addWidget(filters);
    layout->addLayout(body, 1);
    waiting->setObjectName(u"newEvents"_s);
    waiting->hide();
    typing.setSingleShot(true);
    typing.setInterval(typingPause);
}

void ActivityPage::Private::connectParts()
{
    auto *table = &list->table();
    const auto toTable = [table] { table->setFocus(Qt::OtherFocusReason); };
    connect(titleBar, &ActivityTitleBar::searched, &typing, qOverload<>(&QTimer::start));
    connect(&typing, &QTimer::timeout, &q, [this] { ask(); });
    connect(titleBar, &ActivityTitleBar::searchLeft, table, toTable);
    connect(titleBar, &ActivityTitleBar::liveToggled, &q, [this](bool live) {
        feed.setLive(live);
        if (live)
            histogram->refresh();
    });
    connect(titleBar, &ActivityTitleBar::exportWanted, &q, &ActivityPage::exportRows);
    connect(filters, &ActivityFilterBar::changed, &q, [this] { ask(); });
    connect(filters, &ActivityFilterBar::detailsToggled, fold, &DetailsFold::unfold);
    connect(fold, &DetailsFold::folded, filters, &ActivityFilterBar::setDetailsButton);
    connect(histogram, &Histogram::rangeChosen, filters, &ActivityFilterBar::zoomTo);
    connect(waiting, &QPushButton::clicked, &q, [this, toTable] {
        feed.showWaiting();
        list->scrollToNewest();
        toTable();
    });
    connect(list, &EventList::selectedChanged, &q, [this] { showSelection(); });
    connect(list, &EventList::clearFiltersWanted, &q, [this] { clearFilters(); });
    connect(list, &EventList::retryWanted, &q, &ActivityPage::refresh);
    connect(table, &EventTable::searchWanted, titleBar, &ActivityTitleBar::typeSearch);
    connect(table, &EventTable::detailsWanted, &q, [this] {
        fold->unfold(true);
        inspector->focusFirst();
    });
    connect(inspector, &EventInspector::onlyKeyWanted, filters, &ActivityFilterBar::showOnlyKey);
    connect(inspector, &EventInspector::onlyAddressWanted, filters, &ActivityFilterBar::showOnlyAddress);
    connect(inspector, &EventInspector::keyWanted, &q,
            [this](const QString &keyId) { Q_EMIT q.keyWanted(organization, keyId); });
    connect(inspector, &EventInspector::closeWanted, &q, [this, toTable] {
        fold->unfold(false);
        toTable();
    });
    connect(exportBar, &ExportBar::succeeded, &q, [this](qint64 written, const QString &fileName) {
        notice->say(NoticeBar::Look::Good, tr("%1 exported to %2.").arg(quantity::events(written), fileName));
        showState();
    });
    connect(exportBar, &ExportBar::cancelled, &q, [this](const QString &fileName) {
        notice->say(NoticeBar::Look::Neutral, tr("The export was cancelled. Nothing was written to %1.").arg(fileName));
        showState();
    });
    connect(exportBar, &ExportBar::failed, &q, [this](const core::Error &error, const QString &fileName) {
        const auto why = error.kind == core::Error::Kind::Storage ? error.detail : words::message(error);
        notice->say(NoticeBar::Look::Bad,
                    tr("The activity could not be exported to %1: %2 Nothing was written there.").arg(fileName, why));
        showState();
    });
}

void ActivityPage::Private::connectFeed()
{
    connect(&feed, &core::ActivityFeed::stateChanged, &q, [this] { showState(); });
    connect(&feed, &core::ActivityFeed::wasReset, &q, [this] { showState(); });
    connect(&feed, &core::ActivityFeed::waitingChanged, &q, [this](int count) { showWaiting(count); });
}

//! The feed takes in what its filter lets through; the bars count all calls.
void ActivityPage::Private::connectLive()
{
    connect(&s.live, &core::LiveActivity::happened, &q, [this](qint64 reference) {
        if (reference == organization && feed.isLive() && q.isVisible())
            histogram->follow();
    });
    connect(&s.live, &core::LiveActivity::missed, &q, [this](qint64 reference) {
        if (reference == organization && feed.isLive() && q.isVisible())
            histogram->follow();
    });
}

void ActivityPage::Private::setOrganization(qint64 reference)
{
    // The directory is read again whenever something about any organization changes.
    if (reference == organization)
        return;
    organization = reference;
    notice->dismiss();
    titleBar->resetSearch();
    filters->setOrganization(reference);
    ask();
}

core::ActivityFilter ActivityPage::Private::filter() const
{
    auto filter = filters->filter();
    filter.text = titleBar->searchText().trimmed();
    return filter;
}

void ActivityPage::Private::ask()
{
    typing.stop();
    const auto asked = filter();
    feed.setFilter(organization, asked);
    const bool isCounted = s.directory.standing(organization).can.countsCalls;
    histogram->setVisible(isCounted);
    if (isCounted)
        histogram->show(organization, asked, filters->period());
    showState();
    showSelection();
}

void ActivityPage::Private::showState()
{
    titleBar->setTotal(feed.total(), feed.totalIsEstimate());
    titleBar->setExporting(feed.rowCount() > 0 && !exportBar->isRunning());
    const auto *newest = feed.isCached() ? feed.event(0) : nullptr;
    titleBar->setAsOf(newest != nullptr ? newest->at : QDateTime(), s.clock.now());
    list->setFiltered(filters->isFiltering() || !titleBar->searchText().isEmpty() || filters->filter().since.isValid());
}

void ActivityPage::Private::showWaiting(int count)
{
    const bool hadFocus = waiting->hasFocus();
    waiting->setText(count == 1 ? tr("1 new event") : tr("%1 new events").arg(quantity::number(count)));
    waiting->setVisible(count > 0);
    if (hadFocus && count == 0)
        list->setFocus(Qt::OtherFocusReason);
}

void ActivityPage::Private::showSelection()
{
    if (const auto event = list->selected())
        inspector->showEvent(*event);
    else if (list->isAnySelected())
        inspector->showLoading();
    else
        inspector->showNothing();
}

void ActivityPage::Private::clearFilters()
{
    titleBar->resetSearch();
    filters->clear();
}

void ActivityPage::Private::write(const core::ActivityFilter &filter, const QString &fileName)
{
    const auto format = exportFormatFor(fileName);
    const eventexport::Source source{s.sessions, s.directory, organization, filter};
    exportBar->follow(
        new ExportRun(fileName, eventexport::header(format), eventexport::reader(source, format), nullptr),
        feed.total().value_or(0));
    showState();
}

ActivityPage::ActivityPage(const Services &services, QWidget *parent)
    : Page(parent), d(std::make_unique<Private>(*this, services))
{
    setObjectName(u"activityPage"_s);
}

ActivityPage::~ActivityPage()
{
    // The table and its model look at the feed to their end, a hidden table even tells it so.
    d->list->disconnect(this);
    delete d->list;
}

void ActivityPage::setOrganization(qint64 reference)
{
    d->setOrganization(reference);
}

void ActivityPage::focusMain()
{
    d->list->setFocus(Qt::OtherFocusReason);
}

void ActivityPage::refresh()
{
    d->ask();
}

void ActivityPage::focusSearch()
{
    d->titleBar->focusSearch();
}

void ActivityPage::exportRows()
{
    if (d->feed.rowCount() == 0 || d->exportBar->isRunning())
        return;
    const auto found = d->s.directory.organization(d->organization);
    auto *dialog = exportDialog(tr("Export activity"), found ? found->organization.slug : QString(), u"activity"_s,
                                d->s.clock.now(), this);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, filter = d->feed.filter()](const QString &fileName) { d->write(filter, fileName); });
    dialog->open();
}

void ActivityPage::showOnly(const core::ActivityFilter &filter)
{
    d->titleBar->resetSearch(filter.text);
    d->filters->setFilter(filter);
    d->ask();
}

const core::ActivityFeed &ActivityPage::feed() const
{
    return d->feed;
}

} // namespace ui
