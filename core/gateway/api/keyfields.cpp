#include "core/gateway/api/keyfields.h"

#include "core/base/text.h"
#include "core/domain/keyrules.h"

using namespace Qt::StringLiterals;

namespace gateway::api::keyfields {

namespace rules = core::keyrules;

namespace {

constexpr qsizetype mostScopes = 128;

QString nameFault(const QString &name)
{
    switch (rules::judgeName(name)) {
    case rules::NameFault::None: break;
    case rules::NameFault::Empty: return u"must not be empty"_s;
    case rules::NameFault::TooLong: return u"must have at most %1 characters"_s.arg(rules::longestName);
    case rules::NameFault::HiddenCharacters: return u"must not have control or invisible characters"_s;
    }
    return {};
}

//! Line breaks and tabs may stand in a note; nothing else that cannot be seen.
bool hasHiddenInNote(QString note)
{
    return core::hasHidden(note.remove(u'\n').remove(u'\t'));
}

} // namespace

QString name(BodyReader &body)
{
    const auto name = body.text(u"name"_s).trimmed();
    if (const auto fault = nameFault(name); !fault.isEmpty())
        body.fail(u"name"_s, fault);
    return name;
}

QString note(BodyReader &body)
{
    const auto note = body.textOr(u"note"_s, {}).trimmed();
    if (note.size() > rules::longestNote)
        body.fail(u"note"_s, u"must have at most %1 characters"_s.arg(rules::longestNote));
    else if (hasHiddenInNote(note))
        body.fail(u"note"_s, u"must not have control or invisible characters"_s);
    return note;
}

QStringList scopes(BodyReader &body)
{
    auto scopes = body.texts(u"scopes"_s);
    scopes.removeDuplicates();
    if (scopes.isEmpty())
        body.fail(u"scopes"_s, u"must name at least one scope"_s);
    else if (scopes.size() > mostScopes)
        body.fail(u"scopes"_s, u"must name at most %1 scopes"_s.arg(mostScopes));
    return scopes;
}

QString expiryFault(const QDateTime &expiresAt, const core::Policy &policy, const QDateTime &now)
{
    switch (rules::judgeExpiry(expiresAt, policy, now)) {
    case rules::ExpiryFault::None: break;
    case rules::ExpiryFault::InThePast: return u"must be in the future"_s;
    case rules::ExpiryFault::BeyondPolicy:
        return u"must be at most %1 days away"_s.arg(policy.maxLifetimeDays.value_or(0));
    case rules::ExpiryFault::Required: return u"is required: keys of this organization must expire"_s;
    }
    return {};
}

QDateTime expiry(BodyReader &body, const core::Policy &policy, const QDateTime &now)
{
    const auto expiresAt = body.timeOrNull(u"expires_at"_s);
    if (body.failed(u"expires_at"_s))
        return expiresAt;
    if (const auto fault = expiryFault(expiresAt, policy, now); !fault.isEmpty())
        body.fail(u"expires_at"_s, fault);
    return expiresAt;
}

} // namespace gateway::api::keyfields
