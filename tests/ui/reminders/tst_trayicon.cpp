#include "ui/reminders/trayicon.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusReply>
#include <QMutex>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;

namespace {

const QString watcherName = u"org.kde.StatusNotifierWatcher"_s;

} // namespace

//! The part of a desktop that shows what programs put into its tray. It answers on a thread and a connection of its
//! own, as another program would.
class Tray : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ isRegistered)
    Q_PROPERTY(QStringList RegisteredStatusNotifierItems READ items)

public:
    bool isRegistered() const { return true; }
    QStringList items() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_items;
    }

public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString &service) // NOLINT: the name is the protocol's
    {
        const QMutexLocker lock(&m_mutex);
        m_items += service;
    }

private:
    mutable QMutex m_mutex;
    QStringList m_items;
};

//! The icon in a tray of the kind that desktops have today, seen as the desktop sees it.
class TrayIconTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void cleanupTestCase();

    void theTrayHearsHowManyKeysNeedAPerson();
    void aCountIsPaintedOntoTheIcon();
    void aClickIsHeard();

private:
    QVariant property(const char *name);

    Tray m_tray;
    QThread m_thread;
    std::unique_ptr<ui::TrayIcon> m_icon;
};

void TrayIconTest::initTestCase()
{
    m_tray.moveToThread(&m_thread);
    m_thread.start();
    auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"tray"_s);
    QVERIFY(bus.registerObject(u"/StatusNotifierWatcher"_s, &m_tray,
                               QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllProperties));
    QVERIFY(bus.registerService(watcherName));
    m_icon = std::make_unique<ui::TrayIcon>(nullptr);
    QTRY_COMPARE(m_tray.items().size(), 1);
}

void TrayIconTest::cleanupTestCase()
{
    m_icon.reset();
    QDBusConnection::disconnectFromBus(u"tray"_s);
    m_thread.quit();
    QVERIFY(m_thread.wait());
}

//! Of the item, as the tray reads it.
QVariant TrayIconTest::property(const char *name)
{
    const auto call = [&] {
        auto message = QDBusMessage::createMethodCall(m_tray.items().value(0), u"/StatusNotifierItem"_s,
                                                      u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
        message << u"org.kde.StatusNotifierItem"_s << QString::fromLatin1(name);
        return QDBusConnection::sessionBus().asyncCall(message);
    };
    const QDBusPendingReply<QDBusVariant> reply = call();
    if (!QTest::qWaitFor([&] { return reply.isFinished(); }) || reply.isError())
        return reply.error().message();
    return reply.value().variant();
}

void TrayIconTest::theTrayHearsHowManyKeysNeedAPerson()
{
    const auto title = [this] {
        // (icon name, pixmaps, title, text)
        const auto argument = property("ToolTip").value<QDBusArgument>();
        QString name, words, text;
        argument.beginStructure();
        argument >> name;
        argument.beginArray();
        while (!argument.atEnd()) {
            int width = 0, height = 0;
            QByteArray pixels;
            argument.beginStructure();
            argument >> width >> height >> pixels;
            argument.endStructure();
        }
        argument.endArray();
        argument >> words >> text;
        argument.endStructure();
        return words;
    };
    QCOMPARE(title(), u"Keysteward"_s);
    m_icon->setCounts(1, 0);
    QCOMPARE(title(), u"Keysteward: 1 key expires within 14 days"_s);
    m_icon->setCounts(12, 1);
    QCOMPARE(title(), u"Keysteward: 12 keys expire within 14 days, 1 old key is called after its end"_s);
    m_icon->setCounts(0, 2);
    QCOMPARE(title(), u"Keysteward: 2 old keys are called after their end"_s);
    m_icon->setCounts(0, 0);
    QCOMPARE(title(), u"Keysteward"_s);
}

void TrayIconTest::aCountIsPaintedOntoTheIcon()
{
    const auto pixels = [this] {
        const auto argument = property("IconPixmap").value<QDBusArgument>();
        QByteArray all;
        argument.beginArray();
        while (!argument.atEnd()) {
            int width = 0, height = 0;
            QByteArray each;
            argument.beginStructure();
            argument >> width >> height >> each;
            argument.endStructure();
            all += each;
        }
        argument.endArray();
        return all;
    };
    const auto plain = pixels();
    QVERIFY(!plain.isEmpty());
    m_icon->setCounts(3, 0);
    const auto three = pixels();
    QVERIFY(three != plain);
    m_icon->setCounts(3, 1);
    QVERIFY(pixels() != three);
    m_icon->setCounts(0, 0);
    QCOMPARE(pixels(), plain);
}

void TrayIconTest::aClickIsHeard()
{
    QSignalSpy activated(m_icon.get(), &ui::TrayIcon::activated);
    auto click = QDBusMessage::createMethodCall(m_tray.items().value(0), u"/StatusNotifierItem"_s,
                                                u"org.kde.StatusNotifierItem"_s, u"Activate"_s);
    click << 0 << 0;
    QVERIFY(QDBusConnection::sessionBus().send(click));
    QTRY_COMPARE(activated.size(), 1);
}

QTEST_MAIN(TrayIconTest)
#include "tst_trayicon.moc"
