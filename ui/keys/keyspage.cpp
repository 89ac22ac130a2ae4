#include "ui/keys/keyspage.h"

#include "core/base/clock.h"
#include "core/domain/organization.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/keysync.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keydeeds.h"
#include "ui/keys/keyfilterbar.h"
#include "ui/keys/keyfreshness.h"
#include "ui/keys/keyinspector.h"
#include "ui/keys/keylist.h"
#include "ui/keys/keyplaces.h"
#include "ui/keys/keytable.h"
#include "ui/keys/keytitlebar.h"
#include "ui/kit/detailsfold.h"
#include "ui/kit/pagenotice.h"
#include "ui/kit/theme.h"

#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

using Show = core::KeyQuery::Show;

constexpr std::chrono::seconds timesAge{30};
constexpr int cheapRows = 5000; //!< up to here the rows are read again when time alone has passed

} // namespace

class KeysPage::Private {
public:
    Private(KeysPage &page, const Services &services);

    void build();
    void connectParts();
    void connectServices();

    void setOrganization(qint64 reference);
    void readPlace();
    void ask();
    void count();
    void reload();
    void showCap();
    void showState();
    void showSelection();
    void timePassed();
    void refreshFailed(const core::Error &error);

    KeysPage &q;
    const Services s;
    bool shows(qint64 reference) const { return reference == organization || ofAll(); }
    bool ofAll() const { return organization == core::everyOrganization; }

    const KeyPlaces places;
    qint64 organization = 0;
    core::ShownCounts counts;
    bool wasHidden = false;
    KeyTitleBar *titleBar;
    PageNotice *notice;
    NoticeBar *cap;
    KeyFilterBar *filters;
    KeyList *list;
    KeyInspector *inspector;
    DetailsFold *fold;
    KeyDeeds *deeds;
    KeyFreshness *freshness;
    QTimer times;
};

KeysPage::Private::Private(KeysPage &page, const Services &services)
    : q(page),
      s(services),
      places(services.sessions, services.directory),
      titleBar(new KeyTitleBar),
      notice(new PageNotice),
      cap(new NoticeBar),
      filters(new KeyFilterBar),
      list(new KeyList(services.cache, services.clock, services.settings)),
      inspector(new KeyInspector(services.cache, services.usage, services.makeAddition)),
      fold(new DetailsFold(page, *inspector, *list)),
      deeds(new KeyDeeds(services.actions, places, services.cache, services.clock, page)),
      freshness(new KeyFreshness(services.directory, services.cache, services.sync, &page))
{
    build();
    connectParts();
    connectServices();
}

void KeysPage::Private::build()
{
    list->setNaming([this](qint64 reference) { return places.nameOf(reference); });
    auto *body = fold->body();
    body->setSpacing(0);
    body->addWidget(list, 1);
    body->addWidget(inspector);
    auto *layout = new QVBoxLayout(&q);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(titleBar);
    layout->addWidget(notice);
    cap->setAttachedToTop(true);
    layout->addWidget(cap);
    layout->addWidget(filters);
    layout->addLayout(body, 1);
    times.setInterval(timesAge);
    times.setTimerType(Qt::VeryCoarseTimer);
}

