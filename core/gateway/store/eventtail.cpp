#include "core/gateway/store/eventtail.h"

#include "core/gateway/store/activitysearch.h"
#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

qint64 forgottenEvent(Database &database)
{
    // One place to look at for each organization, and for what belongs to none.
    auto rows = database.select(
        u"SELECT MIN(first) FROM (SELECT (SELECT MIN(number) FROM events WHERE organization = o.number) AS first FROM "
        "(SELECT number FROM organizations UNION ALL SELECT 0) o)"_s);
    if (!rows.next())
        return 0;
    return rows.isNull(0) ? newestEvent(database) : rows.integer(0) - 1;
}

} // namespace gateway::store
