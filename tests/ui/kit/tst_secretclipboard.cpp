#include "ui/kit/secretclipboard.h"
#include "ui/kit/secretview.h"

#include "core/base/crypto.h"
#include "core/domain/keytoken.h"

#include <QApplication>
#include <QClipboard>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ui::SecretClipboard;

//! On a real X server, as other programs see it: xclip reads and writes in a process of its own.
class SecretClipboardTest : public QObject {
    Q_OBJECT

    static inline std::chrono::milliseconds s_uptime{0};
    static std::chrono::milliseconds uptime() { return s_uptime; }

private Q_SLOTS:
    void initTestCase();
    void init();
    void anotherProgramCanPasteItAndSeesTheHint();
    void primaryStaysEmpty();
    void afterItsTimeNothingCanBePasted();
    void anotherProgramsTextIsLeftAlone();
    void leavingClearsIt();
    void aNewCopyStartsTheTimeAnew();
    void theTimeGoesOnWhileTheComputerSleeps();
    void whoReadsItIsCounted();

private:
    QByteArray read(const QString &selection, const QString &target = u"UTF8_STRING"_s);
    void write(const QString &text);

    QByteArray m_text;
    core::Secret m_secret;
};

void SecretClipboardTest::initTestCase()
{
    QVERIFY(crypto::initialize());
    QVERIFY2(QGuiApplication::clipboard()->supportsSelection(), "this needs a real display");
}

void SecretClipboardTest::init()
{
    const std::string text = keytoken::generate("wa_");
    m_text = QByteArray::fromStdString(text);
    m_secret = core::Secret::copy(text);
}

QByteArray SecretClipboardTest::read(const QString &selection, const QString &target)
{
    QProcess reader;
    reader.start(u"xclip"_s, {u"-o"_s, u"-selection"_s, selection, u"-t"_s, target});
    // This process has to answer the reader meanwhile.
    if (!QTest::qWaitFor([&] { return reader.state() == QProcess::NotRunning; }, 10000))
        return "(the reader hangs)";
    return reader.readAllStandardOutput();
}

void SecretClipboardTest::write(const QString &text)
{
    QProcess writer;
    writer.setStandardOutputFile(QProcess::nullDevice()); // its background half would keep the pipe open
    writer.setStandardErrorFile(QProcess::nullDevice());
    writer.start(u"xclip"_s, {u"-i"_s, u"-selection"_s, u"clipboard"_s});
    writer.write(text.toUtf8());
    writer.closeWriteChannel();
    QTRY_COMPARE(writer.state(), QProcess::NotRunning);
}

void SecretClipboardTest::anotherProgramCanPasteItAndSeesTheHint()
{
    SecretClipboard clipboard(*QGuiApplication::clipboard());
    clipboard.copy(m_secret);
    QVERIFY(clipboard.holdsSecret());
    QCOMPARE(read(u"clipboard"_s), m_text);
    QVERIFY(read(u"clipboard"_s, u"TARGETS"_s).contains("x-kde-passwordManagerHint"));
    QCOMPARE(read(u"clipboard"_s, u"x-kde-passwordManagerHint"_s), QByteArray("secret"));
    QVERIFY(clipboard.remaining() > std::chrono::seconds(20));
}

void SecretClipboardTest::primaryStaysEmpty()
{
    SecretClipboard clipboard(*QGuiApplication::clipboard());
    ui::SecretView view;
    view.setSecret(m_secret, 3);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.setShown(true);
    clipboard.copy(m_secret);
    QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QTest::mouseDClick(&view, Qt::LeftButton);
    QTest::mousePress(&view, Qt::LeftButton, {}, {2, 2});
    QTest::mouseMove(&view, {80, 8});
    QTest::mouseRelease(&view, Qt::LeftButton, {}, {80, 8});
    QCOMPARE(read(u"primary"_s), QByteArray());
    QVERIFY(!QGuiApplication::clipboard()->ownsSelection());
}

