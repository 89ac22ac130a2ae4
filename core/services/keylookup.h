#pragma once

#include "core/base/async.h"
#include "core/domain/key.h"
#include "core/domain/keyfinder.h"

#include <QObject>

namespace core {

class Directory;
class Keys;
class Sessions;

//! Where a found key is known.
struct KeyWhereabouts {
    struct Holder {
        qint64 organization = 0; //!< CachedOrganization::reference
        Key key;
    };
    struct Refusal {
        qint64 organization = 0;
        Error error;
    };

    QList<Holder> holders;
    QList<Refusal> refusals; //!< those that could not be asked
    int asked = 0;           //!< organizations with keys of this prefix
};

//! Whose a found key is: asks the organizations of all accounts whose keys begin like it, by the hash alone.
class KeyLookup : public QObject {
    Q_OBJECT

public:
    KeyLookup(Sessions &sessions, Directory &directory, Keys &keys, QObject *parent = nullptr);

    //! Those of the providers that the program knows, and of all organizations.
    QStringList prefixes() const;
    Async<KeyWhereabouts> find(const FoundKey &found);
    //! Whether there are keys whose form nobody knows: those that are watched.
    bool knowsAnyForm() const;
    //! Those of \a hashes that are keys of that sort.
    Async<QList<FoundKey>> recognize(const QList<QByteArray> &hashes);

private:
    struct Search;
    struct Recognition;

    void answered(Search &search, qint64 organization, const Result<Key> &answer) const;
    QUrl gatewayOf(qint64 organization) const;

    Sessions &m_sessions;
    Directory &m_directory;
    Keys &m_keys;
};

} // namespace core
