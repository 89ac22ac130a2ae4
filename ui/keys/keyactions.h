#pragma once

#include "core/base/async.h"
#include "core/domain/rotation.h"
#include "core/storage/keycache.h"
#include "ui/keys/confirmation.h"

#include <QObject>
#include <functional>
#include <memory>

class QWidget;

namespace core {
class Clock;
class Directory;
class Keys;
class Sessions;
struct Intent;
struct Revealed;
struct UsageBreakdown;
} // namespace core

namespace ui {

class SecretClipboard;

//! Opens the dialogs that change keys, over \a window: the page, the menu bar and the palette all come here. Refuses
//! with a clear word while offline, asks for the password where the gateway wants it proved again
//! (ConfirmationRequired), then goes on.
class KeyActions : public QObject {
    Q_OBJECT

public:
    struct Services {
        core::Sessions &sessions;
        core::Directory &directory;
        core::Keys &keys;
        core::KeyCache &cache;
        const core::Clock &clock;
        SecretClipboard &clipboard;
    };

    KeyActions(const Services &services, QWidget &window);

    //! Of everyOrganization, asks for one first.
    void create(qint64 organization);
    void clone(qint64 organization, const core::Key &like);
    void edit(qint64 organization, const core::Key &key);
    //! Proposes to take away what no call needed. \a used: how the key was used in the last weeks.
    void narrowScopes(qint64 organization, const core::Key &key, const core::UsageBreakdown &used);
    void rotate(qint64 organization, const core::Key &key);
    void setEnabled(qint64 organization, const core::Key &key, bool enabled);
    void retireNow(qint64 organization, const core::Key &key);
    void extendOverlap(qint64 organization, const core::Key &key);
    //! One dialog for one or many; what failed stays selected by the page (see `revoked`).
    void revoke(qint64 organization, const QList<core::Key> &keys);
    //! Each in its own organization. Of several, the dialog says which ones it leaves out, but for those that
    //! have ended already.
    void revoke(const QList<core::CachedKey> &keys);
    void showInterrupted(const core::Intent &intent);
    void revokeInterrupted(const core::Intent &intent);

    //! How people prove again who they are where it is not by a password. Without it that is asked for.
    void setConfirmer(Confirmation::Confirmer confirmer);

    //! While a secret is on screen or waits to be acknowledged.
    bool isRevealOpen() const;

Q_SIGNALS:
    //! What only a person can do, at a key's provider: somebody else leads through it.
    void registrationWanted(qint64 organization);
    void manualRotationWanted(const QString &keyId);
    void endWanted(const QList<core::Key> &keys, const QString &leftOut);
    void said(const QString &sentence);    //!< for the page's notice bar: what was done
    void failed(const core::Error &error); //!< what was not
    void revoked(const QList<core::KeyOfOrganization> &keys);
    //! A new key, and not one in the place of another, whose secret the person has.
    void created(qint64 organization, const QString &keyId);
    //! One in the place of another; the same holds.
    void rotated(qint64 organization, const QString &keyId);
    //! The person has the secret of a new key.
    void handedOver(qint64 organization, const QString &keyId, core::HandOver way);

private:
    void createHere(qint64 organization);
    void rotateHere(qint64 organization, const core::Key &key);
    void retireHere(qint64 organization, const core::Key &key);
    void revokeHere(const QList<core::CachedKey> &keys, const QString &leftOut);

    core::Directory &m_directory;
    const core::Clock &m_clock;
    class Private;
    std::unique_ptr<Private> d;

public:
    ~KeyActions() override;
};

} // namespace ui