void KeysPage::Private::connectParts()
{
    auto *table = &list->table();
    const auto toTable = [table] { table->setFocus(Qt::OtherFocusReason); };
    connect(titleBar, &KeyTitleBar::searched, &q, [this] { ask(); });
    connect(titleBar, &KeyTitleBar::searchLeft, table, toTable);
    connect(titleBar, &KeyTitleBar::exportWanted, &q, &KeysPage::exportRows);
    const auto create = [this] { s.actions.create(organization); };
    connect(titleBar, &KeyTitleBar::createWanted, &q, create);
    connect(filters, &KeyFilterBar::chose, &q, [this] { ask(); });
    connect(filters, &KeyFilterBar::detailsToggled, &q, [this](bool shown) { fold->unfold(shown); });
    connect(list, &KeyList::rowsChanged, &q, [this] {
        titleBar->setExporting(list->count() > 0);
        showSelection();
    });
    const auto complain = [this](const core::Error &error) { notice->complain(error); };
    connect(list, &KeyList::failed, &q, complain);
    connect(list, &KeyList::clearSearchWanted, titleBar, [this] { titleBar->setSearchText({}); });
    connect(list, &KeyList::showAllWanted, &q, [this] {
        filters->choose(Show::All);
        ask();
    });
    connect(list, &KeyList::retryWanted, &q, &KeysPage::refresh);
    connect(list, &KeyList::createWanted, &q, create);
    connect(table, &KeyTable::selectionCountChanged, &q, [this] {
        showSelection();
        Q_EMIT q.selectionChanged();
    });
    connect(table, &KeyTable::detailsWanted, &q, [this] {
        fold->unfold(true);
        inspector->focusFirst();
    });
    connect(table, &KeyTable::revokeWanted, &q,
            [this] { deeds->perform(KeyDeeds::Action::Revoke, list->selectedKeys()); });
    connect(table, &KeyTable::searchWanted, titleBar, &KeyTitleBar::typeSearch);
    connect(table, &KeyTable::menuWanted, &q,
            [this](const QPoint &at) { deeds->openMenu(at, list->selectedKeys(), list->table()); });
    connect(inspector, &KeyInspector::wanted, &q,
            [this](KeyDeeds::Action action) { deeds->perform(action, list->selectedKeys()); });
    connect(inspector, &KeyInspector::keyWanted, &q,
            [this](const QString &keyId) { q.selectKey(inspector->place().organization, keyId); });
    connect(inspector, &KeyInspector::narrowWanted, &q, [this](const auto &key, const auto &used) {
        s.actions.narrowScopes(inspector->place().organization, key, used);
    });
    connect(inspector, &KeyInspector::closeWanted, &q, [this, toTable] {
        fold->unfold(false);
        toTable();
    });
    connect(fold, &DetailsFold::folded, filters, &KeyFilterBar::setDetailsButton);
    connect(&times, &QTimer::timeout, &q, [this] { timePassed(); });
}

void KeysPage::Private::connectServices()
{
    const auto changed = [this](qint64 reference) {
        if (shows(reference))
            reload();
    };
    connect(&s.sync, &core::KeySync::keysChanged, &q, changed);
    connect(&s.keys, &core::Keys::keysChanged, &q, changed);
    connect(freshness, &KeyFreshness::changed, &q, [this] {
        showCap();
        showState();
    });
    connect(&s.directory, &core::Directory::organizationsChanged, &q, [this] {
        readPlace();
        // Of all, one may have come or gone with its keys, or have another name.
        if (ofAll())
            reload();
        showState();
        showSelection();
    });
    const auto sayGood = [this](const QString &sentence) { notice->say(NoticeBar::Look::Good, sentence); };
    connect(&s.actions, &KeyActions::said, &q, sayGood);
    connect(&s.actions, &KeyActions::failed, &q, [this](const core::Error &error) { notice->complain(error); });
    connect(deeds, &KeyDeeds::said, &q, sayGood);
    connect(deeds, &KeyDeeds::refused, &q,
            [this](const QString &sentence) { notice->say(NoticeBar::Look::Neutral, sentence); });
    connect(deeds, &KeyDeeds::exportFailed, &q,
            [this](const QString &sentence) { notice->say(NoticeBar::Look::Bad, sentence); });
    connect(&s.actions, &KeyActions::created, &q, &KeysPage::selectKey);
    // The new key instead of the old one, which keeps its row; no filter is left for that, and no choice of several.
    connect(&s.actions, &KeyActions::rotated, &q, [this](qint64 reference, const QString &keyId) {
        if (shows(reference) && list->table().selectedCount() < 2)
            list->selectKey(reference, keyId);
    });
    // Of several, what was revoked leaves the selection, so that what failed stays; a single one goes on being shown.
    connect(&s.actions, &KeyActions::revoked, &q, [this](const QList<core::KeyOfOrganization> &keys) {
        if (list->table().selectedCount() > 1)
            list->deselect(keys);
    });
}

void KeysPage::Private::setOrganization(qint64 reference)
{
    organization = reference;
    freshness->setOrganization(reference);
    notice->dismiss();
    showCap();
    titleBar->resetSearch();
    filters->choose(Show::All);
    readPlace();
    ask();
    count();
    showState();
}

void KeysPage::Private::readPlace()
{
    titleBar->setCreating(places.creationRefusal(organization), places.registersKeys(organization));
}

void KeysPage::Private::ask()
{
    list->ask(organization, filters->chosen(), titleBar->searchText());
}

