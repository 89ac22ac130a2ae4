#include "ui/reminders/calendarexport.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/domain/calendar.h"
#include "core/domain/organization.h"
#include "core/services/directory.h"
#include "core/services/sessions.h"
#include "core/storage/keycache.h"
#include "ui/kit/exportdialog.h"
#include "ui/kit/exportrun.h"
#include "ui/kit/quantity.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype keysAtATime = 500;
const auto expiries = u"expiries"_s;
constexpr auto week = std::chrono::hours(7 * 24), day = std::chrono::hours(24), hour = std::chrono::hours(1);

//! A key that ends on a known day, and so stands in the calendar; the entry of a retiring key is about its overlap.
std::optional<core::calendar::Entry> entryOf(const core::Key &key, const QString &organization)
{
    const bool retiring = key.status == core::KeyStatus::Retiring && key.retiresAt.isValid();
    core::calendar::Entry entry;
    entry.at = retiring ? key.retiresAt : key.expiresAt;
    if (!entry.at.isValid())
        return {};
    const auto name = core::shown(key.name, 100);
    entry.uid = u"%1.%2@keysteward"_s.arg(key.id, key.organizationId);
    entry.summary =
        retiring ? CalendarExport::tr("Overlap of “%1” ends").arg(name) : CalendarExport::tr("“%1” expires").arg(name);
    entry.description = u"%1\n%2\n%3"_s.arg(organization, key.hint, key.scopes.join(u", "_s));
    entry.revision = std::max<qint64>(key.version, 0);
    if (retiring)
        entry.reminders = {hour};
    else
        entry.reminders = {week, day};
    return entry;
}

//! In \a folder, and the name of no file there.
QString freeName(const QDir &folder, const QString &stem)
{
    auto name = stem + u".ics"_s;
    for (int number = 2; folder.exists(name); ++number)
        name = u"%1-%2.ics"_s.arg(stem).arg(number);
    return folder.filePath(name);
}

} // namespace

//! The calendars of all organizations, one after the other.
struct CalendarExport::Series {
    QDir folder;
    QList<core::CachedOrganization> left;
    qint64 keys = 0;
    int files = 0;
};

CalendarExport::CalendarExport(const core::KeyCache &cache, const core::Directory &directory,
                               const core::Sessions &sessions, const core::Clock &clock, QWidget &window)
    : QObject(&window), m_cache(cache), m_directory(directory), m_sessions(sessions), m_clock(clock), m_window(window)
{
}

void CalendarExport::start(qint64 organization)
{
    const auto place = m_directory.organization(organization);
    if (place) {
        auto *dialog = saveDialog(tr("Export calendar"), {tr("Calendar (*.ics)"), u"ics"_s}, place->organization.slug,
                                  expiries, m_clock.now(), &m_window);
        connect(dialog, &QFileDialog::fileSelected, this,
                [this, place](const QString &fileName) { writeOne(*place, fileName); });
        dialog->open();
    } else if (organization == core::everyOrganization) {
        auto *dialog = folderDialog(tr("Export a calendar of each organization into a folder"), &m_window);
        connect(dialog, &QFileDialog::fileSelected, this, &CalendarExport::writeAll);
        dialog->open();
    }
}

//! Nothing is asked of a server: what is known here of when the keys of \a place end.
core::Async<qint64> CalendarExport::write(const core::CachedOrganization &place, const QString &fileName)
{
    QList<qint64> rows;
    for (const auto show : {core::KeyQuery::Show::Retiring, core::KeyQuery::Show::Active}) {
        core::KeyQuery query;
        query.organization = place.reference;
        query.show = show;
        query.sort = core::KeyQuery::Sort::Expires;
        query.now = m_clock.now();
        const auto found = m_cache.rows(query);
        if (!found)
            return core::ready<qint64>(found.error());
        rows += *found;
    }
    const auto title = core::shown(place.organization.name, 100);
    // Owned by the run, which ends before this does.
    auto at = std::make_shared<qsizetype>(0);
    const auto read = [this, rows, at, title]() -> core::Async<ExportPortion> {
        const auto keys = m_cache.cachedKeys(rows.mid(*at, keysAtATime));
        *at += keysAtATime;
        if (!keys)
            return core::ready<ExportPortion>(keys.error());
        ExportPortion portion;
        for (const auto &key : *keys) {
            if (const auto entry = entryOf(key.key, title)) {
                portion.lines += core::calendar::entry(*entry, m_clock.now());
                ++portion.count;
            }
        }
        portion.last = *at >= rows.size();
        if (portion.last)
            portion.lines += core::calendar::tail();
        return core::ready<ExportPortion>(portion);
    };
    auto *run = new ExportRun(fileName, core::calendar::head(tr("%1: keys").arg(title)), read, this);
    const auto operation = run->start();
    core::whenDone(operation, run, [run](const core::Result<qint64> &) { run->deleteLater(); });
    return operation;
}

void CalendarExport::writeOne(const core::CachedOrganization &place, const QString &fileName)
{
    const auto name = QFileInfo(fileName).fileName();
    core::whenDone(write(place, fileName), this, [this, name](const core::Result<qint64> &written) {
        if (written)
            Q_EMIT said(tr("The ends of %1 were exported to %2.").arg(quantity::keys(*written), name));
        else
            Q_EMIT failed(tr("The calendar could not be exported to %1: %2. Nothing was written there.")
                              .arg(name, written.error().detail));
    });
}

//! An organization that several accounts know has the same keys for each of them.
QList<core::CachedOrganization> CalendarExport::eachOnce() const
{
    QList<core::CachedOrganization> places;
    QSet<std::pair<QUrl, QString>> met;
    for (const auto &place : m_directory.organizations()) {
        const auto account = m_sessions.account(place.accountId);
        const std::pair id(account ? account->record.gateway : QUrl(), place.organization.id);
        if (!met.contains(id))
            places += place;
        met += id;
    }
    return places;
}

void CalendarExport::writeAll(const QString &folder)
{
    writeNext(std::make_shared<Series>(Series{QDir(folder), eachOnce()}));
}

void CalendarExport::writeNext(const std::shared_ptr<Series> &series)
{
    const auto folder = series->folder.dirName();
    if (series->left.isEmpty())
        return Q_EMIT said((series->files == 1
                                ? tr("The ends of %1 were exported to %2, in %3 calendar.")
                                : tr("The ends of %1 were exported to %2, in %3 calendars: one for each organization."))
                               .arg(quantity::keys(series->keys), folder)
                               .arg(series->files));
    const auto place = series->left.takeFirst();
    const auto fileName = freeName(series->folder, fileStem(place.organization.slug, expiries, m_clock.now()));
    core::whenDone(write(place, fileName), this, [this, series, fileName](const core::Result<qint64> &written) {
        if (!written)
            return Q_EMIT failed(tr("The calendar could not be exported to %1: %2. Calendars written before: %3.")
                                     .arg(QFileInfo(fileName).fileName(), written.error().detail)
                                     .arg(series->files));
        series->keys += *written;
        ++series->files;
        writeNext(series);
    });
}

} // namespace ui
