#include "ui/keys/keycells.h"

#include "core/base/text.h"
#include "ui/keys/keytablemodel.h"
#include "ui/kit/words.h"

#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace ui::keycells {

namespace {

using Column = KeyTableModel::Column;

QString scopes(const core::Key &key, const QString &separator)
{
    QStringList shown;
    for (const auto &scope : key.scopes)
        shown += core::shown(scope, 100);
    return shown.join(separator);
}

QString exactUse(const core::Key &key)
{
    if (!key.lastUsed)
        return {};
    const auto time = words::exact(key.lastUsed->at);
    const auto address = core::shown(key.lastUsed->address, 100);
    return address.isEmpty() ? time : KeyTableModel::tr("%1, from %2").arg(time, address);
}

QString exactEnd(const core::Key &key)
{
    if (key.status == core::KeyStatus::Revoked && key.revokedAt.isValid())
        return words::exact(key.revokedAt);
    if (key.status == core::KeyStatus::Retiring && key.retiresAt.isValid())
        return words::exact(key.retiresAt);
    return key.expiresAt.isValid() ? words::exact(key.expiresAt) : QString();
}

} // namespace

QString title(int column)
{
    switch (static_cast<Column>(column)) {
    case Column::Name: return KeyTableModel::tr("Name");
    case Column::Status: return KeyTableModel::tr("Status");
    case Column::Hint: return KeyTableModel::tr("Key");
    case Column::Scopes: return KeyTableModel::tr("Scopes");
    case Column::LastUsed: return KeyTableModel::tr("Last used");
    case Column::Expires: return KeyTableModel::tr("Expires");
    case Column::Organization: return KeyTableModel::tr("Organization");
    case Column::ColumnCount: break;
    }
    return {};
}

QString text(const core::CachedKey &row, int column, const QDateTime &now)
{
    const auto &key = row.key;
    switch (static_cast<Column>(column)) {
    case Column::Name: return core::shown(key.name, 200);
    case Column::Status: return words::status(words::shownStatus(key, now));
    case Column::Hint: return core::shown(key.hint, 100);
    case Column::Scopes: return scopes(key, u", "_s);
    case Column::LastUsed: return words::lastUse(key, now);
    case Column::Expires: return words::expiry(key, now);
    case Column::Organization: return core::shown(row.organizationName, 200);
    case Column::ColumnCount: break;
    }
    return {};
}

QString exactText(const core::CachedKey &row, int column)
{
    const auto &key = row.key;
    switch (static_cast<Column>(column)) {
    case Column::Name: {
        const auto name = core::shown(key.name);
        return key.note.isEmpty() ? name : name + u"\n\n"_s + core::shown(key.note, 500, true);
    }
    case Column::Scopes: return scopes(key, u"\n"_s);
    case Column::LastUsed: return exactUse(key);
    case Column::Expires: return exactEnd(key);
    case Column::Organization: return core::shown(row.organizationName);
    case Column::Status:
    case Column::Hint:
    case Column::ColumnCount: break;
    }
    return {};
}

QString toolTip(const core::CachedKey &row, int column)
{
    const auto text = exactText(row, column);
    return Qt::mightBeRichText(text) ? u"<span style='white-space:pre-wrap'>"_s + text.toHtmlEscaped() + u"</span>"_s
                                     : text;
}

} // namespace ui::keycells
