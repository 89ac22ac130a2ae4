#include "core/services/keyscan.h"

#include "core/base/crypto.h"

#include <QFileInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {
constexpr std::size_t bytesAtATime = 1 << 20;
}

KeyScan::KeyScan(const QStringList &prefixes, QObject *parent)
    : QObject(parent), m_finder(prefixes), m_piece(bytesAtATime)
{
    m_next.setInterval(0);
    connect(&m_next, &QTimer::timeout, this, &KeyScan::readSome);
}

KeyScan::~KeyScan()
{
    crypto::wipe(m_piece.data(), m_piece.size());
}

Async<ScannedKeys> KeyScan::start(const QStringList &fileNames, qint64 bound)
{
    m_waiting = fileNames;
    m_bound = bound;
    m_next.start();
    return m_settle.operation();
}

bool KeyScan::openNext()
{
    m_file.close();
    m_file.setFileName(m_waiting.takeFirst());
    // A pipe would never end, and a device gives what nobody has lost.
    if (!QFileInfo(m_file.fileName()).isFile()) {
        finish(Error{Error::Kind::Storage, u"not an ordinary file"_s});
        return false;
    }
    // Unbuffered: no copy of the text is left in a buffer that is not ours.
    if (!m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        finish(Error{Error::Kind::Storage, m_file.errorString()});
        return false;
    }
    m_finder.endText();
    return true;
}

void KeyScan::readSome()
{
    if (!m_file.isOpen() && !m_waiting.isEmpty() && !openNext())
        return;
    const auto wanted = std::min(static_cast<qint64>(m_piece.size()), m_bound - m_read);
    const auto count = m_file.isOpen() && wanted > 0 ? m_file.read(m_piece.data(), wanted) : 0;
    if (count < 0)
        return finish(Error{Error::Kind::Storage, m_file.errorString()});
    m_read += count;
    m_finder.read({m_piece.data(), static_cast<std::size_t>(count)});
    if (count == 0 && wanted > 0)
        m_file.close();
    const bool bounded = m_read >= m_bound || m_finder.isFull();
    if (bounded || (!m_file.isOpen() && m_waiting.isEmpty()))
        finish({});
}

void KeyScan::finish(const Result<> &outcome)
{
    m_next.stop();
    const bool complete = (!m_file.isOpen() || m_file.atEnd()) && m_waiting.isEmpty() && !m_finder.isFull();
    m_file.close();
    if (outcome)
        m_settle(ScannedKeys{m_finder.found(), complete, m_read});
    else
        m_settle(outcome.error());
}

} // namespace core
