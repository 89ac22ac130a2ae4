#pragma once

#include "core/services/reminders.h"
#include "ui/reminders/desktopnotifications.h"

#include <QHash>

namespace core {
class Clock;
class Directory;
} // namespace core

namespace ui {

//! Says reminders on the desktop: one notification a key, or one for all of a kind where there are many. While the
//! window is locked they say no name. What the desktop cannot show is handed to the window.
class ReminderNotes : public QObject {
    Q_OBJECT

public:
    ReminderNotes(core::Reminders &reminders, const core::Directory &directory, const core::Clock &clock,
                  QObject *parent);

    void setLocked(bool locked);
    //! Leads to what these are about, as a click on their notification does.
    void follow(const QList<core::KeyReminder> &about);

Q_SIGNALS:
    void showWanted(qint64 organization, const QString &keyId);
    void expiringWanted(qint64 organization);  //!< all that expire soon
    void rotationsWanted(qint64 organization); //!< where keys are told that were called after their end
    void rotateWanted(qint64 organization, const core::Key &key);
    void windowWanted();
    //! There is no desktop notification for it.
    void undelivered(const QString &sentence, const QList<core::KeyReminder> &about);

private:
    //! What a notification of ours is about.
    struct Said {
        QList<core::KeyReminder> about;
        QString sentence;
    };

    void review();
    void tell(const QList<core::KeyReminder> &reminders);
    void tellOne(const core::KeyReminder &reminder);
    //! Of one organization: all that end soon, the first of them first, or all that were called after their end.
    void tellAlike(const QList<core::KeyReminder> &reminders);
    void tellMany(const QList<core::KeyReminder> &reminders);
    void act(const QString &tag, const QString &action);
    void failed(const QString &tag);
    QString sentence(const core::KeyReminder &reminder) const;
    QString sentence(const QList<core::KeyReminder> &reminders) const;
    QString organizationName(qint64 organization) const;

    core::Reminders &m_reminders;
    const core::Directory &m_directory;
    const core::Clock &m_clock;
    DesktopNotifications m_desktop;
    QHash<QString, Said> m_said;
    QList<QList<core::KeyReminder>> m_held; //!< came while locked
    bool m_locked = false;
};

} // namespace ui
