#include "ui/keys/keyspage.h"

#include "core/base/clock.h"
#include "core/domain/profile.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/keysync.h"
#include "core/services/sessions.h"
#include "ui/keys/exportdialog.h"
#include "ui/keys/exportrun.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keyfilterbar.h"
#include "ui/keys/keyinspector.h"
#include "ui/keys/keylist.h"
#include "ui/keys/keymenu.h"
#include "ui/keys/keytable.h"
#include "ui/keys/keytitlebar.h"
#include "ui/keys/quantity.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"

#include <QApplication>
#include <QFileInfo>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

using Action = keypermissions::Action;
using Show = core::KeyQuery::Show;

constexpr int wideWindow = 1200;
constexpr std::chrono::seconds timesAge{30};
constexpr std::chrono::seconds noticeStays{10};
constexpr int cheapRows = 5000; //!< up to here the rows are read again when time alone has passed

core::Profile profileOf(const QString &id)
{
    static const auto profiles = core::shippedProfiles();
    for (const auto &profile : profiles) {
        if (profile.id == id)
            return profile;
    }
    return {};
}

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
    void reload();
    void readCounts();
    void showState();
    void showSelection();
    void unfold(bool open);
    void fold();
    void timePassed();

    void selectKey(const QString &keyId);
    void act(Action action);
    void act(Action action, const core::Key &key);
    void openMenu(const QPoint &globalPosition);
    void startExport(const QString &fileName);

    void say(NoticeBar::Look look, const QString &sentence);
    void complain(const core::Error &error);

    KeysPage &q;
    const Services s;
    qint64 organization = 0;
    KeyInspector::Place place;
    core::ShownCounts counts;
    QDateTime syncedAt; //!< what is shown is as of then; invalid: nothing was ever synchronized
    bool fresh = false;
    std::optional<core::Error> failure;
    bool unfolded = false;

    KeyTitleBar *titleBar;
    NoticeBar *notice;
    KeyFilterBar *filters;
    KeyList *list;
    KeyInspector *inspector;
    QTimer times;
    QTimer noticeAge;
};

KeysPage::Private::Private(KeysPage &page, const Services &services)
    : q(page),
      s(services),
      titleBar(new KeyTitleBar),
      notice(new NoticeBar),
      filters(new KeyFilterBar),
      list(new KeyList(services.cache, services.clock, services.settings)),
      inspector(new KeyInspector(services.cache))
{
    build();
    connectParts();
    connectServices();
}

void KeysPage::Private::build()
{
    auto *noticeRow = new QVBoxLayout;
    noticeRow->setContentsMargins(spacing::large, spacing::small, spacing::large, 0);
    noticeRow->addWidget(notice);
    auto *body = new QHBoxLayout;
    body->setContentsMargins(spacing::large, 0, 0, 0);
    body->setSpacing(0);
    body->addWidget(list, 1);
    body->addWidget(inspector);
    auto *layout = new QVBoxLayout(&q);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(titleBar);
    layout->addLayout(noticeRow);
    layout->addWidget(filters);
    layout->addLayout(body, 1);
    notice->setObjectName(u"pageNotice"_s);

    times.setInterval(timesAge);
    times.setTimerType(Qt::VeryCoarseTimer);
    noticeAge.setInterval(noticeStays);
    noticeAge.setSingleShot(true);
    fold();
}

void KeysPage::Private::connectParts()
{
    auto *table = &list->table();
    const auto toTable = [table] { table->setFocus(Qt::OtherFocusReason); };
    connect(titleBar, &KeyTitleBar::searched, &q, [this] { ask(); });
    connect(titleBar, &KeyTitleBar::searchLeft, table, toTable);
    connect(titleBar, &KeyTitleBar::exportWanted, &q, &KeysPage::exportKeys);
    connect(titleBar, &KeyTitleBar::createWanted, &q, [this] { s.actions.create(organization); });
    connect(filters, &KeyFilterBar::chose, &q, [this] { ask(); });
    connect(filters, &KeyFilterBar::detailsToggled, &q, [this](bool shown) { unfold(shown); });

    connect(list, &KeyList::rowsChanged, &q, [this] {
        titleBar->setExporting(list->count() > 0);
        showSelection();
    });
    connect(list, &KeyList::failed, &q, [this](const core::Error &error) { complain(error); });
    connect(list, &KeyList::clearSearchWanted, titleBar, [this] { titleBar->setSearchText({}); });
    connect(list, &KeyList::showAllWanted, &q, [this] {
        filters->choose(Show::All);
        ask();
    });
    connect(list, &KeyList::retryWanted, &q, &KeysPage::refresh);
    connect(list, &KeyList::createWanted, &q, [this] { s.actions.create(organization); });

    connect(table, &KeyTable::selectionCountChanged, &q, [this] {
        showSelection();
        Q_EMIT q.selectionChanged();
    });
    connect(table, &KeyTable::detailsWanted, &q, [this] {
        unfold(true);
        inspector->focusFirst();
    });
    connect(table, &KeyTable::revokeWanted, &q, [this] { act(Action::Revoke); });
    connect(table, &KeyTable::searchWanted, titleBar, &KeyTitleBar::typeSearch);
    connect(table, &KeyTable::menuWanted, &q, [this](const QPoint &at) { openMenu(at); });

    connect(inspector, &KeyInspector::wanted, &q, [this](Action action) { act(action); });
    connect(inspector, &KeyInspector::keyWanted, &q, &KeysPage::selectKey);
    connect(inspector, &KeyInspector::closeWanted, &q, [this, toTable] {
        unfold(false);
        toTable();
    });
    connect(&times, &QTimer::timeout, &q, [this] { timePassed(); });
    connect(&noticeAge, &QTimer::timeout, notice, &NoticeBar::dismiss);
}

