#pragma once

#include "core/base/async.h"
#include "core/domain/keyfinder.h"

#include <QFile>
#include <QObject>
#include <QTimer>

namespace core {

//! What was found in files.
struct ScannedKeys {
    QList<FoundKey> keys;
    bool complete = false; //!< false: what was over the bound, of bytes or of keys, was not looked at
    qint64 read = 0;       //!< bytes
};

//! Looks for keys in files of any kind and size, a step at a time so that the window stays alive. What was read is
//! wiped; nothing of it is kept but what ScannedKeys says.
class KeyScan : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 mostBytes = 512LL * 1024 * 1024;

    KeyScan(const QStringList &prefixes, QObject *parent);
    ~KeyScan() override;

    //! Storage where one of them cannot be read or is no ordinary file. Started once.
    Async<ScannedKeys> start(const QStringList &fileNames, qint64 bound = mostBytes);

private:
    void readSome();
    bool openNext();
    void finish(const Result<> &outcome);

    KeyFinder m_finder;
    QStringList m_waiting;
    QFile m_file;
    std::vector<char> m_piece;
    qint64 m_bound = 0;
    qint64 m_read = 0;
    QTimer m_next;
    Settle<ScannedKeys> m_settle;
};

} // namespace core
