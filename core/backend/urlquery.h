#pragma once

#include <QUrlQuery>

namespace core {

//! Adds what must arrive as it is: a plus sign, for one, would be read as a space. Nothing where \a value is empty.
void addEncoded(QUrlQuery &query, const QString &name, const QString &value);

} // namespace core