void KeysPage::Private::connectServices()
{
    const auto changed = [this](qint64 reference) {
        if (reference == organization)
            reload();
    };
    connect(&s.sync, &core::KeySync::keysChanged, &q, changed);
    connect(&s.keys, &core::Keys::keysChanged, &q, changed);
    connect(&s.sync, &core::KeySync::synchronized, &q, [this](qint64 reference, const QDateTime &at) {
        if (reference != organization)
            return;
        syncedAt = at;
        fresh = true;
        failure.reset();
        showState();
    });
    connect(&s.sync, &core::KeySync::failed, &q, [this](qint64 reference, const core::Error &error) {
        if (reference != organization)
            return;
        fresh = false;
        failure = error;
        showState();
    });
    connect(&s.directory, &core::Directory::organizationsChanged, &q, [this] {
        readPlace();
        showState();
        showSelection();
    });
    connect(&s.actions, &KeyActions::said, &q,
            [this](const QString &sentence) { say(NoticeBar::Look::Good, sentence); });
    connect(&s.actions, &KeyActions::failed, &q, [this](const core::Error &error) { complain(error); });
    // Of several, what was revoked leaves the selection, so that what failed stays; a single one goes on being shown.
    connect(&s.actions, &KeyActions::revoked, &q, [this](const QStringList &keyIds) {
        if (list->table().selectedCount() > 1)
            list->deselect(keyIds);
    });
}

void KeysPage::Private::setOrganization(qint64 reference)
{
    organization = reference;
    fresh = false;
    failure.reset();
    const auto at = s.cache.syncedAt(reference);
    syncedAt = at ? *at : QDateTime();
    notice->dismiss();
    titleBar->resetSearch();
    filters->choose(Show::All);
    readPlace();
    readCounts();
    ask();
    showState();
}

void KeysPage::Private::readPlace()
{
    place = {};
    const auto found = s.directory.organization(organization);
    const auto account = found ? s.sessions.account(found->accountId) : std::nullopt;
    if (found) {
        place.person.role = found->organization.role;
        place.profile = profileOf(found->organization.profileId);
    }
    if (account) {
        place.person.name = account->record.userName;
        place.gateway = account->record.gateway;
    }
    inspector->setPlace(place);
    titleBar->setCreating(core::canCreateKeys(place.person.role) ? QString()
                          : found ? tr("Your role here, %1, cannot create keys.").arg(words::role(place.person.role))
                                  : tr("Choose an organization first."));
}

void KeysPage::Private::ask()
{
    list->ask(organization, filters->chosen(), titleBar->searchText());
}

void KeysPage::Private::reload()
{
    readCounts();
    showState();
    list->refresh();
}

void KeysPage::Private::readCounts()
{
    if (const auto read = s.cache.counts(organization, s.clock.now()))
        counts = *read;
    else
        complain(read.error());
    titleBar->setCounts(counts);
    filters->setCounts(counts);
}

void KeysPage::Private::showState()
{
    filters->setAsOf(fresh ? QDateTime() : syncedAt, s.clock.now());
    list->explain({counts, syncedAt.isValid(), core::canCreateKeys(place.person.role), failure});
}

void KeysPage::Private::showSelection()
{
    const int count = list->table().selectedCount();
    const auto keys = list->selectedKeys();
    const auto now = s.clock.now();
    filters->setSelected(count);
    if (count == 0)
        inspector->showNothing();
    else if (count == 1 && keys.size() == 1)
        inspector->showKey(keys.first(), now);
    else
        inspector->showMany(count, keys, now);
}

//! Opens or closes the inspector where the window is too narrow for it to stay.
void KeysPage::Private::unfold(bool open)
{
    unfolded = open;
    fold();
}

