// bench_activity [EVENTS [ROW]]: the Activity page over the real gateway with a sample of EVENTS, of which one
// organization has some 60 %, scrolled by Page Down to row ROW, then live while a key is called a thousand times a
// second. Says how long the longest frame took, by how much the program grew, and how long an input waited; in brackets
// the processor's time of this thread, which a busy machine changes less. Exit 1 where a limit of the design is not
// kept.
#include "core/base/identifiers.h"
#include "core/services/activityfeed.h"
#include "tests/support/check.h"
#include "tests/ui/activity/activityrig.h"
#include "ui/activity/eventtable.h"
#include "ui/kit/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpSocket>
#include <QThread>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;

namespace {

constexpr double longestFrame = 33;
constexpr double longestInput = 100;
constexpr qint64 mostGrowth = 30 * 1024;
constexpr int liveSeconds = 30;
constexpr int callsPerSecond = 1000;

qint64 pssKib()
{
    QFile rollup(u"/proc/self/smaps_rollup"_s);
    if (!rollup.open(QIODevice::ReadOnly))
        return 0;
    for (const auto &line : rollup.readAll().split('\n')) {
        if (line.startsWith("Pss:"))
            return line.mid(4).trimmed().split(' ').constFirst().toLongLong();
    }
    return 0;
}

//! Milliseconds of the processor, of this thread.
double spent()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

class Times {
public:
    //! Presses a key and does all that follows from it, painting included, as one turn of the event loop would.
    void pressAndPaint(QWidget &widget, Qt::Key key)
    {
        QElapsedTimer clock;
        clock.start();
        const double before = spent();
        QTest::sendKeyEvent(QTest::Click, &widget, key, QString(), Qt::NoModifier, -1);
        QCoreApplication::processEvents();
        m_spent += spent() - before;
        m_passed += double(clock.nsecsElapsed()) / 1e6;
    }
    qsizetype count() const { return m_passed.size(); }
    double longest() const { return part(m_passed, 1); }
    void print() const
    {
        std::printf("ms median %.2f (%.2f), p99 %.2f (%.2f), longest %.2f (%.2f)", part(m_passed, 0.5),
                    part(m_spent, 0.5), part(m_passed, 0.99), part(m_spent, 0.99), longest(), part(m_spent, 1));
    }

private:
    static double part(QList<double> all, double share)
    {
        std::sort(all.begin(), all.end());
        return all.isEmpty() ? 0 : all.at(std::min(all.size() - 1, qsizetype(double(all.size()) * share)));
    }

    QList<double> m_passed;
    QList<double> m_spent;
};

bool scroll(test::ActivityRig &rig, ui::EventTable &table, int row)
{
    Times warming;
    while (warming.count() < 50)
        warming.pressAndPaint(table, Qt::Key_PageDown);
    const auto before = pssKib();
    qint64 most = before;
    Times frames;
    QElapsedTimer clock;
    clock.start();
    while (table.currentIndex().row() < row && clock.elapsed() < 3600 * 1000) {
        frames.pressAndPaint(table, Qt::Key_PageDown);
        if (frames.count() % 1000 == 0)
            most = std::max(most, pssKib());
        if (table.currentIndex().row() == table.model()->rowCount() - 1 && !rig.page->feed().hasMore())
            break;
    }
    most = std::max(most, pssKib());
    std::printf("scroll: row %d after %lld presses, %.1f s; frame ", table.currentIndex().row(),
                static_cast<long long>(frames.count()), double(clock.elapsed()) / 1000);
    frames.print();
    std::printf("; grew by %lld KiB (%lld to %lld)\n", static_cast<long long>(most - before),
                static_cast<long long>(before), static_cast<long long>(most));
    return frames.longest() <= longestFrame && most - before <= mostGrowth;
}

//! Calls with one key, many in a row on one connection. Most are refused by the limit, which are events as well.
class Caller : public QThread {
public:
    Caller(const QUrl &gateway, const core::Secret &key) : m_gateway(gateway), m_key(key) {}
    ~Caller() override
    {
        m_stops = true;
        wait();
    }
    Caller(const Caller &) = delete;
    Caller &operator=(const Caller &) = delete;

