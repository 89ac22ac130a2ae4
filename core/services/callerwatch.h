#pragma once

#include "core/base/async.h"
#include "core/domain/callers.h"
#include "core/storage/keycache.h"

#include <QHash>
#include <QObject>

namespace core {

class Clock;
class Directory;
class Sessions;
class Usage;
struct UsageQuestion;

//! Reads who calls with a key, for as long as somebody looks. The gateway counts by the hour; half hours are counted
//! here from the requests themselves, each of which is read once.
class CallerWatch : public QObject {
    Q_OBJECT

public:
    CallerWatch(Sessions &sessions, Directory &directory, Usage &usage, const Clock &clock, QObject *parent = nullptr);

    //! Of the last day, as of now. A second call for the same key while one is under way joins it.
    Async<Callers> read(qint64 organization, const QString &keyId);
    //! What was read last; of an earlier start of the program only its hours. Nothing where it never was read.
    std::optional<Callers> last(qint64 organization, const QString &keyId) const;

private:
    class Reading;
    using ReadingPointer = std::shared_ptr<Reading>;

    UsageQuestion hoursOf(qint64 organization, const QString &keyId, const QDateTime &now) const;
    void readHours(const ReadingPointer &reading);
    void gotHours(const ReadingPointer &reading, const QList<UsageCount> &hours);
    void readRequests(const ReadingPointer &reading, const QString &cursor);
    void gotRequests(const ReadingPointer &reading, const ActivityPage &page);
    void readAddresses(const ReadingPointer &reading);
    template <typename T, typename Then>
    void then(const ReadingPointer &reading, const Async<T> &answer, Then next);

    Sessions &m_sessions;
    Directory &m_directory;
    Usage &m_usage;
    const Clock &m_clock;
    QHash<KeyOfOrganization, Callers> m_last;
    QHash<KeyOfOrganization, ReadingPointer> m_underWay;
};

} // namespace core
