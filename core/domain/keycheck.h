#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <utility>

namespace core {

//! What a provider's answer says of a key.
enum class CheckOutcome {
    Valid,
    NotPermitted, //!< the provider knows the key, and it must not make this call
    Invalid,
    Limited,   //!< too many calls, or the plan is used up: nothing is said of the key
    CannotTell //!< never to be taken for Invalid
};
QString wordFor(CheckOutcome outcome);
CheckOutcome checkOutcomeFrom(QStringView word); //!< CannotTell for anything else

//! Why it cannot be told.
enum class Doubt {
    None,
    Unreachable, //!< no whole answer
    Insecure,    //!< TLS could not be verified, so the key was not sent
    Redirected,  //!< to where the key is not sent
    WebPage,     //!< a page for people, in place of an answer for programs
    Unexpected,  //!< an answer that is not the documented one
    ServerFault  //!< the provider says that it is in trouble
};
QString wordFor(Doubt doubt);
Doubt doubtFrom(QStringView word); //!< None for anything else

//! One check of a key at its provider. Texts come from there, without the key even where the provider sent it back:
//! show them through core::shown.
struct KeyCheck {
    CheckOutcome outcome = CheckOutcome::CannotTell;
    Doubt doubt = Doubt::None;
    QDateTime at;
    int status = 0;   //!< 0: no answer
    QString message;  //!< the provider's words; may be empty
    QString code;     //!< its error code; may be empty
    QString redirect; //!< where it wanted to send us
    QList<std::pair<QString, QString>> headers;
    QDateTime retryAt; //!< not before; invalid: at any time
    bool operator==(const KeyCheck &) const = default;
};

} // namespace core
