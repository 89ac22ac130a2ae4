#!/bin/sh
# desktop-session.sh [--size WxH] COMMAND…
# Runs COMMAND as on a fresh desktop: a display of its own with a window manager, a D-Bus session, an unlocked GNOME
# Keyring, the accessibility bus, and an empty home. All of it ends with COMMAND, whose exit code is kept.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

if [ "${1:-}" = --inside ]; then
    shift
    # The keyring was started without a display, so that it asks nobody; the desktop around COMMAND has one.
    export DISPLAY="$SESSION_DISPLAY" XDG_SESSION_TYPE=x11 LC_ALL=C.UTF-8
    export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_ACCESSIBILITY=1
    unset QT_QPA_PLATFORM
    openbox >"$HOME/openbox.log" 2>&1 &
    manager=$!
    # A window that comes before its manager is never managed: no focus, no frame.
    tries=0
    until xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; do
        kill -0 "$manager" 2>/dev/null && [ "$tries" -lt 200 ] || {
            echo "openbox did not start:" >&2
            cat "$HOME/openbox.log" >&2
            exit 1
        }
        tries=$((tries + 1))
        sleep 0.05
    done
    for bus in /usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher; do
        [ -x "$bus" ] && { "$bus" --launch-immediately >/dev/null 2>&1 & break; }
    done
    code=0
    "$@" || code=$?
    kill "$manager" 2>/dev/null || true
    exit "$code"
fi

size=1440x900
if [ "${1:-}" = --size ]; then
    size=$2
    shift 2
fi
# shellcheck disable=SC2016 # expanded inside
exec "$here/with-display.sh" --size "$size" \
    sh -c 'SESSION_DISPLAY=$DISPLAY exec "$0/with-keyring.sh" "$0/desktop-session.sh" --inside "$@"' "$here" "$@"
