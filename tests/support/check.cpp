#include "tests/support/check.h"

namespace test {

QString words(const core::Error &error)
{
    QString text = core::nameOf(error.kind) + QStringLiteral(": ") + error.detail;
    for (auto field = error.fields.begin(); field != error.fields.end(); ++field)
        text += QStringLiteral(" [%1: %2]").arg(field.key(), field.value());
    return text;
}

} // namespace test
