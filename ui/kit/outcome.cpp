#include "ui/kit/outcome.h"

#include <QCoreApplication>

namespace ui::outcome {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::outcome)
};

//! Large areas of the accent would outshine the figures beside them.
QColor softened(const QColor &colour, const QColor &surface)
{
    const auto mixed = [](int strong, int weak) { return (strong * 17 + weak * 3) / 20; };
    return QColor(mixed(colour.red(), surface.red()), mixed(colour.green(), surface.green()),
                  mixed(colour.blue(), surface.blue()));
}

} // namespace

qint64 countOf(const core::UsageCount &count, core::CallOutcome outcome)
{
    switch (outcome) {
    case core::CallOutcome::Ok: return count.ok;
    case core::CallOutcome::Unauthorized: return count.unauthorized;
    case core::CallOutcome::Forbidden: return count.forbidden;
    case core::CallOutcome::Limited: return count.limited;
    case core::CallOutcome::Other: break;
    }
    return count.other;
}

QString name(core::CallOutcome outcome)
{
    switch (outcome) {
    case core::CallOutcome::Ok: return Words::tr("Allowed");
    case core::CallOutcome::Unauthorized: return Words::tr("Key refused");
    case core::CallOutcome::Forbidden: return Words::tr("Scope missing");
    case core::CallOutcome::Limited: return Words::tr("Rate limited");
    case core::CallOutcome::Other: break;
    }
    return Words::tr("Other errors");
}

QColor colour(core::CallOutcome outcome, const Tokens &tokens)
{
    switch (outcome) {
    case core::CallOutcome::Ok: return softened(tokens.accent, tokens.surface);
    case core::CallOutcome::Unauthorized: return tokens.bad.foreground;
    case core::CallOutcome::Forbidden: return tokens.retiring.foreground;
    case core::CallOutcome::Limited: return tokens.warning.foreground;
    case core::CallOutcome::Other: break;
    }
    return tokens.neutral.foreground;
}

} // namespace ui::outcome