void KeysPage::Private::fold()
{
    const bool narrow = q.window()->width() < wideWindow;
    const bool hadFocus = inspector->isAncestorOf(QApplication::focusWidget());
    inspector->setVisible(!narrow || unfolded);
    inspector->setClosable(narrow);
    filters->setDetailsButton(narrow, unfolded);
    if (hadFocus && narrow && !unfolded)
        list->setFocus(Qt::OtherFocusReason);
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

void KeysPage::Private::selectKey(const QString &keyId)
{
    if (list->selectKey(keyId))
        return;
    titleBar->resetSearch();
    filters->choose(Show::All);
    ask();
    list->selectKey(keyId);
}

void KeysPage::Private::act(Action action)
{
    const auto selected = list->selectedKeys();
    const auto keys = keypermissions::among(selected, action, place.person, s.clock.now());
    if (keys.isEmpty()) {
        const auto refusal = selected.isEmpty() ? QString() : keypermissions::refusal(selected.first(), place.person);
        if (!selected.isEmpty())
            say(NoticeBar::Look::Neutral, refusal.isEmpty() ? tr("That key has ended already.") : refusal);
        return;
    }
    if (action == Action::Revoke) {
        s.actions.revoke(organization, keys);
        return;
    }
    for (const auto &key : keys)
        act(action, key);
}

void KeysPage::Private::act(Action action, const core::Key &key)
{
    switch (action) {
    case Action::Rotate: s.actions.rotate(organization, key); return;
    case Action::Edit: s.actions.edit(organization, key); return;
    case Action::Disable: s.actions.setEnabled(organization, key, false); return;
    case Action::Enable: s.actions.setEnabled(organization, key, true); return;
    case Action::Clone: s.actions.clone(organization, key); return;
    case Action::RetireNow: s.actions.retireNow(organization, key); return;
    case Action::Revoke: s.actions.revoke(organization, {key}); return;
    }
}

void KeysPage::Private::openMenu(const QPoint &globalPosition)
{
    auto *table = &list->table();
    auto *menu = new KeyMenu(list->selectedKeys(), place.person, s.clock.now(), table);
    connect(menu, &KeyMenu::wanted, &q, [this](Action action) { act(action); });
    connect(menu, &KeyMenu::detailsWanted, table, &KeyTable::detailsWanted);
    connect(menu, &KeyMenu::resetColumnsWanted, table, &KeyTable::resetColumns);
    menu->popup(globalPosition);
}

void KeysPage::Private::startExport(const QString &fileName)
{
    auto query = list->query();
    query.now = s.clock.now();
    auto *run = new ExportRun(s.cache, s.clock, query, fileName, &q);
    core::whenDone(
        run->start(), &q, [this, run, name = QFileInfo(fileName).fileName()](const core::Result<qint64> &written) {
            run->deleteLater();
            if (written)
                say(NoticeBar::Look::Good, tr("%1 exported to %2.").arg(quantity::keys(*written), name));
            else
                say(NoticeBar::Look::Bad, tr("The keys could not be exported to %1: %2. Nothing was written there.")
                                              .arg(name, written.error().detail));
        });
}

void KeysPage::Private::say(NoticeBar::Look look, const QString &sentence)
{
    notice->show(look, sentence);
    notice->addAction(tr("Dismiss"), [this] { notice->dismiss(); });
    if (look == NoticeBar::Look::Bad)
        noticeAge.stop();
    else
        noticeAge.start();
}

void KeysPage::Private::complain(const core::Error &error)
{
    if (const auto sentence = words::message(error); !sentence.isEmpty())
        say(NoticeBar::Look::Bad, sentence);
}

KeysPage::KeysPage(const Services &services, QWidget *parent)
    : QWidget(parent), d(std::make_unique<Private>(*this, services))
{
    setObjectName(u"keysPage"_s);
    setFocusProxy(d->list);
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

QList<core::Key> KeysPage::selectedKeys() const
{
    return d->list->selectedKeys();
}

void KeysPage::selectKey(const QString &keyId)
{
    d->selectKey(keyId);
}

void KeysPage::focusSearch()
{
    d->titleBar->focusSearch();
}

void KeysPage::refresh()
{
    if (d->organization == 0)
        return;
    d->failure.reset();
    d->showState();
    // Its outcome comes by the signals of KeySync, as that of every other pass does.
    d->s.sync.synchronize(d->organization);
}

void KeysPage::exportKeys()
{
    if (d->list->count() == 0)
        return;
    const auto found = d->s.directory.organization(d->organization);
    auto *dialog = exportDialog(found ? found->organization.slug : QString(), d->s.clock.now(), this);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &fileName) { d->startExport(fileName); });
    dialog->open();
}

void KeysPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    d->fold();
}

void KeysPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    d->fold();
    d->timePassed();
    d->times.start();
}

void KeysPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    d->times.stop();
}

} // namespace ui
