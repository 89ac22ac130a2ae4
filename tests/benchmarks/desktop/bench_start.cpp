// bench_start COMMAND…: starts a program on $DISPLAY and prints, in one line: milliseconds to the first content, to the
// last visible change, CPU milliseconds by then, PSS in KiB.
#include "program.h"
#include "screenwatch.h"

#include <algorithm>
#include <cstdio>
#include <thread>
#include <unordered_map>

using namespace std::chrono_literals;

namespace {

constexpr double longestWait = 60'000;
constexpr double stillFor = 1500;

//! Whether what differs from \a before is more than an empty frame: many pixels that are not of its commonest colour.
bool hasContent(const std::vector<std::uint32_t> &before, const std::vector<std::uint32_t> &now)
{
    std::unordered_map<std::uint32_t, long> colours;
    long changed = 0;
    long commonest = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (now[i] == before[i])
            continue;
        ++changed;
        commonest = std::max(commonest, ++colours[now[i]]);
    }
    return changed > 20'000 && changed - commonest > 1500 && colours.size() > 12;
}

} // namespace

int main(int argc, char **argv)
{
    ScreenWatch screen;
    if (argc < 2 || !screen.isOpen()) {
        std::fprintf(stderr, "bench_start: needs a command and a display with shared memory\n");
        return 2;
    }
    const auto before = screen.picture({});
    const Program program(argv + 1);
    double content = 0;
    double stable = 0;
    auto last = before;
    while (program.isRunning() && program.millisecondsSinceStart() < longestWait) {
        auto now = screen.picture({});
        const auto at = program.millisecondsSinceStart();
        if (now != last) {
            stable = at;
            if (content == 0 && hasContent(before, now))
                content = at;
            last = std::move(now);
        } else if (content > 0 && at - stable > stillFor) {
            std::printf("%.1f %.1f %.1f %ld\n", content, stable, program.cpuMilliseconds(), program.pssKib());
            return 0;
        }
        std::this_thread::sleep_for(500us);
    }
    std::fprintf(stderr, "bench_start: the program ended or never came to rest\n");
    return 1;
}
