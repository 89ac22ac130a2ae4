#pragma once

#include "core/gateway/check/keyfacts.h"

#include <QtGlobal>
#include <compare>

namespace gateway::store {

//! Whose calls are counted: a key's, by number, or with key 0 its organization's. 0 and 0: no key was recognized.
struct Owner {
    qint64 organization = 0;
    qint64 key = 0;

    static Owner of(const check::KeyFacts *key)
    {
        return key == nullptr ? Owner() : Owner{key->organizationNumber, key->number};
    }
    auto operator<=>(const Owner &) const = default;
};

} // namespace gateway::store
