#pragma once

#include "core/domain/callers.h"
#include "core/domain/rotation.h"

#include <QObject>

namespace core {
class CallerWatch;
class Directory;
class Sessions;
} // namespace core

namespace ui {

//! Reads who still calls the old keys of rotations, one key after the other, where anybody is signed in to ask.
class CallerRound : public QObject {
    Q_OBJECT

public:
    CallerRound(const core::Sessions &sessions, const core::Directory &directory, core::CallerWatch &callers,
                QObject *parent = nullptr);

    //! Those of \a rotations that come first, since each costs three calls. While a round is under way, it goes on
    //! instead.
    void read(const QList<core::Rotation> &rotations);
    //! The rest is not asked for any more.
    void stop() { m_waiting.clear(); }

Q_SIGNALS:
    //! Of the rotation that this record is about.
    void got(const core::RotationRecord &record, const core::Callers &callers);

private:
    bool canAsk(qint64 organization) const;
    void readNext();

    const core::Sessions &m_sessions;
    const core::Directory &m_directory;
    core::CallerWatch &m_callers;
    QList<core::RotationRecord> m_waiting;
    bool m_isReading = false;
};

} // namespace ui