    int calls() const { return m_calls; }

protected:
    void run() override
    {
        QTcpSocket socket;
        socket.connectToHost(m_gateway.host(), quint16(m_gateway.port()));
        socket.waitForConnected();
        const auto secret = m_key.reveal();
        const auto request = "GET /api/v1/contacts HTTP/1.1\r\nHost: " + m_gateway.authority().toLatin1() +
                             "\r\nAuthorization: Bearer " + QByteArray(secret.data(), qsizetype(secret.size())) +
                             "\r\n\r\n";
        QElapsedTimer clock;
        clock.start();
        while (!m_stops) {
            const auto due = int(clock.elapsed() * callsPerSecond / 1000);
            for (; m_calls < due; ++m_calls)
                socket.write(request);
            socket.waitForBytesWritten(100);
            socket.waitForReadyRead(5);
            socket.readAll();
            msleep(5);
        }
    }

private:
    const QUrl m_gateway;
    const core::Secret m_key;
    std::atomic<bool> m_stops = false;
    std::atomic<int> m_calls = 0;
};

bool live(test::ActivityRig &rig, ui::EventTable &table)
{
    core::NewKey wanted;
    wanted.name = u"Busy caller"_s;
    wanted.scopes = {u"read"_s};
    const auto made = test::wait(rig.backend().createKey(rig.organizationId(), wanted, core::newIdempotencyKey()));
    if (!made) {
        std::printf("%s\n", qPrintable(test::words(made.error())));
        return false;
    }
    for (auto *button : rig.page->findChildren<QAbstractButton *>(u"live"_s))
        button->click();
    rig.page->showOnly({});
    QTest::qWait(2000);
    const int rows = table.model()->rowCount();
    Times inputs;
    Caller caller(rig.address, made->secret);
    caller.start();
    QElapsedTimer clock;
    clock.start();
    bool down = true;
    while (clock.elapsed() < liveSeconds * 1000) {
        QTest::qWait(20);
        inputs.pressAndPaint(table, down ? Qt::Key_Down : Qt::Key_Up);
        down = !down;
    }
    std::printf("live: %d calls in %d s, %d rows came; input ", caller.calls(), liveSeconds,
                table.model()->rowCount() - rows + rig.page->feed().waiting());
    inputs.print();
    std::printf("\n");
    return inputs.longest() <= longestInput;
}

} // namespace

int main(int argc, char **argv)
{
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    QApplication app(argc, argv);
    ui::applyTheme(app, core::ThemeChoice::Light);
    const auto arguments = QApplication::arguments();
    const auto events = arguments.value(1, u"1700000"_s).toLongLong();
    const int row = arguments.value(2, u"1000000"_s).toInt();
    test::ActivityRig rig;
    if (!rig.start(events))
        return 2;
    rig.following->sync.follow(rig.organization);
    core::ActivityFilter everything;
    everything.since = QDateTime::fromSecsSinceEpoch(0, Qt::UTC);
    rig.page->showOnly(everything);
    for (auto *button : rig.page->findChildren<QAbstractButton *>()) {
        if (button->accessibleName() == u"Requests") // all of them, as far as the sample goes back
            button->click();
    }
    auto &table = *rig.find<ui::EventTable>("activityTable");
    if (!QTest::qWaitFor([&] { return table.model()->rowCount() > 0; }, 60000))
        return 2;
    table.setFocus();
    table.setCurrentIndex(table.model()->index(0, 0));
    const bool scrolled = scroll(rig, table, row);
    const bool answered = live(rig, table);
    return scrolled && answered ? 0 : 1;
}
