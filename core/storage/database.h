#pragma once

#include "core/base/result.h"
#include "core/storage/transaction.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QString>
#include <memory>

namespace core {

//! One SQLite file and one connection to it, for one thread. WAL, foreign keys, trusted_schema off, private to the user
//! (0600 in a folder that is made 0700). A file that is not a sound database, or that a newer program wrote, is set
//! aside as "NAME.corrupt-<time>" and made anew; where the disk cannot be written the database lives in memory. Brings
//! the schema up to date with numbered migrations from resources.
class Database {
public:
    enum class Recovery { None, SetAside, InMemory };
    //! What is lost with a file.
    enum class Worth {
        Cache, //!< nothing that could not be read again: of damaged ones the last is kept, and a power cut may cost a
               //!< moment
        Own    //!< what a person wrote: every damaged one is kept, and what was written is on the disk
    };

    //! \a migrations: a resource folder of files 0001_name.sql …
    static Result<std::unique_ptr<Database>> open(const QString &file, const QString &migrations,
                                                  Worth worth = Worth::Cache);
    //! A second connection, for reading only, such as for another thread. The file must exist.
    static Result<std::unique_ptr<Database>> openReader(const QString &file);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    QSqlDatabase connection() const;
    Recovery recovery() const { return m_recovery; }
    QString file() const { return m_file; }
    bool inMemory() const { return m_recovery == Recovery::InMemory; }

    //! Makes the error of a failed query one of kind Storage. Where it says that the file is damaged, the file is
    //! marked, so that the next start examines it whole.
    Error errorFrom(const QSqlError &error) const;

private:
    Database();
    static Result<std::unique_ptr<Database>> openFile(const QString &file, const QString &migrations, Worth worth);
    static Result<std::unique_ptr<Database>> openInMemory(const QString &migrations);
    Result<> connect(const QString &name, const QString &options);
    Result<> prepare(const QString &migrations);

    QString m_name;
    QString m_file;
    Recovery m_recovery = Recovery::None;
    bool m_marks = false; //!< whether damage is written down: only for a file of ours
};

} // namespace core
