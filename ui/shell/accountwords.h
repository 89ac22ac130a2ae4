#pragma once

#include <QString>

namespace core {
struct AccountRecord;
struct Organization;
struct Standing;
} // namespace core

//! How the window calls an account, and what a person is there.
namespace ui::accountwords {

//! Its server, or this computer.
QString placeOf(const core::AccountRecord &record);
//! "owner@northwind.example · gateway.northwind.example"
QString lineFor(const core::AccountRecord &record);
//! The person's role in the organization; of one whose keys are watched, its provider, by which two of one name differ.
QString footing(const core::Organization &organization, const core::Standing &standing);

} // namespace ui::accountwords
