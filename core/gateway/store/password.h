#pragma once

#include "core/base/secret.h"

#include <QString>

//! How passwords are kept: argon2id, 46 MiB, one pass (OWASP's first choice), as PHC strings.
namespace gateway::store::password {

inline constexpr int shortest = 12;
inline constexpr int longest = 1024;

QString hash(const core::Secret &password);
bool verify(const core::Secret &password, const QString &phc);
bool needsRehash(const QString &phc);

//! The password of an email that nobody has: refused at the cost of a real one. Made before the first sign-in, as
//! making it costs as much again.
class Nobody {
public:
    Nobody();
    //! Never true.
    bool verify(const core::Secret &password) const;

private:
    const QString m_phc;
};

} // namespace gateway::store::password
