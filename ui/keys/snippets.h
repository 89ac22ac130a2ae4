#pragma once

#include "core/domain/key.h"
#include "core/domain/profile.h"

#include <QUrl>

//! Ready-to-paste uses of a key. None of them holds a secret: they name an environment variable in its place.
namespace ui::snippets {

enum class McpClient { ClaudeCode, Cursor, VsCode, ClaudeDesktop };

struct Subject {
    core::Key key;
    QUrl gateway;
    core::Profile profile;                           //!< an empty one where the organization's is not known
    QString path = QStringLiteral("/api/v1/whoami"); //!< of a call that is safe to make, with its query
    QString header = QStringLiteral("Authorization");
    QString headerValue = QStringLiteral("Bearer {key}"); //!< `{key}` stands for the key
};

//! The shipped profile of that id, or an empty one.
core::Profile profileFor(const QString &id);

//! "BILLING_WEBHOOK_KEY" for "Billing webhook": capital ASCII letters, digits and underscores, whatever the name holds.
QString variableFor(const QString &keyName);

QString curl(const Subject &subject);
QString dotEnv(const Subject &subject);
QString nginx(const Subject &subject);
bool hasMcp(const core::Profile &profile);
QString mcp(const Subject &subject, McpClient client);

} // namespace ui::snippets
