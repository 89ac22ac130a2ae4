#pragma once

#include <QMap>
#include <QString>
#include <chrono>

namespace core {

//! What went wrong. Code branches on `kind`; `detail` is for the log and a "Details" box and never holds a secret.
struct Error {
    enum class Kind {
        Cancelled,            //!< torn down or given up on purpose; never shown
        Offline,              //!< no connection could be made
        TimedOut,             //!< a deadline of ours passed
        Insecure,             //!< TLS could not be verified, or plain HTTP to an address that is not loopback
        OutcomeUnknown,       //!< a change was sent and no whole answer came: it may or may not have happened
        Unauthorized,         //!< the session is not known or has ended
        SignInFailed,         //!< wrong email or password
        SecondFactorRequired, //!< the password was right, and is half of the proof
        ConfirmationRequired, //!< the password must be proved again (POST /session/confirm)
        Forbidden,            //!< facts: "missing_permission" or "missing_scope"
        NotFound,
        Conflict,         //!< the key is not in a state that allows the action; facts: "status"
        ChangedMeanwhile, //!< If-Match failed: somebody else changed the key
        Validation,       //!< fields: member name → words for a person
        PlanLimit,        //!< facts: "limit", "used"
        RateLimited,      //!< retryAfter is set
        InProgress,       //!< the same request is still being worked on
        Unavailable,      //!< the server says so itself (503); retryAfter may be set
        Server,           //!< any other refusal or failure of the server
        NotSupported,     //!< this kind of server cannot do it: whoever asks looks at Capabilities first
        Protocol,         //!< the answer was not what the contract promises
        Storage,          //!< the local database or a file
        KeychainLocked,
        KeychainDenied,
        KeychainMissing,  //!< no keychain service on this desktop
        KeychainTimedOut, //!< the keychain is waiting for the person
        LocalGateway      //!< the gateway program of this computer did not start; detail says why
    };

    Kind kind;
    QString detail{};
    QMap<QString, QString> fields{};
    QMap<QString, QString> facts{};
    std::chrono::seconds retryAfter{0};
    QString requestId{}; //!< for a support request; empty where the server gave none
};

//! A short name for logs and test output, such as "RateLimited".
QString nameOf(Error::Kind kind);

} // namespace core
