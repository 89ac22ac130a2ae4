#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QStringList>
#include <QUrl>
#include <chrono>
#include <optional>

namespace core {

//! The call that shows whether a provider takes a key: always a GET that changes nothing.
struct ProbeCall {
    QString path;            //!< after the address; `{tenant}` stands for the organization's tenant id
    QString query;           //!< encoded, without the question mark
    QString holds;           //!< a member of the JSON that a good answer has; empty: anything but a web page will do
    bool costsQuota = false; //!< counts against what the person pays for
    bool operator==(const ProbeCall &) const = default;
};

//! One kind of key of a provider, and what a person should know of it.
struct WatchedKind {
    QString id;
    QString name;
    QString header;      //!< that carries the key
    QString headerValue; //!< `{key}` stands for the key
    bool needsTenant = false;
    QStringList scopes; //!< of the profile's, those that such a key can have; empty: all of them
    ProbeCall probe;
    QString explanation;
    QString warning;     //!< what ends such a key without anybody revoking it; may be empty
    QString invalidHint; //!< what else an "invalid" of this provider may mean; may be empty
    QString betterKind;  //!< id of the kind that the provider has in its place; may be empty
    QString endingCall;  //!< a call that ends the key and that is never made from here; may be empty
    QString endingHint;  //!< why not
    bool operator==(const WatchedKind &) const = default;
};

//! Where a provider is reached; others may be typed in.
struct WatchedHost {
    QString name;
    QString address;
    bool operator==(const WatchedHost &) const = default;
};

//! What watching a provider's keys needs to know of it.
struct Watching {
    QString dashboardUrl; //!< where a person makes and revokes keys; empty: unknown
    QString dashboardWay; //!< what to click there
    QList<WatchedHost> hosts;
    QList<WatchedKind> kinds; //!< at least one
    QStringList messageAt;    //!< JSON pointers into a refusal, the first that is there counts
    QStringList codeAt;
    bool limitMayBePlan = false;    //!< 429 is also said when the plan is used up
    std::chrono::seconds pause{60}; //!< after a 429 that does not say for how long
    bool isTemplate = false;        //!< path and header are the person's to choose
    bool operator==(const Watching &) const = default;

    const WatchedKind *kind(const QString &id) const;
};

Result<Watching> watchingFromJson(const QJsonObject &object);

//! An organization whose keys are watched: one workspace of one provider.
struct WatchedOrganization {
    QString id;
    QString name;
    QString profileId;
    QUrl address;
    QString tenant;
    QString dashboardUrl; //!< empty: the profile's
    //! For a template only; empty: the profile's.
    QString probePath;
    QString header;
    QString headerValue;
    bool operator==(const WatchedOrganization &) const = default;
};

//! What \a organization's keys of this kind are asked with: the kind, with what the person chose.
WatchedKind kindAt(const WatchedOrganization &organization, const WatchedKind &kind);

namespace watching {

//! https, or http on this machine, without a user, a query or a fragment; nothing where \a text is no such address. A
//! missing scheme is https.
std::optional<QUrl> addressFrom(const QString &text);
//! Empty, or 1 to 100 letters, digits, dots, dashes and underscores.
bool isTenant(const QString &text);
//! A path on the same host, with or without a query.
bool isPath(const QString &text);
//! A name that a request's header may have, and that cannot lead the request astray.
bool isHeader(const QString &text);
//! Printable, with `{key}` once.
bool isHeaderValue(const QString &text);

//! Where the probe goes. The key is not in it.
QUrl probeUrl(const WatchedOrganization &organization, const ProbeCall &probe);

} // namespace watching

} // namespace core
