#pragma once

#include <QString>

namespace core {
struct AccountRecord;
}

//! How the window calls an account.
namespace ui::accountwords {

//! Its server, or this computer.
QString placeOf(const core::AccountRecord &record);
//! "owner@northwind.example · gateway.northwind.example"
QString lineFor(const core::AccountRecord &record);

} // namespace ui::accountwords
