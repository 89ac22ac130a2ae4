#include "ui/kit/exportrun.h"

#include "tests/support/check.h"
#include "ui/kit/exportbar.h"

#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QRegularExpression>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>
#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using core::Error;
using Portions = QList<core::Result<ui::ExportPortion>>;

namespace {

ui::ExportPortion portion(const QByteArray &lines, bool last)
{
    return {lines, lines.count('\n'), last};
}

ui::ExportRun::Reader readerOf(const Portions &portions)
{
    return [portions, next = std::make_shared<qsizetype>(0)] { return core::ready(portions.at((*next)++)); };
}

//! Keeps other threads from finishing a file for as long as it lives.
class BusyThreads {
public:
    BusyThreads() : m_threads(QThreadPool::globalInstance()->maxThreadCount())
    {
        QThreadPool::globalInstance()->setMaxThreadCount(1);
        QThreadPool::globalInstance()->start([this] { m_gate.acquire(); });
    }
    ~BusyThreads()
    {
        letGo();
        QThreadPool::globalInstance()->waitForDone();
        QThreadPool::globalInstance()->setMaxThreadCount(m_threads);
    }
    Q_DISABLE_COPY_MOVE(BusyThreads)
    void letGo() { m_gate.release(); }

private:
    const int m_threads;
    QSemaphore m_gate;
};

//! No file of this process may become larger, as on a disk that is full.
class FullDisk {
public:
    explicit FullDisk(rlim_t room) : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{room, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    void (*m_handler)(int);
    rlimit m_before{};
};

} // namespace

//! What stands under the file's name, and what is said of it, however an export ends.
class ExportRunTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;

    QByteArray written() const
    {
        QFile file(m_file);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QStringList files() const
    {
        return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    //! Leaves an export of before under the name.
    bool leaveOld() const
    {
        QFile file(m_file);
        return file.open(QIODevice::WriteOnly) && file.write("as it was\n") == 10;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"keys.csv"_s);
    }

    void everyPortionIsInTheFile()
    {
        ui::ExportRun run(m_file, "id\n", readerOf({portion("1\n2\n", false), portion("3\n", true)}), nullptr);
        const auto count = test::wait(run.start());
        QVERIFY_RESULT(count);
        QCOMPARE(*count, 3);
        QCOMPARE(written(), QByteArray("id\n1\n2\n3\n"));
        QCOMPARE(files(), QStringList{u"keys.csv"_s});
    }

    void whenTheSecondPortionFailsNothingIsLeft_data()
    {
        QTest::addColumn<bool>("isOldThere");
        QTest::newRow("nothing was there") << false;
        QTest::newRow("an export of before was there") << true;
    }

    void whenTheSecondPortionFailsNothingIsLeft()
    {
        QFETCH(bool, isOldThere);
        QVERIFY(!isOldThere || leaveOld());
        const Portions portions{portion(QByteArray(100'000, 'x') + '\n', false), Error{Error::Kind::Offline}};
        {
            ui::ExportRun run(m_file, "id\n", readerOf(portions), nullptr);
            QSignalSpy progressed(&run, &ui::ExportRun::progressed);
            QCOMPARE_ERROR(test::wait(run.start()), Error::Kind::Offline);
            QCOMPARE(progressed.size(), 1);
        }
        QCOMPARE(written(), isOldThere ? QByteArray("as it was\n") : QByteArray());
        QCOMPARE(files(), isOldThere ? QStringList{u"keys.csv"_s} : QStringList());
    }

    void aDiskThatIsFullLeavesNothing_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::newRow("found out when writing") << qsizetype(1'000'000);
        QTest::newRow("found out when finishing") << qsizetype(5'000); // held back in memory until then
    }

    void aDiskThatIsFullLeavesNothing()
    {
        QFETCH(qsizetype, size);
        QVERIFY(leaveOld());
        {
            const FullDisk disk(4096);
            ui::ExportRun run(m_file, "id\n", readerOf({portion(QByteArray(size, 'x') + '\n', true)}), nullptr);
            const auto count = test::wait(run.start());
            QCOMPARE_ERROR(count, Error::Kind::Storage);
            QVERIFY(!count.error().detail.isEmpty());
        }
        QCOMPARE(written(), QByteArray("as it was\n"));
        QTRY_COMPARE(files(), QStringList{u"keys.csv"_s});
    }

    void whileTheFileIsBeingFinishedItIsTooLateToCancel()
    {
        BusyThreads others;
        ui::ExportRun run(m_file, "id\n", readerOf({portion("1\n", true)}), nullptr);
        QSignalSpy finishing(&run, &ui::ExportRun::finishing);
        const auto operation = run.start();
        QTRY_COMPARE(finishing.size(), 1);
        run.cancel();
        QVERIFY(!operation.isFinished());
        others.letGo();
        const auto count = test::wait(operation);
        QVERIFY_RESULT(count);
        QCOMPARE(*count, 1);
        QCOMPARE(written(), QByteArray("id\n1\n"));
    }

    void oneThatIsCancelledAtItsLastPortionIsCancelled()
    {
        QVERIFY(leaveOld());
        {
            ui::ExportRun run(m_file, "id\n", readerOf({portion("1\n", true)}), nullptr);
            connect(&run, &ui::ExportRun::progressed, &run, &ui::ExportRun::cancel);
            QSignalSpy finishing(&run, &ui::ExportRun::finishing);
            QCOMPARE_ERROR(test::wait(run.start()), Error::Kind::Cancelled);
            QVERIFY(finishing.isEmpty());
        }
        QCOMPARE(written(), QByteArray("as it was\n"));
    }

    void theBarOffersToCancelOnlyWhileThatCanBeDone()
    {
        QWidget window; // not shown: painting takes a thread too
        ui::ExportBar bar(&window);
        const auto *cancel = bar.findChild<QPushButton *>();
        QSignalSpy succeeded(&bar, &ui::ExportBar::succeeded);
        {
            BusyThreads others;
            bar.follow(new ui::ExportRun(m_file, "id\n", readerOf({portion("1\n", true)}), nullptr), 1);
            QVERIFY(cancel->isEnabled());
            QTRY_VERIFY(!cancel->isEnabled());
            QVERIFY(bar.isVisibleTo(&window));
        }
        QTRY_COMPARE(succeeded.size(), 1);
        QCOMPARE(written(), QByteArray("id\n1\n"));
        bar.follow(new ui::ExportRun(m_file, "id\n", readerOf({portion("1\n", true)}), nullptr), 1);
        QVERIFY(cancel->isEnabled());
        QTRY_COMPARE(succeeded.size(), 2);
    }
};

QTEST_MAIN(ExportRunTest)
#include "tst_exportrun.moc"
