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
