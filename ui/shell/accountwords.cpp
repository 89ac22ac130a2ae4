#include "ui/shell/accountwords.h"

#include "core/base/text.h"
#include "core/domain/organization.h"
#include "core/domain/standing.h"
#include "core/storage/settingsstore.h"
#include "ui/kit/words.h"

#include <QCoreApplication>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace ui::accountwords {

namespace {

constexpr qsizetype longest = 80;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Sidebar)
};

} // namespace

QString placeOf(const core::AccountRecord &record)
{
    if (record.local)
        return Words::tr("This computer");
    if (record.kind == core::BackendKind::Watched)
        return Words::tr("Watched from this computer");
    const QString host = record.gateway.host(QUrl::FullyDecoded);
    return core::shown(record.gateway.port() < 0 ? host : u"%1:%2"_s.arg(host).arg(record.gateway.port()), longest);
}

QString lineFor(const core::AccountRecord &record)
{
    const auto place = placeOf(record);
    return record.email.isEmpty() ? place : u"%1 · %2"_s.arg(core::shown(record.email, longest), place);
}

QString footing(const core::Organization &organization, const core::Standing &standing)
{
    return standing.can.endsElsewhere ? core::shown(organization.profileName, longest) : words::role(organization.role);
}

} // namespace ui::accountwords
