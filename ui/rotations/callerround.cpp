#include "ui/rotations/callerround.h"

#include "core/services/callerwatch.h"
#include "core/services/directory.h"
#include "core/services/sessions.h"

namespace ui {

namespace {
constexpr qsizetype mostRead = 20;
}

CallerRound::CallerRound(const core::Sessions &sessions, const core::Directory &directory, core::CallerWatch &callers,
                         QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_callers(callers)
{
}

//! While nobody is signed in, what was read last stays.
bool CallerRound::canAsk(qint64 organization) const
{
    const auto place = m_directory.organization(organization);
    const auto account = place ? m_sessions.account(place->accountId) : std::nullopt;
    return account && account->state == core::Account::State::SignedIn &&
           m_directory.standing(organization).can.showsCalls();
}

void CallerRound::read(const QList<core::Rotation> &rotations)
{
    if (!m_waiting.isEmpty())
        return;
    for (const auto &rotation : rotations) {
        if (m_waiting.size() < mostRead && canAsk(rotation.record.organization))
            m_waiting += rotation.record;
    }
    if (!m_isReading)
        readNext();
}

void CallerRound::readNext()
{
    m_isReading = !m_waiting.isEmpty();
    if (!m_isReading)
        return;
    const auto record = m_waiting.takeFirst();
    core::whenDone(m_callers.read(record.organization, record.oldKeyId), this,
                   [this, record](const core::Result<core::Callers> &callers) {
                       if (callers)
                           Q_EMIT got(record, *callers);
                       readNext();
                   });
}

} // namespace ui
