#include "ui/reminders/desktopnotifications.h"

#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using ui::DesktopNotifications;
using ui::Notification;

//! Against dunst, a notification server of a desktop, on a display and a bus of their own.
class DesktopNotificationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void cleanup() { stop(); }

    void withoutAServerItSaysSo()
    {
        DesktopNotifications notifications;
        QSignalSpy failed(&notifications, &DesktopNotifications::failed);
        notifications.show(u"a"_s, {u"Title"_s, u"Body"_s, {}, false});
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().toString(), u"a"_s);
    }

    void aNotificationIsShownReplacedAndClosed()
    {
        QVERIFY(start());
        DesktopNotifications notifications;
        notifications.show(u"a"_s, {u"Title"_s, u"“<b>x</b>” & more expires in 7 days."_s, {}, false});
        QTRY_COMPARE(displayed(), 1);
        notifications.show(u"a"_s, {u"Title"_s, u"Other words"_s, {}, false});
        notifications.show(u"b"_s, {u"Second"_s, u"Body"_s, {}, true});
        QTRY_COMPARE(displayed(), 2);
        notifications.close(u"a"_s);
        QTRY_COMPARE(displayed(), 1);
        notifications.close(u"b"_s);
        QTRY_COMPARE(displayed(), 0);
        QVERIFY(run({u"history"_s}).contains("Second"));
    }

    //! What the server keeps of a body that looks like markup.
    void textIsNeverTakenForMarkup()
    {
        QVERIFY(start());
        DesktopNotifications notifications;
        notifications.show(u"a"_s, {u"Title"_s, u"“<b>x</b>” & <a href='x'>more</a>"_s, {}, false});
        QTRY_COMPARE(displayed(), 1);
        QCOMPARE(run({u"close-all"_s}), QByteArray());
        QTRY_COMPARE(displayed(), 0);
        QVERIFY2(run({u"history"_s}).contains("&lt;b&gt;x&lt;/b&gt;"), run({u"history"_s}).constData());
    }

    void aButtonIsHeardUnderItsTag()
    {
        QVERIFY(start());
        DesktopNotifications notifications;
        QSignalSpy acted(&notifications, &DesktopNotifications::acted);
        notifications.show(u"key-1"_s, {u"Title"_s, u"Body"_s, {{u"show"_s, u"Show"_s}}, false});
        QTRY_COMPARE(displayed(), 1);
        run({u"action"_s});
        QTRY_COMPARE(acted.size(), 1);
        QCOMPARE(acted.first(), QVariantList({u"key-1"_s, u"default"_s}));
    }

    void whatWasClosedBeforeTheServerAnsweredDoesNotStay()
    {
        QVERIFY(start());
        DesktopNotifications notifications;
        QSignalSpy failed(&notifications, &DesktopNotifications::failed);
        notifications.show(u"a"_s, {u"Title"_s, u"Body"_s, {}, true});
        notifications.close(u"a"_s);
        notifications.show(u"b"_s, {u"Title"_s, u"Body"_s, {}, true});
        QTRY_COMPARE(displayed(), 1);
        QCOMPARE(failed.size(), 0);
    }

    void aServerThatCameBackShowsAgain()
    {
        QVERIFY(start());
        DesktopNotifications notifications;
        notifications.show(u"a"_s, {u"Title"_s, u"Body"_s, {}, true});
        QTRY_COMPARE(displayed(), 1);
        stop();
        QVERIFY(start());
        QCOMPARE(displayed(), 0);
        notifications.show(u"a"_s, {u"Title"_s, u"Body"_s, {}, true});
        QTRY_COMPARE(displayed(), 1);
    }

private:
    bool start()
    {
        m_server.start(u"dunst"_s, {});
        return m_server.waitForStarted() && QTest::qWaitFor([this] { return displayed() == 0; }, 10000);
    }

    void stop()
    {
        m_server.terminate();
        m_server.waitForFinished();
    }

    QByteArray run(const QStringList &arguments)
    {
        QProcess control;
        control.start(u"dunstctl"_s, arguments);
        control.waitForFinished();
        return control.exitCode() == 0 ? control.readAllStandardOutput() : QByteArray("failed");
    }

    //! -1: nobody answers.
    int displayed()
    {
        bool isNumber = false;
        const int count = run({u"count"_s, u"displayed"_s}).trimmed().toInt(&isNumber);
        return isNumber ? count : -1;
    }

    QProcess m_server;
};

QTEST_MAIN(DesktopNotificationsTest)
#include "tst_desktopnotifications.moc"
