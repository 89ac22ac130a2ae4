#pragma once

#include "core/gateway/api/call.h"

#include <QStringList>

namespace gateway::api {

struct Route {
    //! Who may come this far.
    enum class Need {
        Anyone,
        Person,   //!< by session or personal token
        Session,  //!< by session only: what concerns the person's own credentials
        Confirmed //!< a person; with a session, one whose password was proved lately
    };
    //! Which worker does it: hashing a password costs time and memory.
    enum class Lane { Ordinary, Password };
    enum class Body { None, Json };

    std::string_view method;
    std::string_view pattern; //!< `{}` stands for one segment
    Need need;
    Lane lane;
    Body body;
    Outcome<Answer> (*answer)(Call &call);
};

struct Match {
    const Route *route = nullptr; //!< null: the path is not known, or not with that method
    QStringList parameters;
    std::string allowed; //!< for 405: the methods that the path knows; empty: it knows none
};

//! Deny by default: what the table does not list does not exist.
Match findRoute(std::string_view method, std::string_view path);

//! For the tests, which try every role on each of them.
std::span<const Route> allRoutes();

} // namespace gateway::api
