#include "ui/rotations/rotationlines.h"

#include "ui/rotations/rotationwords.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ui::rotationlines {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::RotationsPage)
};

FactPanel::Line line(const core::Rotation &rotation, Pill::Tint tint, const QString &fact, const KeyHomes &homeOf,
                     const QStringList &actions)
{
    const auto &record = rotation.record;
    return {id(record), tint, rotationwords::name(rotation), homeOf(record.organization).naming(fact), actions};
}

} // namespace

QString id(qint64 organization, const QString &keyId)
{
    return u"%1 %2"_s.arg(organization).arg(keyId);
}

QString id(const core::RotationRecord &record)
{
    return id(record.organization, record.newKeyId);
}

Lines usedAgain(const QList<core::Rotation> &rotations, const KeyHomes &homeOf, const QDateTime &now)
{
    Lines lines;
    for (const auto &each : rotations)
        lines += line(each, Pill::Tint::Bad, rotationwords::usedAgain(each, now), homeOf,
                      {Words::tr("Show its requests"), Words::tr("Dismiss")});
    return lines;
}

Lines due(const QList<core::DueKey> &keys, const KeyHomes &homeOf, const QDateTime &now)
{
    Lines lines;
    for (const auto &each : keys) {
        const auto home = homeOf(each.organization);
        const bool expires = each.reason == core::DueKey::Reason::Expires;
        FactPanel::Line line{id(each.organization, each.key.id), expires ? Pill::Tint::Warning : Pill::Tint::Neutral,
                             each.key.name, home.naming(rotationwords::due(each, home.policy.rotateAfterDays, now))};
        if (keypermissions::isOffered(keypermissions::Action::Rotate, each.key, home.standing, now))
            line.actions += Words::tr("Rotate…");
        lines += line;
    }
    return lines;
}

Lines ended(const QList<core::Rotation> &rotations, const KeyHomes &homeOf, const QDateTime &now)
{
    Lines lines;
    for (const auto &each : rotations)
        lines += line(each, Pill::Tint::Good, rotationwords::ended(each, now), homeOf, {Words::tr("Show key")});
    return lines;
}

} // namespace ui::rotationlines
