#!/bin/sh
# How the app starts and searches beside the yardstick, measured in turn on a display of its own.
#   run.sh BUILD [RUNS] [-- PROGRAM ARGUMENTS…]
# BUILD is a build folder of type Release with tests; PROGRAM is the app (default: BUILD/bin/keysteward). It finds its cache
# and settings below XDG_DATA_HOME, as CACHE_NAME and SETTINGS_NAME say. SIZES are the numbers of keys, SEARCH what is typed.
# Needs `packaging/install-deps.sh bench`, and a machine that does nothing else:
#   cmake --preset release -B build/bench -DKEYSTEWARD_TESTS=ON && cmake --build build/bench
set -eu

build=${1:?"usage: run.sh BUILD [RUNS] [-- PROGRAM ARGUMENTS…]"}
shift
runs=7
case ${1:-} in
'' | --) ;;
*) runs=$1 && shift ;;
esac
[ "${1:-}" = -- ] && shift
[ $# -gt 0 ] || set -- "$build/bin/keysteward"
: "${SIZES:=10000 1000000}" "${SEARCH:=lunar-bea}"
: "${CACHE_NAME:=keysteward/cache.sqlite}" "${SETTINGS_NAME:=keysteward/settings.ini}"

# In memory: where the system takes the pages of files back early, a letter would wait for the disk.
work=$(mktemp -d -p /dev/shm)
display=
cleanup() {
    [ -z "$display" ] || kill "$manager" "$display" 2>/dev/null || :
    rm -rf "$work"
}
trap cleanup EXIT INT TERM

Xvfb -noreset -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3>"$work/display" 2>/dev/null &
display=$!
while [ ! -s "$work/display" ]; do
    kill -0 "$display"
    sleep 0.1
done
DISPLAY=:$(cat "$work/display")
export DISPLAY LC_ALL=C.UTF-8 TZ=UTC XDG_CURRENT_DESKTOP=GNOME XDG_RUNTIME_DIR="$work/run" HOME="$work/home"
unset WAYLAND_DISPLAY
mkdir -m 700 "$XDG_RUNTIME_DIR" "$HOME"
openbox >/dev/null 2>&1 &
manager=$!

echo "load average: $(cut -d " " -f 1-3 /proc/loadavg)"
for size in $SIZES; do
    mkdir -p "$work/$size/data"
    "$build/bin/bench_makecache" "$size" "$work/$size/data/$CACHE_NAME" "$work/$size/data/$SETTINGS_NAME"
done

# with SIZE COMMAND…: the command with the homes of that size.
with() {
    size=$1
    shift
    XDG_DATA_HOME="$work/$size/data" "$@"
}

# spread COLUMN FILE: least, median and greatest.
spread() {
    cut -d ' ' -f "$1" "$2" | sort -n |
        awk '{ value[NR] = $1 } END { if (NR) print value[1], value[int((NR + 1) / 2)], value[NR] }'
}

for size in $SIZES; do
    cache=$work/$size/data/$CACHE_NAME
    run=0
    while [ "$run" -le "$runs" ]; do
        # The first round warms up and is not kept.
        [ "$run" -gt 0 ] && kept=$work/$size || kept=$work/warm
        with "$size" "$build/bin/bench_start" "$build/bin/bench_window" "$cache" >>"$kept.window"
        with "$size" "$build/bin/bench_start" "$@" >>"$kept.app"
        run=$((run + 1))
    done
    echo "start with $size keys, $runs runs in turn: least, median, greatest of the bare window, of the app, ratio of medians"
    for figure in 1:content-ms 2:stable-ms 3:cpu-ms 4:pss-kib; do
        column=${figure%%:*}
        echo "${figure#*:} $(spread "$column" "$work/$size.window") $(spread "$column" "$work/$size.app")" |
            awk '{ printf "  %-12s %8.1f %8.1f %8.1f   %8.1f %8.1f %8.1f   %.2f\n", $1, $2, $3, $4, $5, $6, $7, $6 / $3 }'
    done
done

for size in $SIZES; do
    echo "search in $size keys: letter, ms to the first and to the last change of the list"
    with "$size" "$build/bin/bench_search" "$SEARCH" "$@" | sed 's/^/  /'
done

"$build/bin/bench_sync" 10000
echo "load average: $(cut -d " " -f 1-3 /proc/loadavg)"
