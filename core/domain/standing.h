#pragma once

#include "core/domain/capabilities.h"
#include "core/domain/organization.h"

namespace core {

//! What a person may do in one organization, and what can be done there by anybody.
struct Standing {
    Role role = Role::Viewer;
    QString personId; //!< to its server; empty: not known, so no key is their own
    Capabilities can;

    //! Whether this person makes keys here, and here means in this program.
    bool createsKeys() const { return canCreateKeys(role) && can.creation == Capabilities::Creation::Here; }
    //! Whether keys that were made elsewhere are told to us.
    bool registersKeys() const { return canCreateKeys(role) && can.creation == Capabilities::Creation::Registered; }
};

} // namespace core
