#include "ui/keys/snippets.h"

#include "core/base/text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace ui::snippets {

namespace {

constexpr qsizetype longestVariable = 40;

//! An address that stands between single or double quotes in a shell and in nginx without ending or expanding anything.
QString address(const QUrl &gateway, const QString &path = {})
{
    auto base = QString::fromLatin1(gateway.toEncoded(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment));
    while (base.endsWith(u'/'))
        base.chop(1);
    base += path;
    return base.replace(u'\'', "%27"_L1)
        .replace(u'"', "%22"_L1)
        .replace(u'$', "%24"_L1)
        .replace(u'`', "%60"_L1)
        .replace(u';', "%3B"_L1);
}

//! A header's value as it stands between double quotes in a shell and in nginx, with \a reference for the key.
QString inQuotes(QString pattern, const QString &reference)
{
    for (const auto sign : {u'\\', u'"', u'$', u'`'})
        pattern.replace(sign, QString(u'\\') + sign);
    return pattern.replace("{key}"_L1, reference);
}

QString mcpHeaderValue(const core::Profile &profile, const QString &variable)
{
    const bool bearer = profile.mcpHeader.compare("Authorization"_L1, Qt::CaseInsensitive) == 0;
    return bearer ? u"Bearer "_s + variable : variable;
}

//! What the clients call the transport that the profile names.
QString mcpType(const core::Profile &profile)
{
    return profile.mcpTransport == "sse"_L1 ? u"sse"_s : u"http"_s;
}

QString text(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Indented)).trimmed();
}

QJsonObject desktopBridge(const core::Profile &profile, const QString &variable)
{
    // The bridge splits its arguments at spaces in some clients: none stands in this one.
    const auto header = profile.mcpHeader + u":${MCP_HEADER}"_s;
    return {{u"command"_s, u"npx"_s},
            {u"args"_s, QJsonArray{u"-y"_s, u"mcp-remote"_s, profile.mcpUrl, u"--header"_s, header}},
            {u"env"_s, QJsonObject{{u"MCP_HEADER"_s, mcpHeaderValue(profile, u"${%1}"_s.arg(variable))}}}};
}

QJsonObject vsCode(const core::Profile &profile, const QString &variable)
{
    const auto input = variable.toLower().replace(u'_', u'-');
    const QJsonObject server{
        {u"type"_s, mcpType(profile)},
        {u"url"_s, profile.mcpUrl},
        {u"headers"_s, QJsonObject{{profile.mcpHeader, mcpHeaderValue(profile, u"${input:%1}"_s.arg(input))}}}};
    const QJsonObject question{
        {u"type"_s, u"promptString"_s}, {u"id"_s, input}, {u"description"_s, variable}, {u"password"_s, true}};
    return {{u"servers"_s, QJsonObject{{profile.id, server}}}, {u"inputs"_s, QJsonArray{question}}};
}

} // namespace

core::Profile profileFor(const QString &id)
{
    static const auto profiles = core::shippedProfiles();
    for (const auto &profile : profiles) {
        if (profile.id == id)
            return profile;
    }
    return {};
}

QString variableFor(const QString &keyName)
{
    QString variable;
    for (const auto letter : keyName.normalized(QString::NormalizationForm_KD).toUpper()) {
        const bool plain = (letter >= u'A' && letter <= u'Z') || (letter >= u'0' && letter <= u'9');
        if (plain)
            variable += letter;
        else if (!letter.isMark() && !variable.isEmpty() && !variable.endsWith(u'_'))
            variable += u'_';
        if (variable.size() >= longestVariable)
            break;
    }
    while (variable.endsWith(u'_'))
        variable.chop(1);
    if (variable.isEmpty())
        return u"API_KEY"_s;
    if (variable.front().isDigit())
        variable.prepend(u"KEY_"_s);
    return variable.endsWith("KEY"_L1) ? variable : variable + u"_KEY"_s;
}

QString curl(const Subject &subject)
{
    return u"curl '%1' \\\n  -H \"%2: %3\""_s.arg(address(subject.gateway, subject.path), subject.header,
                                                  inQuotes(subject.headerValue, u'$' + variableFor(subject.key.name)));
}

QString dotEnv(const Subject &subject)
{
    return u"# %1: the secret goes behind the sign\nGATEWAY_URL='%2'\n%3="_s.arg(
        core::shown(subject.key.hint, 64), address(subject.gateway), variableFor(subject.key.name));
}

QString nginx(const Subject &subject)
{
    const auto serverName = subject.gateway.scheme() == "https"_L1 ? u"\n    proxy_ssl_server_name on;"_s : QString();
    return u"# A template: nginx's own image (or envsubst) fills in the variable.\n"
           "location /api/ {\n"
           "    proxy_pass \"%1\";%2\n"
           "    proxy_set_header %3 \"%4\";\n"
           "}"_s.arg(address(subject.gateway), serverName, subject.header,
                     inQuotes(subject.headerValue, u"${%1}"_s.arg(variableFor(subject.key.name))));
}

bool hasMcp(const core::Profile &profile)
{
    return !profile.mcpUrl.isEmpty();
}

QString mcp(const Subject &subject, McpClient client)
{
    const auto &profile = subject.profile;
    const auto variable = variableFor(subject.key.name);
    const auto remote = [&profile](const QString &reference) {
        return QJsonObject{{u"type"_s, mcpType(profile)},
                           {u"url"_s, profile.mcpUrl},
                           {u"headers"_s, QJsonObject{{profile.mcpHeader, mcpHeaderValue(profile, reference)}}}};
    };
    const auto named = [&profile](const QJsonObject &server) {
        return text({{u"mcpServers"_s, QJsonObject{{profile.id, server}}}});
    };
    switch (client) {
    case McpClient::ClaudeCode: return named(remote(u"${%1}"_s.arg(variable)));
    case McpClient::Cursor: return named(remote(u"${env:%1}"_s.arg(variable)));
    case McpClient::VsCode: return text(vsCode(profile, variable));
    case McpClient::ClaudeDesktop: return named(desktopBridge(profile, variable));
    }
    return {};
}

} // namespace ui::snippets
