#include "core/credentials/keychainstore.h"

#include "core/credentials/credentialvalue.h"

#include <QAbstractEventDispatcher>
#include <QThread>
#include <QTimer>
#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace core {

namespace {

QString service()
{
    return u"io.keysteward.Keysteward"_s;
}

//! QtKeychain's codes mix states up: a locked keyring is "not found" or "access denied", a missing bus is "other". What
//! the Secret Service says of itself tells them apart.
Error::Kind judge(QKeychain::Error error, KeyringState state)
{
    if (state == KeyringState::Locked)
        return Error::Kind::KeychainLocked;
    switch (error) {
    case QKeychain::EntryNotFound: return Error::Kind::NotFound;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented: return Error::Kind::KeychainMissing;
    case QKeychain::OtherError:
        return state == KeyringState::Unlocked ? Error::Kind::KeychainDenied : Error::Kind::KeychainMissing;
    case QKeychain::NoError:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied: break;
    }
    return Error::Kind::KeychainDenied;
}

bool isKde()
{
    return qEnvironmentVariable("XDG_CURRENT_DESKTOP").split(u':').contains(u"KDE"_s);
}

//! libsecret answers through the event loop of GLib: without one (QT_NO_GLIB, or a Qt built without it) it never would.
bool canBeAsked()
{
#ifdef Q_OS_LINUX
    const auto *loop = QThread::currentThread()->eventDispatcher();
    return isKde() || (loop != nullptr && loop->inherits("QEventDispatcherGlib"));
#else
    return true;
#endif
}

Error notToBeAsked()
{
    return {Error::Kind::KeychainMissing, u"this Qt does not run on the event loop of GLib"_s};
}

} // namespace

KeychainStore::KeychainStore(std::chrono::milliseconds deadline, QObject *parent)
    : QObject(parent), m_deadline(deadline)
{
}

Async<Secret> KeychainStore::read(const QString &name)
{
    if (!canBeAsked())
        return ready<Secret>(notToBeAsked());
    const Settle<Secret> settle;
    limit(settle);
    run(new QKeychain::ReadPasswordJob(service()), name, [this, settle](QKeychain::Job &job) {
        if (job.error() != QKeychain::NoError)
            return refuse(job, settle);
        const auto secret = Secret::take(static_cast<QKeychain::ReadPasswordJob &>(job).textData());
        if (!isCredential(secret))
            return settle(Error{Error::Kind::NotFound, u"the entry is not one of ours"_s});
        settle(secret);
    });
    return settle.operation();
}

Async<> KeychainStore::write(const QString &name, const Secret &value)
{
    if (!isCredential(value))
        return ready(Result<>(Error{Error::Kind::Protocol, u"not a credential"_s}));
    if (!canBeAsked())
        return ready(Result<>(notToBeAsked()));
    const Settle<> settle;
    limit(settle);
    auto *job = new QKeychain::WritePasswordJob(service());
    job->setTextData(QString::fromLatin1(value.reveal().data(), static_cast<qsizetype>(value.size())));
    run(job, name, [this, settle](QKeychain::Job &done) {
        if (done.error() != QKeychain::NoError)
            return refuse(done, settle);
        settle(Result<>());
    });
    return settle.operation();
}

Async<> KeychainStore::remove(const QString &name)
{
    if (!canBeAsked())
        return ready(Result<>(notToBeAsked()));
    const Settle<> settle;
    limit(settle);
    run(new QKeychain::DeletePasswordJob(service()), name, [this, name, settle](QKeychain::Job &job) {
        if (job.error() != QKeychain::NoError && job.error() != QKeychain::EntryNotFound)
            return refuse(job, settle);
        verifyRemoval(name, settle);
    });
    return settle.operation();
}

void KeychainStore::verifyRemoval(const QString &name, const Settle<> &settle)
{
    // libsecret claims to have deleted from a locked keyring, and then claims that nothing is there.
    run(new QKeychain::ReadPasswordJob(service()), name, [this, settle](QKeychain::Job &job) {
        if (job.error() != QKeychain::NoError && job.error() != QKeychain::EntryNotFound)
            return refuse(job, settle);
        if (job.error() == QKeychain::NoError)
            return settle(Error{Error::Kind::KeychainDenied, u"the entry is still there"_s});
        whenDone(keyringState(this), this, [settle](const Result<KeyringState> &state) {
            if (!state)
                return settle(state.error());
            if (*state == KeyringState::Locked)
                return settle(Error{Error::Kind::KeychainLocked});
            settle(Result<>());
        });
    });
}

QString KeychainStore::title() const
{
    return isKde() ? u"KWallet"_s : u"GNOME Keyring"_s;
}

void KeychainStore::run(QKeychain::Job *job, const QString &name, const Handler &handler)
{
    // Without a parent, and deleting itself when it has finished: a job that is deleted while it waits is used after
    // its end by libqt6keychain 0.13.2. When the store goes first, only the handler goes with it.
    job->setKey(name);
    connect(job, &QKeychain::Job::finished, this, [handler](QKeychain::Job *done) { handler(*done); });
    job->start();
}

template <typename T>
void KeychainStore::limit(const Settle<T> &settle)
{
    auto *timer = new QTimer(this);
    timer->setSingleShot(true);
    connect(timer, &QTimer::timeout, this, [settle] {
        settle(Error{Error::Kind::KeychainTimedOut, u"the keychain did not answer"_s});
    });
    timer->start(m_deadline);
    whenDone(settle.operation(), timer, [timer](const Result<T> &) { timer->deleteLater(); });
}

template <typename T>
void KeychainStore::refuse(const QKeychain::Job &job, const Settle<T> &settle)
{
    whenDone(keyringState(this), this, [error = job.error(), settle](const Result<KeyringState> &state) {
        if (!state)
            return settle(state.error());
        // Not errorString(): it is in the language of the system, and other libraries' words.
        settle(Error{judge(error, *state), u"keychain error %1"_s.arg(error)});
    });
}

} // namespace core
