#include "core/domain/watching.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

ProbeCall probeFrom(JsonReader reader, JsonReader &parent)
{
    ProbeCall probe;
    probe.path = reader.text("path");
    probe.query = reader.textOrNull("query");
    probe.holds = reader.textOrNull("holds");
    probe.costsQuota = reader.booleanOr("costs_quota", false);
    if (!watching::isPath(probe.path))
        reader.fail("path", "a path");
    parent.absorb(reader);
    return probe;
}

WatchedKind kindFrom(const QJsonValue &value, JsonReader &parent)
{
    JsonReader reader(value.toObject(), u"watching.kinds."_s);
    WatchedKind kind;
    kind.id = reader.text("id");
    kind.name = reader.text("name");
    kind.header = reader.text("header");
    kind.headerValue = reader.text("header_value");
    kind.needsTenant = reader.booleanOr("needs_tenant", false);
    kind.scopes = reader.texts("scopes");
    kind.probe = probeFrom(reader.object("probe"), reader);
    kind.explanation = reader.text("explanation");
    kind.warning = reader.textOrNull("warning");
    kind.invalidHint = reader.textOrNull("invalid_hint");
    kind.betterKind = reader.textOrNull("better_kind");
    kind.endingCall = reader.textOrNull("ending_call");
    kind.endingHint = reader.textOrNull("ending_hint");
    if (!watching::isHeader(kind.header))
        reader.fail("header", "a header's name");
    if (!watching::isHeaderValue(kind.headerValue))
        reader.fail("header_value", "a value with {key}");
    parent.absorb(reader);
    return kind;
}

WatchedHost hostFrom(const QJsonValue &value, JsonReader &parent)
{
    JsonReader reader(value.toObject(), u"watching.hosts."_s);
    WatchedHost host{reader.text("name"), reader.text("address")};
    if (!watching::addressFrom(host.address))
        reader.fail("address", "an address");
    parent.absorb(reader);
    return host;
}

} // namespace

const WatchedKind *Watching::kind(const QString &id) const
{
    const auto at = std::find_if(kinds.begin(), kinds.end(), [&](const WatchedKind &each) { return each.id == id; });
    return at == kinds.end() ? nullptr : &*at;
}

Result<Watching> watchingFromJson(const QJsonObject &object)
{
    JsonReader reader(object, u"watching."_s);
    Watching watching;
    watching.dashboardUrl = reader.textOrNull("dashboard_url");
    watching.dashboardWay = reader.text("dashboard_way");
    for (const auto &host : reader.array("hosts"))
        watching.hosts += hostFrom(host, reader);
    for (const auto &kind : reader.array("kinds"))
        watching.kinds += kindFrom(kind, reader);
    watching.messageAt = reader.texts("message_at");
    watching.codeAt = reader.texts("code_at");
    watching.limitMayBePlan = reader.booleanOr("limit_may_be_plan", false);
    watching.pause = std::chrono::seconds(reader.integer("pause_seconds"));
    watching.isTemplate = reader.booleanOr("template", false);
    if (watching.kinds.isEmpty())
        reader.fail("kinds", "at least one");
    if (reader.failed())
        return reader.error();
    return watching;
}

WatchedKind kindAt(const WatchedOrganization &organization, const WatchedKind &kind)
{
    auto chosen = kind;
    if (!organization.probePath.isEmpty()) {
        chosen.probe.path = organization.probePath.section(u'?', 0, 0);
        chosen.probe.query = organization.probePath.section(u'?', 1);
    }
    if (!organization.header.isEmpty())
        chosen.header = organization.header;
    if (!organization.headerValue.isEmpty())
        chosen.headerValue = organization.headerValue;
    return chosen;
}

namespace watching {

std::optional<QUrl> addressFrom(const QString &text)
{
    const auto typed = text.trimmed();
    if (typed.isEmpty() || hasHidden(typed) || typed.contains(u' ') || typed.contains(u'\\'))
        return std::nullopt;
    QUrl url(typed.contains("://"_L1) ? typed : u"https://"_s + typed, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return std::nullopt;
    static const QRegularExpression thisMachine(u"^(localhost|127(\\.\\d{1,3}){3}|::1)$"_s);
    const bool isHere = thisMachine.match(url.host()).hasMatch();
    if (url.scheme() != "https"_L1 && !(url.scheme() == "http"_L1 && isHere))
        return std::nullopt;
    url = url.adjusted(QUrl::StripTrailingSlash);
    if (url.path() == "/"_L1)
        url.setPath({});
    return url;
}

bool isTenant(const QString &text)
{
    static const QRegularExpression form(u"^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$"_s);
    return text.isEmpty() || form.match(text).hasMatch();
}

bool isPath(const QString &text)
{
    static const QRegularExpression form(u"^/[\\x21-\\x7e]{0,499}$"_s);
    return form.match(text).hasMatch() && !text.startsWith("//"_L1) && !text.contains(u'#') && !text.contains(u'\\') &&
           !text.contains("/../"_L1) && !text.endsWith("/.."_L1);
}

bool isHeader(const QString &text)
{
    static const QRegularExpression form(u"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$"_s);
    static const QStringList taken{
        u"host"_s,       u"connection"_s,      u"content-length"_s, u"transfer-encoding"_s,
        u"te"_s,         u"upgrade"_s,         u"trailer"_s,        u"expect"_s,
        u"user-agent"_s, u"accept-encoding"_s, u"accept"_s,         u"proxy-authorization"_s};
    return form.match(text).hasMatch() && !taken.contains(text.toLower());
}

bool isHeaderValue(const QString &text)
{
    static const QRegularExpression form(u"^[\\x20-\\x7e]{5,100}$"_s);
    return form.match(text).hasMatch() && text.count("{key}"_L1) == 1;
}

QUrl probeUrl(const WatchedOrganization &organization, const ProbeCall &probe)
{
    auto path = probe.path;
    path.replace("{tenant}"_L1, organization.tenant);
    auto url = organization.address;
    url.setPath(url.path(QUrl::FullyEncoded) + path, QUrl::StrictMode);
    if (!probe.query.isEmpty())
        url.setQuery(probe.query, QUrl::StrictMode);
    return url;
}

} // namespace watching

} // namespace core
