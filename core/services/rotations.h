#pragma once

#include "core/base/result.h"
#include "core/domain/rotation.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace core {

class Clock;
class Directory;
class KeyCache;
class Keys;
class KeySync;
class RotationStore;
struct CachedKey;
struct CachedOrganization;
struct KeyQuery;

//! The rotations of an organization, or of all, and what asks for one, as the cache knows them.
struct RotationList {
    QList<Rotation> running;   //!< the one that ends first is first
    QList<Rotation> usedAgain; //!< old keys that were called after their end
    QList<Rotation> ended;     //!< in the last days, newest first, without those that were used again
    QList<DueKey> due;
    bool moreRunning = false; //!< than are listed
    bool moreDue = false;

    //! How many of all this wait for a person.
    int waiting(const QDateTime &now) const;
};

//! Follows rotations to their end: those begun here and those begun elsewhere alike, for they are seen by their keys.
//! Remembers what keys do not say. Works from the cache, without network.
class Rotations : public QObject {
    Q_OBJECT

public:
    Rotations(Directory &directory, Keys &keys, KeySync &sync, KeyCache &cache, RotationStore &store,
              const Clock &clock, QObject *parent = nullptr);

    //! Of one organization, or of everyOrganization.
    Result<RotationList> list(qint64 organization);
    //! Old keys that were called after their end, of one organization or of everyOrganization.
    Result<QList<Rotation>> usedAgain(qint64 organization);
    //! The person has the new secret.
    void noteHandOver(qint64 organization, const QString &newKeyId, HandOver way);
    //! The new key was accepted where somebody checked it.
    void noteProof(qint64 organization, const QString &newKeyId);
    //! The person saw that the ended key was used again; another use is told again.
    void dismiss(const Rotation &rotation);

Q_SIGNALS:
    //! At most every second.
    void changed(qint64 organization);

private:
    std::optional<Key> cached(qint64 organization, const QString &keyId) const;
    Result<QList<CachedKey>> keysOf(const KeyQuery &query, qsizetype most) const;
    Result<QList<CachedKey>> freshlyRotated(qint64 organization, const QDateTime &earliest) const;
    //! Puts the rotations that run, and those that ended of late, where they belong.
    Result<> follow(qint64 organization, RotationList &list);
    //! Remembers the rotations of \a oldKeys that were not met before.
    Result<> meet(const QList<CachedKey> &oldKeys);
    //! Reads the keys of a rotation, and remembers what they say for the first time.
    Rotation look(const RotationRecord &record);
    //! Puts those that are not given up where they belong.
    void sort(const QList<RotationRecord> &records, const QDateTime &earliest, RotationList &list);
    Result<> addDue(qint64 organization, RotationList &list) const;
    Result<QList<DueKey>> outgrown(const CachedOrganization &organization) const;
    void put(const RotationRecord &record);
    Result<std::optional<RotationRecord>> recordOf(qint64 organization, const QString &newKeyId);
    //! Remembers the rotation with what \a change (a function of a record) makes of it.
    template <typename Change>
    void amend(qint64 organization, const QString &newKeyId, Change change);
    void announce(qint64 organization);

    Directory &m_directory;
    KeyCache &m_cache;
    RotationStore &m_store;
    const Clock &m_clock;
    QTimer m_quiet; //!< runs for a second after `changed` was sent
    QSet<qint64> m_unannounced;
};

} // namespace core
