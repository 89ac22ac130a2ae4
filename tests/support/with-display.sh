#!/bin/sh
# with-display.sh [--size WxH] COMMAND…
# Runs COMMAND on an X server of its own, which ends with it; the exit code is kept. For tests that need real selections
# and windows but no desktop around them (desktop-session.sh gives that).
set -eu

size=1280x900
if [ "${1:-}" = --size ]; then
    size=$2
    shift 2
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/keysteward-display.XXXXXX")
cleanup() {
    code=$?
    trap - EXIT
    [ -n "${server:-}" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
    rm -rf "$folder"
    exit "$code"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The server picks a free number itself and says which. Without -noreset it begins anew when its only client goes, and
# refuses whoever comes at that moment.
Xvfb -noreset -displayfd 3 -screen 0 "${size}x24" -nolisten tcp 3>"$folder/display" 2>"$folder/log" &
server=$!
tries=0
while [ ! -s "$folder/display" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || { echo "Xvfb did not start" >&2; exit 1; }
    sleep 0.05
done
DISPLAY=:$(cat "$folder/display")
export DISPLAY QT_QPA_PLATFORM=xcb
"$@"
