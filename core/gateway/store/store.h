#pragma once

#include "core/base/result.h"

#include <QLockFile>
#include <QString>
#include <memory>
#include <mutex>

namespace gateway::store {

class Database;

//! The gateway's database file: judged, brought up to date, and the place where the one-writer rule is kept.
class Store {
public:
    //! Why a file cannot be opened; in the error as facts["database"].
    enum class Fault { Locked, ReadOnly, Newer, Corrupt, NotADatabase, NoFolder, Other };
    static QString wordFor(Fault fault);

    enum class Purpose {
        Serve, //!< keeps every other server (and whatever else writes keys) away until this one is gone
        Tend   //!< people, organizations, checks: may run beside a server
    };

    //! Opens or makes \a file, runs SQLite's quick check and the migrations that are still missing. The activity is not
    //! checked, since it may be large, and keys do not depend on it. Never sets a file aside: what is in it cannot be
    //! had again. Kind::Storage with words for a person.
    static core::Result<std::shared_ptr<Store>> open(const QString &file, Purpose purpose);

    //! A connection for the calling thread, to be used and destroyed there. Not later than the Store.
    core::Result<std::unique_ptr<Database>> connect();

    const QString &file() const { return m_file; }
    //! The number of the newest migration, in the program.
    static int programVersion();
    //! Whether `open` made the file.
    bool isNew() const { return m_isNew; }

private:
    explicit Store(QString file);
    core::Result<> lockForServing();
    core::Result<> judge();

    friend class Change;

    QString m_file;
    QLockFile m_lock;
    std::mutex m_writing;
    bool m_isNew = false;
};

} // namespace gateway::store
