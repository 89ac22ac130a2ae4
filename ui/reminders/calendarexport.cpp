#include "ui/reminders/calendarexport.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/domain/calendar.h"
#include "core/domain/organization.h"
#include "core/services/directory.h"
#include "core/storage/keycache.h"
#include "ui/kit/exportdialog.h"
#include "ui/kit/exportrun.h"
#include "ui/kit/quantity.h"

#include <QFileInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype keysAtATime = 500;
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

} // namespace

CalendarExport::CalendarExport(const core::KeyCache &cache, const core::Directory &directory, const core::Clock &clock,
                               QWidget &window)
    : QObject(&window), m_cache(cache), m_directory(directory), m_clock(clock), m_window(window)
{
}

void CalendarExport::start(qint64 organization)
{
    const auto place = m_directory.organization(organization);
    if (!place && organization != core::everyOrganization)
        return;
    const auto slug = place ? place->organization.slug : u"all-organizations"_s;
    auto *dialog = saveDialog(tr("Export calendar"), {tr("Calendar (*.ics)"), u"ics"_s}, slug, u"expiries"_s,
                              m_clock.now(), &m_window);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, organization](const QString &fileName) { write(organization, fileName); });
    dialog->open();
}

void CalendarExport::write(qint64 organization, const QString &fileName)
{
    const auto place = m_directory.organization(organization);
    const auto title = place ? core::shown(place->organization.name, 100) : tr("All organizations");
    QList<qint64> rows;
    for (const auto show : {core::KeyQuery::Show::Retiring, core::KeyQuery::Show::Active}) {
        core::KeyQuery query;
        query.organization = organization;
        query.show = show;
        query.sort = core::KeyQuery::Sort::Expires;
        query.now = m_clock.now();
        const auto found = m_cache.rows(query);
        if (!found)
            return Q_EMIT failed(tr("The calendar could not be exported: %1.").arg(found.error().detail));
        rows += *found;
    }
    // Owned by the run, which ends before this does.
    auto at = std::make_shared<qsizetype>(0);
    const auto read = [this, rows, at]() -> core::Async<ExportPortion> {
        const auto keys = m_cache.cachedKeys(rows.mid(*at, keysAtATime));
        *at += keysAtATime;
        if (!keys)
            return core::ready<ExportPortion>(keys.error());
        ExportPortion portion;
        for (const auto &key : *keys) {
            if (const auto entry = entryOf(key.key, core::shown(key.organizationName, 100))) {
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
    const auto name = QFileInfo(fileName).fileName();
    core::whenDone(run->start(), this, [this, run, name](const core::Result<qint64> &written) {
        run->deleteLater();
        if (written)
            Q_EMIT said(tr("The ends of %1 were exported to %2.").arg(quantity::keys(*written), name));
        else
            Q_EMIT failed(tr("The calendar could not be exported to %1: %2. Nothing was written there.")
                              .arg(name, written.error().detail));
    });
}

} // namespace ui
