#include "core/domain/usage.h"

using namespace Qt::StringLiterals;

namespace core {

QString wordFor(UsageBucket bucket)
{
    switch (bucket) {
    case UsageBucket::Hour: return u"hour"_s;
    case UsageBucket::Day: break;
    }
    return u"day"_s;
}

} // namespace core
