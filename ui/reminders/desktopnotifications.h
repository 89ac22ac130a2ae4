#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QStringList>
#include <optional>

namespace ui {

//! What a notification says, in plain text.
struct Notification {
    struct Action {
        QString name;
        QString words;
        bool operator==(const Action &) const = default;
    };

    QString title;
    QString body;
    QList<Action> actions;
    bool urgent = false; //!< stays until it is closed, where the desktop does that
    bool operator==(const Notification &) const = default;
};

//! The desktop's notifications (org.freedesktop.Notifications), each under a tag of ours. Nothing waits for an answer.
//! Text is escaped where the server reads markup; buttons are left out where it has none.
class DesktopNotifications : public QObject {
    Q_OBJECT

public:
    explicit DesktopNotifications(QObject *parent = nullptr);

    //! Replaces what stands under the same tag.
    void show(const QString &tag, const Notification &notification);
    void close(const QString &tag);

Q_SIGNALS:
    //! A button was pressed, or "default": the notification itself.
    void acted(const QString &tag, const QString &action);
    //! It could not be shown: there is no server, or it refused.
    void failed(const QString &tag);

private Q_SLOTS:
    void actionInvoked(uint id, const QString &action);
    void notificationClosed(uint id, uint reason);

private:
    //! One tag's notification: the server's id once it has answered, and what it should show or be meanwhile.
    struct Entry {
        uint id = 0;
        bool underWay = false;
        bool toBeClosed = false;
        std::optional<Notification> waiting{};
    };

    void askForCapabilities();
    //! Not set: there is no server, or it does not say.
    void gotCapabilities(const std::optional<QStringList> &capabilities);
    void serverChanged();
    void send(const QString &tag);
    void answered(const QString &tag, uint id);
    void refused(const QString &tag);
    QString tagOf(uint id) const;

    QHash<QString, Entry> m_entries;
    std::optional<QStringList> m_capabilities; //!< not set: not asked, or not answered yet
    bool m_asking = false;
};

} // namespace ui