void KeysPage::Private::count()
{
    const auto read = s.cache.counts(organization, s.clock.now());
    if (!read)
        notice->complain(read.error());
    counts = read ? *read : core::ShownCounts();
    titleBar->setCounts(counts);
    filters->setCounts(counts);
}

void KeysPage::Private::reload()
{
    count();
    showState();
    list->refresh();
}

void KeysPage::Private::showCap()
{
    const int most = s.sync.cap(organization);
    QStringList capped;
    for (const auto &each : ofAll() ? s.directory.organizations() : QList<core::CachedOrganization>())
        capped += s.sync.cap(each.reference) > 0 ? QStringList(places.nameOf(each)) : QStringList();
    const auto sentence =
        most > 0
            ? tr("This server shows at most %1 keys at once. There may be others that are not listed here.").arg(most)
        : capped.isEmpty()
            ? QString()
            : tr("Not all keys of %1 may be listed: the server shows only some.").arg(capped.join(u", "_s));
    if (sentence.isEmpty())
        cap->dismiss();
    else if (cap->sentence() != sentence || cap->isHidden())
        cap->show(NoticeBar::Look::Warning, sentence);
}

void KeysPage::Private::showState()
{
    titleBar->setAsOf(freshness->asOf(), s.clock.now(), freshness->isInPart());
    list->explain({counts, freshness->isKnown(), places.creationRefusal(organization).isEmpty(), freshness->failure()});
}

void KeysPage::Private::showSelection()
{
    const int count = list->table().selectedCount();
    const auto keys = list->selectedKeys();
    const auto now = s.clock.now();
    filters->setSelected(count);
    if (count == 0) {
        inspector->showNothing();
    } else if (count == 1 && keys.size() == 1) {
        inspector->setPlace(places.of(keys.first().organization, organization));
        inspector->showKey(keys.first().key, now);
    } else {
        inspector->showMany(count, [&](KeyDeeds::Action action) { return places.among(keys, action, now).size(); });
    }
}

void KeysPage::Private::timePassed()
{
    if (list->count() <= cheapRows) {
        reload();
        return;
    }
    list->table().viewport()->update();
    showSelection();
}

//! A person asked for it, and is told.
void KeysPage::Private::refreshFailed(const core::Error &error)
{
    if (ofAll())
        return; // what stands in each account's way is said above the page
    freshness->noteFailure(error);
    if (list->count() > 0)
        notice->complain(error);
}

KeysPage::KeysPage(const Services &services, QWidget *parent)
    : Page(parent), d(std::make_unique<Private>(*this, services))
{
    setObjectName(u"keysPage"_s);
}

KeysPage::~KeysPage() = default;

void KeysPage::setOrganization(qint64 reference)
{
    d->setOrganization(reference);
}

qint64 KeysPage::organization() const
{
    return d->organization;
}

QList<core::CachedKey> KeysPage::selectedKeys() const
{
    return d->list->selectedKeys();
}

void KeysPage::selectKey(qint64 organization, const QString &keyId)
{
    if (d->shows(organization) && !d->list->selectKey(organization, keyId)) {
        showOnly(Show::All);
        d->list->selectKey(organization, keyId);
    }
}

const KeyPlaces &KeysPage::places() const
{
    return d->places;
}

void KeysPage::showOnly(core::KeyQuery::Show filter)
{
    d->titleBar->resetSearch();
    d->filters->choose(filter);
    d->ask();
}

void KeysPage::focusSearch()
{
    d->titleBar->focusSearch();
}

void KeysPage::focusMain()
{
    d->list->setFocus(Qt::OtherFocusReason);
}

void KeysPage::refresh()
{
    if (d->organization == 0)
        return;
    d->freshness->forgive();
    core::whenDone(d->s.sync.synchronize(d->organization), this,
                   [this, asked = d->organization](const core::Result<> &done) {
                       // A pass tells its outcome by KeySync's signals; one that could not begin, for want of a
                       // session, only here.
                       if (asked == d->organization && !done)
                           d->refreshFailed(done.error());
                   });
}

void KeysPage::exportRows()
{
    if (d->list->count() == 0)
        return;
    const auto found = d->s.directory.organization(d->organization);
    d->deeds->exportKeys(d->list->query(), found ? found->organization.slug : u"all-organizations"_s);
}

void KeysPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (std::exchange(d->wasHidden, false))
        d->timePassed();
    d->times.start();
}

void KeysPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    d->times.stop();
    d->wasHidden = true;
}

} // namespace ui
