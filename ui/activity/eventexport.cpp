#include "ui/activity/eventexport.h"

#include "core/domain/activityjson.h"
#include "core/services/directory.h"
#include "core/services/sessions.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ui::eventexport {

namespace {

// A page is parsed and written within a frame or two.
constexpr int eventsAtATime = 500;

class EventReader {
public:
    EventReader(const Source &source, ExportFormat format) : m_source(source), m_format(format) {}

    core::Async<core::ActivityPage> page()
    {
        const auto known = m_source.directory.organization(m_source.organization);
        auto *backend = known ? m_source.sessions.backend(known->accountId) : nullptr;
        if (backend == nullptr || !backend->hasSession())
            return core::ready<core::ActivityPage>(core::Error{core::Error::Kind::Unauthorized});
        return backend->activity(known->organization.id, m_source.filter, m_cursor, eventsAtATime);
    }

    ExportPortion portionOf(const core::ActivityPage &page)
    {
        ExportPortion portion;
        for (const auto &event : page.events)
            portion.lines += line(m_format, event);
        portion.count = page.events.size();
        portion.last = page.cursor.isEmpty();
        m_cursor = page.cursor;
        return portion;
    }

private:
    const Source m_source;
    const ExportFormat m_format;
    QString m_cursor; //!< behind what was read; a keyset: what is new does not move it
};

} // namespace

QByteArray header(ExportFormat format)
{
    if (format == ExportFormat::JsonLines)
        return {};
    return csvLine({u"id"_s, u"at"_s, u"kind"_s, u"actor_kind"_s, u"actor"_s, u"key_id"_s, u"key"_s, u"hint"_s,
                    u"method"_s, u"path"_s, u"scope"_s, u"status"_s, u"code"_s, u"address"_s, u"user_agent"_s,
                    u"detail"_s});
}

QByteArray line(ExportFormat format, const core::ActivityEvent &event)
{
    if (format == ExportFormat::JsonLines)
        return QJsonDocument(core::toJson(event)).toJson(QJsonDocument::Compact) + '\n';
    const auto key = event.key.value_or(core::EventKey{});
    return csvLine({event.id, exportedTime(event.at), core::wordFor(event.kind), core::wordFor(event.actor.kind),
                    event.actor.name, key.id, key.name, key.hint, event.method, event.path, event.scope,
                    event.status > 0 ? QString::number(event.status) : QString(), event.code, event.address,
                    event.userAgent, event.detail});
}

ExportRun::Reader reader(const Source &source, ExportFormat format)
{
    return [events = std::make_shared<EventReader>(source, format)] {
        return core::andThen(events->page(), [events](const core::ActivityPage &page) {
            return core::Result<ExportPortion>(events->portionOf(page));
        });
    };
}

} // namespace ui::eventexport
