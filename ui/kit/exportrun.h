#pragma once

#include "core/base/async.h"

#include <QSaveFile>
#include <QTimer>
#include <functional>

namespace ui {

//! Some lines of an export, as they stand in the file.
struct ExportPortion {
    QByteArray lines;
    qint64 count = 0; //!< what they are about: keys, events
    bool last = false;
};

//! Writes what a reader brings into a file (0600), a portion at a time so that the window stays alive. The file is
//! there under its name only when it is whole. The value is how many were written. Destroying a run gives it up, as
//! `cancel`, unless its file is being finished.
class ExportRun : public QObject {
    Q_OBJECT

public:
    //! Asked for the next portion when the one before was written.
    using Reader = std::function<core::Async<ExportPortion>()>;

    ExportRun(const QString &fileName, const QByteArray &header, Reader reader, QObject *parent);

    const QString &fileName() const { return m_fileName; }
    core::Async<qint64> start();
    //! Too late once the file is being finished: then it ends as it ends.
    void cancel();

Q_SIGNALS:
    void progressed(qint64 written);
    //! Everything is written, and the file takes its name; it cannot be cancelled any more.
    void finishing();

private:
    void readNext();
    void write(const ExportPortion &portion);
    void fail(const core::Error &error);
    void commit();

    const QString m_fileName;
    const QByteArray m_header;
    const Reader m_reader;
    std::shared_ptr<QSaveFile> m_file;
    QTimer m_next;
    qint64 m_written = 0;
    bool m_isFinishing = false; //!< the file is another thread's
    core::Settle<qint64> m_settle;
};

} // namespace ui
