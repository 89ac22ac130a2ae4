#!/bin/sh
# desktop-session.sh [--size WxH] COMMAND…
# Runs COMMAND as on a fresh desktop: an X server of its own (Xvfb) with a window manager, a D-Bus session, an unlocked
# GNOME Keyring, the accessibility bus, and an empty home. All of it ends with COMMAND, whose exit code is kept.
set -eu

size=1440x900
if [ "${1:-}" = --size ]; then
    size=$2
    shift 2
fi

home=$(mktemp -d "${TMPDIR:-/tmp}/keysteward-session.XXXXXX")
display_file=$home/display
cleanup() {
    code=$?
    trap - EXIT
    [ -n "${xvfb:-}" ] && kill "$xvfb" 2>/dev/null && wait "$xvfb" 2>/dev/null
    rm -rf "$home"
    exit "$code"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

export HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
export XDG_STATE_HOME="$home/state" XDG_RUNTIME_DIR="$home/run" LC_ALL=C.UTF-8
mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"
mkdir -m 700 "$XDG_RUNTIME_DIR"
unset DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY DESKTOP_SESSION KDE_SESSION_VERSION GNOME_KEYRING_CONTROL QT_QPA_PLATFORM
# A KDE value would start kwalletd, which outlives the bus.
export XDG_CURRENT_DESKTOP=GNOME XDG_SESSION_TYPE=x11

# The server itself picks a free number and says which.
Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp 3>"$display_file" 2>"$home/xvfb.log" &
xvfb=$!
tries=0
while [ ! -s "$display_file" ]; do
    kill -0 "$xvfb" 2>/dev/null || { cat "$home/xvfb.log" >&2; exit 1; }
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || { echo "Xvfb did not start" >&2; exit 1; }
    sleep 0.05
done
DISPLAY=:$(cat "$display_file")
export DISPLAY QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_ACCESSIBILITY=1

# shellcheck disable=SC2016 # expanded inside the session
dbus-run-session -- sh -c '
    set -eu
    printf %s "session-password" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
    openbox >/dev/null 2>&1 &
    manager=$!
    for bus in /usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher; do
        [ -x "$bus" ] && { "$bus" --launch-immediately >/dev/null 2>&1 & break; }
    done
    code=0
    "$@" || code=$?
    kill "$manager" 2>/dev/null || true
    exit "$code"
' session "$@"
