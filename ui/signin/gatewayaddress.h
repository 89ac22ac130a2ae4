#pragma once

#include <QUrl>

namespace ui {

//! What a person typed as a gateway, made an address: https unless said otherwise, http on this computer. Invalid where
//! it cannot be one.
QUrl gatewayFrom(const QString &typed);

//! Plain HTTP is for this computer alone: passwords must not cross a network unprotected.
bool isPlainHttpElsewhere(const QUrl &gateway);

} // namespace ui
