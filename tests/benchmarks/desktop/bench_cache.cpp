// bench_cache CACHE [TEXT]: what the table model asks the cache for, in milliseconds: the median of 9, the worst, and
// the processor's time, which a busy machine changes less: the median, and of the first, which finds little in memory.
// With TEXT: a search that is typed letter by letter.
#include "core/storage/database.h"
#include "core/storage/keycache.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>
#include <algorithm>
#include <ctime>
#include <functional>
#include <vector>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

void measure(const QString &what, const std::function<bool()> &step)
{
    std::vector<double> times;
    std::vector<double> spent;
    bool well = true;
    for (int i = 0; i < 9; ++i) {
        QElapsedTimer timer;
        timer.start();
        const auto before = std::clock();
        well = step() && well;
        spent.push_back(static_cast<double>(std::clock() - before) * 1000 / CLOCKS_PER_SEC);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    const double atFirst = spent[0];
    std::sort(times.begin(), times.end());
    std::sort(spent.begin(), spent.end());
    QTextStream(stdout) << what.leftJustified(44) << QString::number(times[4], 'f', 2) << " ms, worst "
                        << QString::number(times.back(), 'f', 2) << ", CPU " << QString::number(spent[4], 'f', 2)
                        << ", at first " << QString::number(atFirst, 'f', 2) << (well ? "" : "  FAILED") << Qt::endl;
}

void measureCache(const QString &file, const QString &typed)
{
    const auto migrations = u":/storage/migrations"_s;
    measure(u"open"_s, [&] { return bool(Database::open(file, migrations)); });
    const auto database = Database::open(file, migrations);
    if (!database)
        return;
    const KeyCache cache(**database);
    const KeyQuery all{.organization = 1, .now = QDateTime::currentDateTimeUtc()};
    const auto first = [&](const QString &what, const KeyQuery &query) {
        measure(what, [&] { return bool(cache.firstRows(query, query.text.isEmpty() ? 512 : 128)); });
    };
    for (qsizetype letters = 1; letters <= typed.size(); ++letters) {
        auto query = all;
        query.text = typed.left(letters);
        first(u"first rows, searched for \"%1\""_s.arg(query.text), query);
    }
    if (!typed.isEmpty())
        return;
    for (int sort = 0; sort <= static_cast<int>(KeyQuery::Sort::Created); ++sort) {
        auto query = all;
        query.sort = static_cast<KeyQuery::Sort>(sort);
        first(u"first rows, sorted by %1"_s.arg(sort), query);
    }
    for (int show = 1; show <= static_cast<int>(KeyQuery::Show::Disabled); ++show) {
        auto query = all;
        query.show = static_cast<KeyQuery::Show>(show);
        first(u"first rows, filtered by %1"_s.arg(show), query);
    }
    for (const auto &text :
         {u"l"_s, u"lu"_s, u"xq"_s, u"lun"_s, u"lunar"_s, u"lunar-bea"_s, u"lunar-beacon-12"_s, u"nothing"_s}) {
        auto query = all;
        query.text = text;
        first(u"first rows, searched for \"%1\""_s.arg(text), query);
    }
    measure(u"counts"_s, [&] { return bool(cache.counts(1, all.now)); });
    const auto rows = cache.rows(all);
    measure(u"every row id"_s, [&] { return bool(cache.rows(all)); });
    if (rows)
        measure(u"a page of 256 keys"_s, [&] { return bool(cache.keys(rows->mid(rows->size() / 2, 256))); });
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    measureCache(application.arguments().value(1), application.arguments().value(2));
    return 0;
}
