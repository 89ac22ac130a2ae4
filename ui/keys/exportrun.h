#pragma once

#include "core/base/async.h"
#include "core/storage/keycache.h"
#include "ui/keys/keyexport.h"

#include <QSaveFile>
#include <QTimer>

namespace core {
class Clock;
}

namespace ui {

//! Writes the keys of one query into a file (0600), some at a time so that the window stays alive. The file is there
//! under its name only when it is whole. The value is the number of keys.
class ExportRun : public QObject {
    Q_OBJECT

public:
    ExportRun(const core::KeyCache &cache, const core::Clock &clock, const core::KeyQuery &query,
              const QString &fileName, QObject *parent);

    core::Async<qint64> start();

private:
    void begin(const QList<qint64> &rows);
    void writeSome();
    core::Result<> write(const QList<core::Key> &keys);
    void finish(const core::Result<> &outcome);

    const core::KeyCache &m_cache;
    const core::Clock &m_clock;
    const core::KeyQuery m_query;
    const keyexport::Format m_format;
    QSaveFile m_file;
    QTimer m_next;
    QList<qint64> m_rows;
    qsizetype m_at = 0;
    qint64 m_written = 0;
    core::Settle<qint64> m_settle;
};

} // namespace ui