void SecretClipboardTest::afterItsTimeNothingCanBePasted()
{
    SecretClipboard clipboard(*QGuiApplication::clipboard());
    clipboard.setLife(std::chrono::seconds(1));
    QSignalSpy told(&clipboard, &SecretClipboard::remainingChanged);
    clipboard.copy(m_secret);
    QCOMPARE(clipboard.remaining(), std::chrono::seconds(1));
    QTRY_VERIFY(!clipboard.holdsSecret());
    QCOMPARE(clipboard.remaining(), std::chrono::seconds(0));
    QVERIFY(told.size() >= 2);
    QCOMPARE(read(u"clipboard"_s), QByteArray());
}

void SecretClipboardTest::anotherProgramsTextIsLeftAlone()
{
    {
        SecretClipboard clipboard(*QGuiApplication::clipboard());
        clipboard.copy(m_secret);
        QSignalSpy told(&clipboard, &SecretClipboard::remainingChanged);
        write(u"somebody else's"_s);
        QTRY_VERIFY(!clipboard.holdsSecret());
        QTRY_VERIFY(!told.isEmpty());
        clipboard.clear();
        QCOMPARE(read(u"clipboard"_s), QByteArray("somebody else's"));
    }
    QCOMPARE(read(u"clipboard"_s), QByteArray("somebody else's"));
}

void SecretClipboardTest::leavingClearsIt()
{
    {
        SecretClipboard clipboard(*QGuiApplication::clipboard());
        clipboard.copy(m_secret);
        QCOMPARE(read(u"clipboard"_s), m_text);
    }
    QCOMPARE(read(u"clipboard"_s), QByteArray());
}

void SecretClipboardTest::aNewCopyStartsTheTimeAnew()
{
    SecretClipboard clipboard(*QGuiApplication::clipboard());
    clipboard.setLife(std::chrono::seconds(10));
    clipboard.copy(m_secret);
    const core::Secret second = core::Secret::copy(keytoken::generate("wa_"));
    clipboard.setLife(std::chrono::seconds(30));
    clipboard.copy(second);
    QVERIFY(clipboard.remaining() > std::chrono::seconds(25));
    QVERIFY(read(u"clipboard"_s) != m_text);
}

void SecretClipboardTest::theTimeGoesOnWhileTheComputerSleeps()
{
    SecretClipboard clipboard(*QGuiApplication::clipboard(), &uptime);
    clipboard.copy(m_secret);
    QCOMPARE(clipboard.remaining(), 30s);
    s_uptime += 29s;
    QCOMPARE(clipboard.remaining(), 1s);
    QCOMPARE(read(u"clipboard"_s), m_text);
    s_uptime += 2h;
    QCOMPARE(read(u"clipboard"_s), QByteArray()); // whatever the timers do
    QTRY_VERIFY(!clipboard.holdsSecret());
    const auto before = core::uptime();
    QVERIFY(before > 0ms);
    QTRY_VERIFY(core::uptime() > before);
}

void SecretClipboardTest::whoReadsItIsCounted()
{
    SecretClipboard clipboard(*QGuiApplication::clipboard(), &uptime);
    QSignalSpy told(&clipboard, &SecretClipboard::wasRead);
    clipboard.copy(m_secret);
    QVERIFY(read(u"clipboard"_s, u"TARGETS"_s).contains("UTF8_STRING")); // to look what is there is not to read it
    QCOMPARE(clipboard.reads(), 0);
    s_uptime += 3s;
    QCOMPARE(read(u"clipboard"_s), m_text);
    QCOMPARE(clipboard.reads(), 1);
    QVERIFY(!clipboard.wasReadAtOnce());
    QTRY_VERIFY(!told.isEmpty());
    QCOMPARE(read(u"clipboard"_s, u"STRING"_s), m_text);
    QCOMPARE(clipboard.reads(), 1); // the same program, in another form
    s_uptime += 3s;
    QCOMPARE(read(u"clipboard"_s), m_text);
    QCOMPARE(clipboard.reads(), 2);

    clipboard.copy(m_secret);
    QCOMPARE(clipboard.reads(), 0);
    s_uptime += 50ms;
    QCOMPARE(read(u"clipboard"_s), m_text);
    QVERIFY(clipboard.wasReadAtOnce());
}

QTEST_MAIN(SecretClipboardTest)
#include "tst_secretclipboard.moc"
