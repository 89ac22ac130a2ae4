#include "ui/keys/dialogcontext.h"

#include "core/base/text.h"
#include "ui/kit/words.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr qsizetype longestShownName = 48;
}

QString DialogContext::organizationName() const
{
    return shownAs.isEmpty() ? shownName(organization.organization.name) : shownAs;
}

QString shownName(const QString &name)
{
    return core::shown(name, longestShownName);
}

QString dayAndTime(const QDateTime &time)
{
    return QCoreApplication::translate("ui::dayAndTime", "%1, %2 your time")
        .arg(words::date(time), time.toLocalTime().toString(u"HH:mm"_s));
}

} // namespace ui
