#include "ui/keys/exportrun.h"

#include "core/base/clock.h"

namespace ui {

namespace {
constexpr qsizetype keysAtATime = 500;
}

ExportRun::ExportRun(const core::KeyCache &cache, const core::Clock &clock, const core::KeyQuery &query,
                     const QString &fileName, QObject *parent)
    : QObject(parent),
      m_cache(cache),
      m_clock(clock),
      m_query(query),
      m_format(keyexport::formatFor(fileName)),
      m_file(fileName)
{
    m_next.setInterval(0);
    connect(&m_next, &QTimer::timeout, this, &ExportRun::writeSome);
}

core::Async<qint64> ExportRun::start()
{
    // On the spot: the cache's own thread takes one question at a time, and that may be the table's.
    const auto rows = m_cache.rows(m_query);
    if (rows)
        begin(*rows);
    else
        m_settle(rows.error());
    return m_settle.operation();
}

void ExportRun::begin(const QList<qint64> &rows)
{
    m_rows = rows;
    if (!m_file.open(QIODevice::WriteOnly)) {
        finish(core::Error{core::Error::Kind::Storage, m_file.errorString()});
        return;
    }
    m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    m_file.write(keyexport::header(m_format));
    m_next.start();
}

void ExportRun::writeSome()
{
    const auto keys = m_cache.keys(m_rows.mid(m_at, keysAtATime));
    m_at += keysAtATime;
    const auto written = keys ? write(*keys) : core::Result<>(keys.error());
    if (!written || m_at >= m_rows.size())
        finish(written);
}

core::Result<> ExportRun::write(const QList<core::Key> &keys)
{
    QByteArray lines;
    for (const auto &key : keys)
        lines += keyexport::line(m_format, key, m_clock.now());
    if (m_file.write(lines) != lines.size())
        return core::Error{core::Error::Kind::Storage, m_file.errorString()};
    m_written += keys.size();
    return {};
}

void ExportRun::finish(const core::Result<> &outcome)
{
    m_next.stop();
    if (!outcome) {
        m_file.cancelWriting();
        m_settle(outcome.error());
    } else if (!m_file.commit()) {
        m_settle(core::Error{core::Error::Kind::Storage, m_file.errorString()});
    } else {
        m_settle(m_written);
    }
}

} // namespace ui
