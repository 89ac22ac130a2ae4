#pragma once

#include "core/base/pageopener.h"
#include "core/domain/rotation.h"
#include "ui/watched/watchcontext.h"

#include <QObject>

namespace core {
class Directory;
class WatchedAccount;
struct RegisteredKey;
} // namespace core

namespace ui {

class KeyAddition;

//! Opens the dialogs about watched keys, over \a window. Organizations are named as the window's pages do.
class WatchActions : public QObject {
    Q_OBJECT

public:
    struct Services {
        core::WatchedAccount &account;
        core::Directory &directory;
        const core::Clock &clock;
        SecretClipboard &clipboard;
        const core::PageOpener &openPage;
    };

    WatchActions(const Services &services, QWidget &window);

    //! \a organization: chosen from the start where it is a watched one.
    void watch(qint64 organization);
    void check(const QString &keyId);
    //! Begins the rotation of a key, or goes on with it: that of the key that took its place, where it has one.
    void rotate(const QString &keyId);
    //! \a leftOut: what its dialog says of others that were chosen with them; may be empty.
    void end(const QList<core::Key> &keys, const QString &leftOut);
    //! Asks, and forgets the organization with its keys.
    void stopWatching(qint64 organization);
    //! For the details of a key; the caller's.
    KeyAddition *makeFacts();

Q_SIGNALS:
    void said(const QString &sentence);
    void failed(const core::Error &error);
    void handedOver(qint64 organization, const QString &keyId, core::HandOver way);
    //! It is in the window's lists by now.
    void registered(qint64 organization, const QString &keyId);

private:
    WatchContext context() const;
    void gotKey(const core::RegisteredKey &key);
    qint64 reference(const QString &organizationId) const;

    const Services m_services;
    QWidget &m_window;
};

} // namespace ui
