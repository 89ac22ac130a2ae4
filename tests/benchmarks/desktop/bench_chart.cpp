// How long the chart takes to paint a year of days, each of four outcomes: the median of many, in milliseconds.
#include "ui/kit/chart.h"
#include "ui/kit/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <algorithm>
#include <cstdio>
#include <functional>

using namespace std::chrono_literals;

namespace {

constexpr int rounds = 200, days = 365;

double medianOf(const std::function<void()> &work)
{
    QList<qint64> times;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        times.append(timer.nsecsElapsed());
    }
    std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
    return double(times.at(rounds / 2)) / 1e6;
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    ui::applyTheme(app, core::ThemeChoice::Light);
    const QDateTime first(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    QList<core::UsageCount> counts;
    for (int i = 0; i < days; ++i)
        counts.append({first.addDays(i), 900 + i * 37 % 400, i % 40, i * 7 % 60, i * 13 % 90, 0});
    ui::Chart chart(QStringLiteral("Requests per day"));
    chart.resize(900, 300);
    QImage picture(chart.size(), QImage::Format_ARGB32_Premultiplied);
    QElapsedTimer timer;
    timer.start();
    chart.setCounts(counts, 24h);
    chart.render(&picture);
    const double firstPaint = double(timer.nsecsElapsed()) / 1e6;
    const double repaint = medianOf([&] { chart.render(&picture); });
    const double anew = medianOf([&] {
        chart.setCounts(counts, 24h);
        chart.render(&picture);
    });
    std::printf("%d days x 4, 900x300: first %.2f ms, repaint %.2f ms, new counts and repaint %.2f ms\n", days,
                firstPaint, repaint, anew);
    return 0;
}
