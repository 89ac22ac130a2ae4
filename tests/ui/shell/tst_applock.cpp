#include "ui/shell/applock.h"

#include "core/base/crypto.h"
#include "ui/kit/secretclipboard.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

using ui::AppLock;

class AppLockTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void dialogsWaitHiddenBehindTheLock();
    void aDialogThatComesUpWhileLockedWaitsToo();
    void aWindowWithoutAnAccountIsNotLocked();
};

void AppLockTest::dialogsWaitHiddenBehindTheLock()
{
    QWidget window;
    ui::SecretClipboard clipboard(*QGuiApplication::clipboard());
    AppLock lock(window, clipboard);
    lock.setUseful(true);
    window.show();
    QDialog reveal(&window);
    QSignalSpy finished(&reveal, &QDialog::finished);
    reveal.open();
    QSignalSpy changed(&lock, &AppLock::lockedChanged);
    lock.lock();
    lock.lock();
    QCOMPARE(changed.size(), 1);
    QVERIFY(lock.isLocked());
    QVERIFY(!reveal.isVisible());
    lock.unlock();
    QVERIFY(reveal.isVisible());
    QCOMPARE(changed.size(), 2);
    QVERIFY(finished.isEmpty());
}

void AppLockTest::aDialogThatComesUpWhileLockedWaitsToo()
{
    QWidget window;
    ui::SecretClipboard clipboard(*QGuiApplication::clipboard());
    AppLock lock(window, clipboard);
    lock.setUseful(true);
    window.show();
    lock.lock();
    QDialog late(&window);
    late.open();
    QTRY_VERIFY(!late.isVisible());
    lock.unlock();
    QVERIFY(late.isVisible());
}

void AppLockTest::aWindowWithoutAnAccountIsNotLocked()
{
    QWidget window;
    ui::SecretClipboard clipboard(*QGuiApplication::clipboard());
    AppLock lock(window, clipboard);
    lock.lock();
    QVERIFY(!lock.isLocked());
}

QTEST_MAIN(AppLockTest)
#include "tst_applock.moc"
