#pragma once

#include "core/base/error.h"
#include "core/storage/keycache.h"
#include "ui/keys/keypermissions.h"
#include "ui/keys/snippets.h"

#include <functional>

namespace core {
class Directory;
class Sessions;
struct CachedOrganization;
} // namespace core

namespace ui {

//! What a key's organization says about how its keys are used and who looks at them.
struct KeyHome {
    qint64 organization = 0;
    core::Standing standing{};
    QUrl gateway{};
    core::Profile profile{};
    QString organizationName{}; //!< where it is to be named: among keys of several organizations
    core::Policy policy{};

    //! "Northwind · never used", or the fact alone where the organization is not to be named.
    QString naming(const QString &fact) const;
};

using KeyHomes = std::function<KeyHome(qint64 organization)>;

//! Asks each key's own organization what may be done with it: keys beside each other may belong to different accounts
//! at different kinds of servers.
class KeyPlaces {
public:
    using Action = keypermissions::Action;

    KeyPlaces(const core::Sessions &sessions, const core::Directory &directory);

    KeyHome of(qint64 organization) const;
    //! For a screen that shows \a screen: of everyOrganization each is named, of one it need not be.
    KeyHome of(qint64 organization, qint64 screen) const;
    bool isOffered(Action action, const core::CachedKey &key, const QDateTime &now) const;
    //! Those of \a keys that the action is offered for.
    QList<core::CachedKey> among(const QList<core::CachedKey> &keys, Action action, const QDateTime &now) const;
    //! The organization's name as it is shown; with its server, or the provider whose keys are watched, where another
    //! has the same name.
    QString nameOf(const core::CachedOrganization &organization) const;
    QString nameOf(qint64 organization) const;
    //! Why the person may change nothing about the key; empty where they may.
    QString refusal(const core::CachedKey &key) const;
    //! What stands in the way of any change there; empty where nothing does.
    std::optional<core::Error> obstacle(const core::CachedOrganization &organization) const;
    //! Where a key can be created now, or told to us. Where nowhere, \a trouble is what stands in the way, if anything
    //! but roles does.
    QList<core::CachedOrganization> openForCreation(std::optional<core::Error> *trouble) const;
    //! Why no key can be created in \a organization, or in any of all; empty where one can.
    QString creationRefusal(qint64 organization) const;
    //! Whether keys of the organization, or of all, come only by being told to us.
    bool registersKeys(qint64 organization) const;

private:
    const core::Sessions &m_sessions;
    const core::Directory &m_directory;
};

} // namespace ui
