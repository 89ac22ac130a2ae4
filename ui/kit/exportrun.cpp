#include "ui/kit/exportrun.h"

#include <QThreadPool>

namespace ui {

ExportRun::ExportRun(const QString &fileName, const QByteArray &header, Reader reader, QObject *parent)
    : QObject(parent),
      m_fileName(fileName),
      m_header(header),
      m_reader(std::move(reader)),
      m_file(std::make_shared<QSaveFile>(fileName))
{
    // The window has its turn before each portion.
    m_next.setInterval(0);
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &ExportRun::readNext);
}

core::Async<qint64> ExportRun::start()
{
    if (m_file->open(QIODevice::WriteOnly)) {
        m_file->setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        m_file->write(m_header);
        m_next.start();
    } else {
        fail(core::Error{core::Error::Kind::Storage, m_file->errorString()});
    }
    return m_settle.operation();
}

void ExportRun::cancel()
{
    if (!m_isFinishing)
        fail(core::Error{core::Error::Kind::Cancelled});
}

void ExportRun::readNext()
{
    core::whenDone(m_reader(), this, [this](const core::Result<ExportPortion> &portion) {
        if (m_settle.isSettled())
            return;
        if (portion)
            write(*portion);
        else
            fail(portion.error());
    });
}

void ExportRun::write(const ExportPortion &portion)
{
    if (m_file->write(portion.lines) != portion.lines.size()) {
        fail(core::Error{core::Error::Kind::Storage, m_file->errorString()});
        return;
    }
    m_written += portion.count;
    Q_EMIT progressed(m_written);
    if (m_settle.isSettled())
        return; // cancelled by whoever was told
    if (portion.last)
        commit();
    else
        m_next.start();
}

void ExportRun::fail(const core::Error &error)
{
    m_next.stop();
    m_file->cancelWriting();
    m_settle(error);
}

//! On another thread: the disk is waited for, and that may take seconds for a large file.
void ExportRun::commit()
{
    m_isFinishing = true;
    Q_EMIT finishing();
    QThreadPool::globalInstance()->start([file = m_file, settle = m_settle, written = m_written] {
        // Flushed first: a commit does not notice that what was held back cannot be written (Qt 6.4).
        if (file->flush() && file->commit())
            settle(written);
        else
            settle(core::Error{core::Error::Kind::Storage, file->errorString()});
    });
}

} // namespace ui
